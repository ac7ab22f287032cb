import {
  cancelTicket,
  sendTicket,
  type TicketView,
  viewTicket,
} from '../../../actions/desk/ticket/own-ticket.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { isLiving, nameOfTicket, slugOfTicket, type TicketName } from '../../../rules/desk/tickets.ts';
import { at, day } from '../../../words/times.ts';
import { goTo, show } from '../../page/page.ts';
import { actLink } from '../../page/parts.ts';
import { slip } from '../../page/slip.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { viewStanding } from './standing.ts';

type Found = Extract<TicketView, { kind: 'ticket' }>;

/**
 * C16 and C17: one address for the ticket and for what became of it. Its holder sees all of it; whoever else reads the paper, or
 * guesses, sees how it stands, the office and the day.
 */
export function ticketPage(app: App, { networksOf }: Origins): void {
  app.get(`${paths.ticket}:turno`, async (c) => {
    const { world, words, browser, language } = c.var.visit;
    const networks = networksOf(c.env.ip ?? '');
    const seen = await viewTicket(world, c.req.param('turno'), { browser, networks });
    if (seen.kind === 'ticket')
      return seen.holder && isLiving(seen.status) ? viewOwn(c, seen) : viewStanding(c, seen);
    if (seen.kind === 'unknown') return stop(c, words.ticket.unknown, 404);
    const time = at(seen.until, world.clock.now(), world.institution.timezone, language);
    return stop(c, words.problems.tooMany(time), 429);
  });
  act(app, paths.cancelTicket, cancelTicket, '');
  act(app, paths.sendTicket, sendTicket, '?enviado');
}

/** A button of the holder; from any other browser it leads to what that browser may see. */
function act(app: App, path: string, perform: typeof cancelTicket, said: string): void {
  app.post(path, async (c) => {
    const sent = await readForm(c, ['turno']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser } = c.var.visit;
    const name: TicketName | undefined = await perform(world, sent.fields.turno, browser);
    return goTo(c, name ? `${paths.ticket}${slugOfTicket(name)}${said}` : paths.start);
  });
}

/** The office of a ticket as its file describes it now. */
const officeOf = (c: Ctx, { found }: Found) =>
  c.var.visit.world.institution.offices.find(({ id }) => id === found.office);

function viewOwn(c: Ctx, seen: Found): Response {
  const { words } = c.var.visit;
  const { ticket: say } = words;
  const { found } = seen;
  const name = nameOfTicket(found);
  const said = c.req.query('enviado') !== undefined && !seen.sendable && say.sent;
  return show(c, {
    title: say.title(name),
    main: html`<div class="stack"><h1>${say.title(name)}</h1>
${(said || found.status !== 'waiting') && html`<p class="said" role="status">${said || say.standing[seen.status]}</p>`}
${where(c, seen)}
<div><h2>${say.bring.title}</h2><ul class="plain">${say.bring.items.map((text) => html`<li>${text}</li>`)}</ul></div>
<p>${say.inPerson}</p>
${found.needs.length > 0 && html`<p>${say.needs} ${found.needs.map((need) => words.sayNeeds.needs[need]).join(', ')}.</p>`}
${slip(c, {
  name,
  at: found.issuedAt,
  office: officeOf(c, seen)?.name ?? found.office,
  asked: say.asked,
  path: paths.ticket + slugOfTicket(found),
})}
${buttons(c, seen)}</div>`,
  });
}

/** Which office, until when, and when it is open. */
function where(c: Ctx, seen: Found): Html {
  const { world, words, language } = c.var.visit;
  const office = officeOf(c, seen);
  const last = day(seen.found.until, world.institution.timezone, language);
  return html`<p><strong>${office?.name ?? seen.found.office}.</strong> ${words.ticket.goUntil(last)} ${office?.hours[language]}</p>${
    office && html`<p class="tight">${office.address}</p>`
  }`;
}

function buttons(c: Ctx, { found, sendable }: Found): Value {
  const { ticket: say } = c.var.visit.words;
  const turno = slugOfTicket(found);
  return html`<div class="screen-only"><p><button class="btn alt" id="imprimir" type="button" data-js hidden>${say.print}</button></p>
<noscript><p class="small">${say.printHint}</p></noscript>
${sendable && actLink(c, paths.sendTicket, say.send, { turno })}
${actLink(c, paths.cancelTicket, say.cancel, { turno })}</div>`;
}
