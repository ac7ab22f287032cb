import { leaveUnconfirmed } from '../../../actions/desk/case/work-on-case.ts';
import { html } from '../../../lib/html.ts';
import { isOpenCase } from '../../../rules/desk/case.ts';
import { goTo } from '../../page/page.ts';
import { type FieldError, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { radios } from '../fields.ts';
import { staffAt } from '../signed-in.ts';
import { afterAct, type CaseAt, caseAct, caseAt, casePath } from './door.ts';
import { caseForm, showCase } from './frame.ts';

const ways = ['normal', 'suspicion'] as const;

/**
 * S12: the calm way out, with what to say. One of its two choices also shuts the account, and whoever looks over the counter sees
 * no difference, before or after (HD-10).
 */
export function unconfirmedPage(app: App): void {
  app.get(`${paths.deskCase}:id/sin-confirmar`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const at = await caseAt(c, staff, c.req.param('id'));
    if (at instanceof Response) return at;
    return isOpenCase(at.view.kept.stage) ? view(c, at, []) : goTo(c, casePath(at));
  });
  caseAct(app, paths.deskUnconfirmed, ['cierre'], async (c, at, { cierre }) => {
    const { world, words } = c.var.visit;
    const way = ways.find((one) => one === cierre);
    if (!way) return view(c, at, [{ field: 'cierre', text: words.counter.unconfirmed.errors.way }]);
    const suspicious = way === 'suspicion';
    return afterAct(c, at, await leaveUnconfirmed(world, at.staff, at.view.kept.id, { suspicious }));
  });
}

function view(c: Ctx, at: CaseAt, errors: readonly FieldError[]): Response {
  const { unconfirmed: say } = c.var.visit.words.counter;
  const choices = ways.map((one) => [one, say.ways[one]] as const);
  return showCase(c, at, {
    title: say.title,
    errors,
    exit: false,
    back: casePath(at),
    main: html`<p><strong>${say.script}</strong></p><p>${say.neutral}</p>${caseForm(c, at, paths.deskUnconfirmed, html`${radios(c, { name: 'cierre', legend: say.why, choices }, errors)}<p class="small">${say.hint}</p><div>${submit(say.submit)}</div>`)}`,
  });
}
