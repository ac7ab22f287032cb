import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { type DeskTicketAct, dayTickets, moveTicket } from '../../../actions/desk/ticket/tickets.ts';
import { isId } from '../../../lib/digest.ts';
import { type Html, html } from '../../../lib/html.ts';
import { afterAct, nameOfTicket, slugOfTicket } from '../../../rules/desk/tickets.ts';
import type { DayTicket } from '../../../store/desk/ticket-changes.ts';
import { goTo } from '../../page/page.ts';
import { actLink } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { officeName, showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';

const acts: readonly DeskTicketAct[] = ['call', 'miss', 'serve'];
const refusals = ['elsewhere', 'not-now'] as const;

/** The member as the acts on tickets know them. */
const byOf = ({ id, session: { shift } }: OnShift) => ({
  staffId: id,
  office: shift.office,
  role: shift.role,
});

/** S10: who may come to this office today: words and needs, and nothing of who they are. */
export function dayTicketsPage(app: App): void {
  app.get(paths.deskTickets, async (c) => {
    const staff = await staffAt(c);
    return staff instanceof Response ? staff : view(c, staff);
  });
  app.post(paths.deskTickets, async (c) => {
    const sent = await readForm(c, ['turno', 'acto']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { world, words } = c.var.visit;
    const { turno, acto } = sent.fields;
    const act = acts.find((one) => one === acto);
    if (!act || !isId(turno)) return stop(c, words.problems.badRequest, 400);
    const refusal = await moveTicket(world, byOf(staff), turno, act);
    return goTo(c, refusal ? `${paths.deskTickets}?no=${refusal}` : paths.deskTickets);
  });
}

async function view(c: Ctx, staff: OnShift): Promise<Response> {
  const { world, words } = c.var.visit;
  const { tickets: say } = words.counter;
  const { columns } = say;
  const refusal = refusals.find((one) => one === c.req.query('no'));
  const rows = (await dayTickets(world, byOf(staff))).map(
    (one) =>
      html`<tr><th scope="row">${nameOfTicket(one)}</th><td data-label="${columns.needs}">${one.needs.map((need) => words.sayNeeds.needs[need]).join(', ') || '–'}</td><td data-label="${columns.status}">${say.statuses[one.status]}</td><td data-label="${columns.acts}">${ways(c, one)}</td></tr>`,
  );
  const head = [columns.name, columns.needs, columns.status, columns.acts].map(
    (text) => html`<th scope="col">${text}</th>`,
  );
  const caption = say.caption(officeName(c, staff.session.shift.office));
  return showDesk(c, {
    title: say.title,
    main: html`<div class="stack"><h1>${say.title}</h1>${refusal && html`<p class="said" role="alert">${say.errors[refusal]}</p>`}
${rows.length > 0 ? html`<table class="rows"><caption>${caption}</caption><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table>` : html`<p>${say.none}</p>`}</div>`,
  });
}

/** What can be done with a ticket now, each button told apart by its name for who hears it; a called one leads to the search. */
function ways(c: Ctx, one: DayTicket): Html {
  const { tickets: say } = c.var.visit.words.counter;
  const possible = acts.filter((act) => {
    const after = afterAct(one.status, act);
    return after !== undefined && after !== one.status;
  });
  const forms = possible.map((act) =>
    actLink(c, paths.deskTickets, say.acts[act], { turno: one.id, acto: act }),
  );
  const search = `${paths.deskSearch}?turno=${slugOfTicket(one)}`;
  return html`${one.status === 'called' && html`<a class="hit" href="${search}">${say.serveNow}</a>`}${forms}`;
}
