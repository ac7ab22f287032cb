import { minutesAfter } from '../../../lib/clock.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { slugOfTicket } from '../../../rules/desk/tickets.ts';
import { type Slip, slip } from '../../page/slip.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { officeName } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { type CaseAt, caseAt, casePath } from './door.ts';
import { showCase } from './frame.ts';

/** S9: what the person takes home. Nothing on it is secret, and nothing says who they are. */
export function caseSlipPage(app: App): void {
  app.get(`${paths.deskCase}:id/comprobante`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const at = await caseAt(c, staff, c.req.param('id'));
    return at instanceof Response ? at : view(c, at);
  });
}

/** When what was approved takes effect. */
function effectiveAt(c: Ctx, { view: { kept } }: CaseAt): Date | undefined {
  const { stage, errand } = kept;
  if (stage.kind !== 'closed' || stage.because !== 'approved' || errand.kind !== 'change-contact')
    return undefined;
  return minutesAfter(stage.at, c.var.visit.world.institution.policy.desk.holdHours * 60);
}

function slipOf(c: Ctx, at: CaseAt): Slip {
  const { counter, contact } = c.var.visit.words;
  const { kept, ticket } = at.view;
  const { errand, stage } = kept;
  const from = effectiveAt(c, at);
  return {
    name: `${kept.words} ${kept.number}`,
    at: stage.kind === 'closed' ? stage.at : (kept.submittedAt ?? kept.openedAt),
    office: officeName(c, kept.office),
    asked:
      errand.kind === 'lift-freeze'
        ? counter.slip.asked.lift
        : counter.slip.asked.change(contact.names[errand.slot].the),
    ...(from && { effectiveAt: from }),
    // How it stands is told by a ticket's address; without one there is where to say "it was not me".
    path: ticket ? paths.ticket + slugOfTicket(ticket) : paths.notMe,
    ...(!ticket && { address: counter.slip.more }),
  };
}

function view(c: Ctx, at: CaseAt): Response {
  const { slip: say } = c.var.visit.words.counter;
  return showCase(c, at, {
    title: say.title,
    exit: false,
    back: casePath(at),
    main: html`${slip(c, slipOf(c, at))}${told(c, at)}
<div class="screen-only"><p><button class="btn alt" id="imprimir" type="button" data-js hidden>${say.print}</button></p><noscript><p class="small">${say.printHint}</p></noscript></div>`,
  });
}

/** What comes next, or why not and what to do: a refusal says its class and where to complain (HD-13). */
function told(c: Ctx, { view: { kept } }: CaseAt): Value {
  const { slip: say } = c.var.visit.words.counter;
  const { stage } = kept;
  if (stage.kind !== 'closed') return html`<p>${say.sent}</p>`;
  if (stage.because === 'approved') return html`<p>${say.approved}</p>`;
  if (stage.because !== 'unconfirmed' && stage.because !== 'refused') return undefined;
  return html`<p><strong>${say.reason}.</strong> ${say.reasons[stage.because]}</p>${bring(c)}<p>${say.complain(c.var.visit.house)}</p>`;
}

function bring(c: Ctx): Html {
  const { slip: say } = c.var.visit.words.counter;
  return html`<div><h2>${say.bring}</h2><ul class="plain">${say.items.map((text) => html`<li>${text}</li>`)}</ul></div>`;
}
