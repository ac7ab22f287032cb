import { isId } from '../../lib/digest.ts';
import type { TicketName, TicketNeed, TicketResult, TicketStatus } from '../../rules/desk/tickets.ts';
import type { Language } from '../../rules/policy.ts';
import { type Runner, statement, write } from '../database.ts';

/** One turn at an office. It names nobody; `phone` is sealed. */
export type Ticket = TicketName & {
  readonly id: string;
  readonly office: string;
  readonly needs: readonly TicketNeed[];
  readonly language: Language;
  readonly nameHash: Buffer | null;
  readonly caseId: string | null;
  readonly holder: Buffer;
  readonly phone: Buffer | null;
  readonly status: TicketStatus;
  readonly result: TicketResult | null;
  readonly issuedAt: Date;
  readonly until: Date;
  readonly smsAt: Date | null;
};

type Row = Omit<Ticket, 'nameHash' | 'caseId' | 'holder' | 'result' | 'issuedAt' | 'smsAt'> & {
  name_hash: Buffer | null;
  case_id: string | null;
  holder_hash: Buffer;
  result: { kind: TicketResult['kind']; at?: string } | null;
  issued_at: Date;
  sms_at: Date | null;
};

const columns = `id, office, number, words, needs, language, name_hash, case_id, holder_hash, phone, status, result, issued_at,
  until, sms_at`;

const lockOffice = write(
  'lock-tickets-of-office',
  "select pg_advisory_xact_lock(hashtextextended('tickets ' || $1, 0))",
);
const byRequest = statement<Row>('ticket-by-request', `select ${columns} from tickets where request = $1`);
const byName = statement<Row>(
  'ticket-by-name',
  `select ${columns} from tickets where words = $1 and number = $2`,
);
const byId = statement<Row>('ticket-by-id', `select ${columns} from tickets where id = $1`);
const lockByName = statement<Row>(
  'lock-ticket-by-name',
  `select ${columns} from tickets where words = $1 and number = $2 for update`,
);
const lockById = statement<Row>(
  'lock-ticket-by-id',
  `select ${columns} from tickets where id = $1 for update`,
);
const put = statement<{ number: number }>(
  'put-ticket',
  `insert into tickets (id, request, office, issued_on, number, words, needs, language, name_hash, case_id, holder_hash, phone,
     issued_at, until, remind_at, changed_at)
   select $1, $2, $3, $4::date,
     1 + $15::int + coalesce((select max(number) from tickets where office = $3 and issued_on = $4::date), 0),
     $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $12
   on conflict (words, number) do nothing returning number`,
);

const readTicket = ({ name_hash, case_id, holder_hash, result, issued_at, sms_at, ...row }: Row): Ticket => ({
  ...row,
  nameHash: name_hash,
  caseId: case_id,
  holder: holder_hash,
  result: readResult(result),
  issuedAt: issued_at,
  smsAt: sms_at,
});

function readResult(result: Row['result']): TicketResult | null {
  if (result?.kind !== 'changes') return result && { kind: result.kind };
  return { kind: 'changes', at: new Date(result.at ?? '') };
}

/** Makes whoever takes a ticket of this office wait for the one before: numbers follow each other. */
export const lockTicketsOf = (tx: Runner, office: string): Promise<unknown[]> => tx.run(lockOffice, [office]);

/** The ticket a form made, when it was sent before. */
export async function ticketByRequest(on: Runner, request: string): Promise<Ticket | undefined> {
  const [row] = await on.run(byRequest, [request]);
  return row && readTicket(row);
}

/** A ticket by what stands on it. */
export async function ticketByName(on: Runner, name: TicketName): Promise<Ticket | undefined> {
  const [row] = await on.run(byName, [name.words, name.number]);
  return row && readTicket(row);
}

/** A ticket by its own id. */
export async function ticketById(on: Runner, id: string): Promise<Ticket | undefined> {
  const [row] = await on.run(byId, [id]);
  return row && readTicket(row);
}

/** A ticket by what stands on it, locked until the transaction ends. */
export async function lockTicketByName(tx: Runner, name: TicketName): Promise<Ticket | undefined> {
  const [row] = await tx.run(lockByName, [name.words, name.number]);
  return row && readTicket(row);
}

/** A ticket by its own id, locked until the transaction ends. */
export async function lockTicketById(tx: Runner, id: string): Promise<Ticket | undefined> {
  const [row] = isId(id) ? await tx.run(lockById, [id]) : [];
  return row && readTicket(row);
}

/** A ticket to be taken. `issuedOn` is the day its number counts in. */
export type NewTicket = Omit<Ticket, 'number' | 'status' | 'result' | 'smsAt'> & {
  readonly request: string;
  readonly issuedOn: string;
  readonly remindAt: Date | undefined;
};

/** Keeps a ticket under the next number but `skip`; nothing when these words have that number already. */
export async function putTicket(tx: Runner, made: NewTicket, skip: number): Promise<number | undefined> {
  const [row] = await tx.run(put, [
    made.id,
    made.request,
    made.office,
    made.issuedOn,
    made.words,
    made.needs,
    made.language,
    made.nameHash,
    made.caseId,
    made.holder,
    made.phone,
    made.issuedAt,
    made.until,
    made.remindAt ?? null,
    skip,
  ]);
  return row?.number;
}
