import { readStaffDraft } from '../../../actions/desk/drafts.ts';
import { assertNever } from '../../../lib/assert-never.ts';
import { goTo } from '../../page/page.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { staffAt } from '../signed-in.ts';
import { caseSlipPage } from './case-slip.ts';
import { contactActs, slotOf, viewConfirming, viewContact } from './contact.ts';
import { type CaseAt, caseAt, casePath } from './door.ts';
import { proveActs, viewProve } from './prove.ts';
import { reviewActs, viewReturned, viewReview, viewStanding } from './review.ts';
import { unconfirmedPage } from './unconfirmed.ts';

/** A case at the counter, S4 to S6, S9 and S12. One address: the state decides the page. */
export function casePages(app: App): void {
  app.get(`${paths.deskCase}:id`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const at = await caseAt(c, staff, c.req.param('id'));
    if (at instanceof Response) return at;
    return view(c, at, await readStaffDraft(c.var.visit.world, staff.id, casePath(at)));
  });
  unconfirmedPage(app);
  caseSlipPage(app);
  proveActs(app);
  contactActs(app);
  reviewActs(app);
}

function view(c: Ctx, at: CaseAt, typed: Readonly<Record<string, string>>): Response {
  const { stage } = at.view.kept;
  switch (stage.kind) {
    case 'unopened':
    case 'proofing':
      return viewProve(c, at, { typed });
    case 'naming-contact': {
      const slot = slotOf(at);
      return slot ? viewContact(c, at, slot, { typed: typed.contacto ?? '' }) : goTo(c, paths.deskSearch);
    }
    case 'confirming':
      return viewConfirming(c, at, stage);
    case 'reviewing':
      return viewReview(c, at, { typed: typed.nota ?? '' });
    case 'returned':
      return viewReturned(c, at, { typed: typed.nota ?? at.view.note ?? '' });
    case 'awaiting':
    case 'closed':
      return viewStanding(c, at);
    default:
      return assertNever(stage);
  }
}
