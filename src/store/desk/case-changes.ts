import type { ChangeStage } from '../../rules/account/change.ts';
import type { DeskStage } from '../../rules/desk/case.ts';
import { type Runner, statement, write } from '../database.ts';
import type { DeskCase } from './cases.ts';

const put = write(
  'put-desk-case',
  `insert into desk_cases (id, words, number, errand, account_id, ticket_id, office, opened_by, stage, hands, version,
     sealed, code, cancel_hash, opened_at, due)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)`,
);
// Who decided stays, whatever is tried on the case afterwards: the shares of a day are counted by it.
const save = write(
  'save-desk-case',
  `update desk_cases set stage = $2, hands = $3, version = $4, sealed = $5, code = $6, due = $7, closed_at = $8,
     submitted_at = $9, submitted_by = $10, seen_at = $11, decided_at = coalesce($12, decided_at),
     decided_by = coalesce($13, decided_by), change_id = $14
   where id = $1`,
);
const see = write(
  'see-desk-case',
  'update desk_cases set seen_at = $2 where id = $1 and seen_at is null and closed_at is null',
);
const close = write(
  'close-desk-case',
  'update desk_cases set stage = $2, closed_at = $3, due = null where id = $1 and closed_at is null',
);
const openedSince = statement<{ n: number }>(
  'desk-cases-opened-since',
  'select count(*)::int as n from desk_cases where opened_by = $1 and opened_at >= $2',
);
const decidedSince = statement<{ n: number; own: number }>(
  'desk-cases-approved-since',
  `select count(*)::int as n, count(*) filter (where submitted_by = $3)::int as own
   from desk_cases where decided_by = $1 and decided_at >= $2 and stage ->> 'because' = 'approved'`,
);

const changeOfTicket = statement<{ kind: ChangeStage['kind'] }>(
  'change-of-ticket',
  `select c.stage ->> 'kind' as kind from desk_cases d join contact_changes c on c.id = d.change_id
   where d.ticket_id = $1 order by d.opened_at desc limit 1`,
);

/** How the change stands that came of the case of a ticket. */
export const changeOfTicketStands = async (
  on: Runner,
  ticketId: string,
): Promise<ChangeStage['kind'] | undefined> => (await on.run(changeOfTicket, [ticketId]))[0]?.kind;

export const putDeskCase = (
  tx: Runner,
  made: DeskCase & { cancelHash: Buffer; due: Date | undefined },
): Promise<unknown[]> =>
  tx.run(put, [
    made.id,
    made.words,
    made.number,
    JSON.stringify(made.errand),
    made.accountId,
    made.ticketId,
    made.office,
    made.openedBy,
    JSON.stringify(made.stage),
    JSON.stringify(made.hands),
    made.version,
    made.sealed,
    made.code,
    made.cancelHash,
    made.openedAt,
    made.due ?? null,
  ]);

/** What a decision changed in a case: `decided` when a second person ended or returned it. */
export type SavedDeskCase = DeskCase & {
  readonly due: Date | undefined;
  readonly decided?: { readonly at: Date; readonly by: string };
};

export const saveDeskCase = (tx: Runner, kept: SavedDeskCase): Promise<unknown[]> =>
  tx.run(save, [
    kept.id,
    JSON.stringify(kept.stage),
    JSON.stringify(kept.hands),
    kept.version,
    kept.sealed,
    kept.code,
    kept.due ?? null,
    kept.stage.kind === 'closed' ? kept.stage.at : null,
    kept.submittedAt,
    kept.submittedBy,
    kept.seenAt,
    kept.decided?.at ?? null,
    kept.decided?.by ?? null,
    kept.changeId,
  ]);

/** Ends a case without touching what is sealed in it. */
export const closeDeskCase = (tx: Runner, id: string, stage: DeskStage, at: Date): Promise<unknown[]> =>
  tx.run(close, [id, JSON.stringify(stage), at]);

/** Notes when the second person first looked: a decision much faster than reading is marked. */
export const markDeskCaseSeen = (on: Runner, id: string, at: Date): Promise<unknown[]> =>
  on.run(see, [id, at]);

/** How many cases an agent opened since. */
export const countOpenedSince = async (on: Runner, staffId: string, since: Date): Promise<number> =>
  (await on.run(openedSince, [staffId, since]))[0]?.n ?? 0;

/** How many cases a supervisor approved since, and how many of them were sent by one agent. */
export async function countApprovedSince(
  on: Runner,
  staffId: string,
  since: Date,
  agentId: string,
): Promise<{ all: number; forAgent: number }> {
  const [row] = await on.run(decidedSince, [staffId, since, agentId]);
  return { all: row?.n ?? 0, forAgent: row?.own ?? 0 };
}
