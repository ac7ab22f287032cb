import type { TicketName, TicketNeed, TicketResult, TicketStatus } from '../../rules/desk/tickets.ts';
import type { Language } from '../../rules/policy.ts';
import { type Runner, statement, write } from '../database.ts';

const change = write(
  'change-ticket',
  `update tickets set status = $2, changed_at = $3,
     phone = case when $2 in ('waiting', 'called', 'no-show') then phone end,
     remind_at = case when $2 in ('waiting', 'called', 'no-show') then remind_at end
   where id = $1`,
);
const result = write('set-ticket-result', 'update tickets set result = $2, changed_at = $3 where id = $1');
const sent = write('ticket-sent', 'update tickets set sms_at = $2 where id = $1');
const ofDay = statement<DayTicketRow>(
  'tickets-of-day',
  `select id, words, number, needs, status, issued_at from tickets
   where office = $1 and until >= $2
     and (status in ('waiting', 'called', 'no-show') or (status = 'served' and changed_at >= $3))
   order by status = 'served', issued_at, number limit $4`,
);
const expire = statement<{ id: string; office: string; name_hash: Buffer | null; case_id: string | null }>(
  'expire-tickets',
  `update tickets t set status = 'expired', changed_at = $1, phone = null, remind_at = null
   from (select id from tickets where status in ('waiting', 'called', 'no-show') and until < $1
         order by until limit $2 for update skip locked) o
   where t.id = o.id returning t.id, t.office, t.name_hash, t.case_id`,
);
// Who was called keeps the mark, for they may yet turn out not to have come: only who is reminded now counts for the limit.
const remind = statement<ToRemind>(
  'remind-tickets',
  `update tickets t set remind_at = null
   from (select id from tickets where remind_at <= $1 and status in ('waiting', 'no-show') and until >= $1 and phone is not null
         order by remind_at limit $2 for update skip locked) o
   where t.id = o.id
   returning t.id, t.words, t.number, t.office, t.language, t.until, t.phone`,
);
const sweep = write('sweep-tickets', 'delete from tickets where until < $1');

type DayTicketRow = Omit<DayTicket, 'issuedAt'> & { issued_at: Date };

/** One line of a day's list: what is called out, and what is needed. */
export type DayTicket = TicketName & {
  readonly id: string;
  readonly needs: readonly TicketNeed[];
  readonly status: TicketStatus;
  readonly issuedAt: Date;
};

type ToRemind = TicketName & {
  readonly id: string;
  readonly office: string;
  readonly language: Language;
  readonly until: Date;
  readonly phone: Buffer;
};

/** Moves a ticket on. Once nobody can come with it, its mobile is forgotten. */
export const changeTicket = (tx: Runner, id: string, status: TicketStatus, at: Date): Promise<unknown[]> =>
  tx.run(change, [id, status, at]);

/** What became of the visit; nothing, when what it was about came to nothing. */
export const setTicketResult = (
  tx: Runner,
  id: string,
  made: TicketResult | undefined,
  at: Date,
): Promise<unknown[]> => tx.run(result, [id, made ? JSON.stringify(made) : null, at]);

/** Notes that a ticket went to its own mobile. */
export const ticketSent = (tx: Runner, id: string, at: Date): Promise<unknown[]> => tx.run(sent, [id, at]);

/** Who may still come to an office, longest waiting first, and who was served since `since`. */
export async function ticketsOfDay(
  on: Runner,
  office: string,
  { at, since, most }: { at: Date; since: Date; most: number },
): Promise<DayTicket[]> {
  const rows = await on.run(ofDay, [office, at, since, most]);
  return rows.map(({ issued_at, ...row }) => ({ ...row, issuedAt: issued_at }));
}

/** Ends tickets whose time is over; several processes at once end each of them once. */
export async function expireTickets(
  tx: Runner,
  at: Date,
  most: number,
): Promise<{ office: string; nameHash: Buffer | null; caseId: string | null }[]> {
  const rows = await tx.run(expire, [at, most]);
  return rows.map(({ office, name_hash, case_id }) => ({ office, nameHash: name_hash, caseId: case_id }));
}

/** Takes tickets whose reminder is due; each is taken once. */
export const takeTicketsToRemind = (tx: Runner, at: Date, most: number): Promise<ToRemind[]> =>
  tx.run(remind, [at, most]);

/** Forgets tickets that ended before. */
export const sweepTickets = (on: Runner, before: Date): Promise<unknown[]> => on.run(sweep, [before]);
