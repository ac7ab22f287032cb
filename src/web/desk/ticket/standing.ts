import type { TicketView } from '../../../actions/desk/ticket/own-ticket.ts';
import { html, type Value } from '../../../lib/html.ts';
import { isLiving, nameOfTicket, type TicketResult } from '../../../rules/desk/tickets.ts';
import { day, when } from '../../../words/times.ts';
import { show } from '../../page/page.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';

type Found = Extract<TicketView, { kind: 'ticket' }>;

/** C17, and all that anybody but its holder sees of a ticket: how it stands, the office, the last day. */
export function viewStanding(c: Ctx, seen: Found): Response {
  const { world, words, language } = c.var.visit;
  const { ticket: say } = words;
  const { found, status } = seen;
  const name = nameOfTicket(found);
  const office = world.institution.offices.find(({ id }) => id === found.office);
  const last = day(found.until, world.institution.timezone, language);
  return show(c, {
    title: say.title(name),
    main: html`<div class="stack"><h1>${say.title(name)}</h1>
<p class="said">${found.result ? sayResult(c, found.result) : say.standing[status]}</p>
<p><strong>${office?.name ?? found.office}.</strong> ${isLiving(status) && say.goUntil(last)}</p>
${next(c, seen)}</div>`,
  });
}

function sayResult(c: Ctx, result: TicketResult): string {
  const { world, words, language } = c.var.visit;
  const { results: say } = words.ticket;
  if (result.kind !== 'changes') return say[result.kind];
  const now = world.clock.now();
  return say.changes(when(result.at, now, world.institution.timezone, language));
}

/** The next step, as a button; and for who did not ask for it, the way to say so. */
function next(c: Ctx, { found, status }: Found): Value {
  const { ticket: say, notMe } = c.var.visit.words;
  const button = (path: string, text: string) => html`<p><a class="btn" href="${path}">${text}</a></p>`;
  if (found.result?.kind === 'ready') return button(paths.start, notMe.recover);
  if (found.result) return links([[paths.notMe, say.notYou]]);
  return status === 'cancelled' || status === 'expired' ? button(paths.chooseOffice, say.another) : undefined;
}
