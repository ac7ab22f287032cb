import { type Runner, statement } from '../database.ts';

/** A message that was given up. `payload` is sealed. */
export type DeadLetter = {
  readonly parcelId: string;
  readonly payload: Buffer | null;
  readonly tries: number;
  readonly reason: string | null;
  readonly since: Date;
  readonly dropAfter: Date;
};

const columns =
  'parcel_id as "parcelId", payload, tries, last_reason as reason, done_at as since, drop_after as "dropAfter"';
const all = statement<DeadLetter>(
  'dead-letters',
  `select ${columns} from outbox where state = 'dead' order by done_at, parcel_id limit 1000`,
);
// As if it were asked for now: the fast tries first, and the wait of a dead letter is no measure of the relay.
const revive = statement<{ case_id: string | null }>(
  'revive-dead-letters',
  `update outbox set state = 'queued', due = $2, queued_at = $2, tries = 0, done_at = null
   where ($1::uuid is null or parcel_id = $1) and state = 'dead' and drop_after > $2 and payload is not null
   returning case_id`,
);
const remaining = statement<{ n: number }>(
  'count-dead-letters',
  `select count(*)::int as n from outbox where ($1::uuid is null or parcel_id = $1) and state = 'dead'`,
);
const states = statement<{ state: string; messages: number; oldest: Date | null }>(
  'queue-by-state',
  `select state, count(*)::int as messages, min(coalesce(done_at, queued_at, due)) as oldest
   from outbox group by state order by state`,
);

/** Messages that were given up, the oldest first, a thousand at most. */
export const deadLetters = (on: Runner): Promise<DeadLetter[]> => on.run(all);

/** Puts a dead letter back, or all of them, if their secrets still live; gives the case each belongs to, if any. */
export const reviveLetters = async (
  tx: Runner,
  parcelId: string | null,
  at: Date,
): Promise<(string | null)[]> => (await tx.run(revive, [parcelId, at])).map((row) => row.case_id);

/** How many dead letters there are, of an id or at all. */
export const countDeadLetters = async (on: Runner, parcelId: string | null): Promise<number> =>
  (await on.run(remaining, [parcelId]))[0]?.n ?? 0;

/** How many messages there are in each state, and since when the oldest is. */
export const queueByState = (
  on: Runner,
): Promise<{ state: string; messages: number; oldest: Date | null }[]> => on.run(states);
