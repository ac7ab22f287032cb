import type { OnShift } from '../../../actions/desk/as-staff.ts';
import type { Decided } from '../../../actions/desk/case/hold-case.ts';
import { type CaseView, viewDeskCase } from '../../../actions/desk/case/view-case.ts';
import { forgetStaffDraft } from '../../../actions/desk/drafts.ts';
import { isId } from '../../../lib/digest.ts';
import { goTo } from '../../page/page.ts';
import { links, noticeBody } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { refuseCase } from './refuse-case.ts';

/** A case at the counter, and who looks at it. */
export type CaseAt = { readonly staff: OnShift; readonly view: CaseView };

export const casePath = ({ view }: CaseAt): string => paths.deskCase + view.kept.id;

/** The case of an address, for who may read it; for everybody else there is none. */
export async function caseAt(c: Ctx, staff: OnShift, id: string): Promise<CaseAt | Response> {
  const { world, words } = c.var.visit;
  const view = isId(id) ? await viewDeskCase(world, staff, id) : undefined;
  if (view) return { staff, view };
  const { gone, another } = words.counter.case;
  const main = noticeBody(gone, links([[paths.deskSearch, another]]));
  return showDesk(c, { title: gone.title, main, status: 404 });
}

/** A form of a case. What was typed is kept for its page when the session idled away. */
export function caseAct<F extends string>(
  app: App,
  path: string,
  names: readonly F[],
  perform: (c: Ctx, at: CaseAt, typed: Record<F, string>) => Promise<Response>,
): void {
  app.post(path, async (c) => {
    const sent = await readForm(c, ['tramite', ...names]);
    if (!sent.ok) return refuseForm(c, sent);
    const { tramite, ...typed } = sent.fields;
    const here = isId(tramite) ? paths.deskCase + tramite : paths.deskSearch;
    const staff = await staffAt(c, { here, typed });
    if (staff instanceof Response) return staff;
    const at = await caseAt(c, staff, tramite);
    // Sound: what is left without the id are the names this form asked for.
    return at instanceof Response ? at : perform(c, at, sent.fields as Record<F, string>);
  });
}

/** Where an act leads: to the page of the state, for a second press too; or to why it was not done. */
export async function afterAct(c: Ctx, at: CaseAt, decided: Decided | undefined): Promise<Response> {
  const refusal = decided?.refusal;
  if (refusal && refusal !== 'out-of-turn' && refusal !== 'case-over')
    return refuseCase(c, refusal, casePath(at));
  await forgetStaffDraft(c.var.visit.world, at.staff.id, casePath(at));
  return goTo(c, decided ? casePath(at) : paths.deskSearch);
}
