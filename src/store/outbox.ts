import { type Runner, statement, write } from './database.ts';

/** One waiting message. `payload` is sealed: recipient, words and secrets. */
export type Waiting = {
  readonly parcelId: string;
  readonly payload: Buffer;
  readonly tries: number;
  readonly dropAfter: Date;
};

type Row = { parcel_id: string; payload: Buffer; tries: number; drop_after: Date };

const put = write(
  'queue-message',
  `insert into outbox (parcel_id, case_id, payload, due, drop_after, queued_at) values ($1, $2, $3, $4, $5, $4)`,
);

// Taking a message counts the try and moves its next one, so a worker that dies holds nobody up and repeats nothing soon. Its rows are
// found by their key, each in its month, whatever the planner thinks of months.
const take = statement<Row>(
  'take-messages',
  `update outbox set tries = tries + 1, due = $1::timestamptz + make_interval(secs => $3)
   where parcel_id = any (array(
     select parcel_id from outbox where state = 'queued' and due <= $1 order by due limit $2 for update skip locked))
   returning parcel_id, payload, tries, drop_after`,
);
// What is done stays as it was done: a worker that outlived its lease may come after the one that had the message next. The bounds
// are known before it begins, so that it opens no month but theirs.
const finish = statement<{ parcel_id: string }>(
  'finish-messages',
  `update outbox set state = $2, last_reason = $3, done_at = $4, payload = case when $2 = 'dead' then payload end
   where parcel_id = any ($1::uuid[]) and parcel_id between $5 and $6 and state = 'queued' returning parcel_id`,
);
const putOff = write(
  'put-off-message',
  "update outbox set due = $2, last_reason = $3 where parcel_id = $1 and state = 'queued'",
);
const notify = write('wake-workers', "select pg_notify('outbox', '')");

/** Queues one message in the transaction that caused it. */
export const queueMessage = (
  tx: Runner,
  message: { parcelId: string; caseId: string | null; payload: Buffer; due: Date; dropAfter: Date },
): Promise<unknown[]> =>
  tx.run(put, [message.parcelId, message.caseId, message.payload, message.due, message.dropAfter]);

/** Takes up to `most` due messages for this worker, leased for `leaseSeconds`. */
export async function takeMessages(
  on: Runner,
  at: Date,
  most: number,
  leaseSeconds: number,
): Promise<Waiting[]> {
  const rows = await on.run(take, [at, most, leaseSeconds]);
  return rows.map((row) => ({
    parcelId: row.parcel_id,
    payload: row.payload,
    tries: row.tries,
    dropAfter: row.drop_after,
  }));
}

/**
 * Messages that are done with; gives those that were not yet. Their payloads go, so that no secret outlives its use; only a dead letter
 * keeps its own.
 */
export async function finishMessages(
  on: Runner,
  parcelIds: readonly string[],
  state: 'sent' | 'dropped' | 'dead',
  reason: string | null,
  at: Date,
): Promise<string[]> {
  const inOrder = parcelIds.toSorted();
  const bounds = [inOrder.at(0) ?? null, inOrder.at(-1) ?? null];
  const rows = await on.run(finish, [inOrder, state, reason, at, ...bounds]);
  return rows.map((row) => row.parcel_id);
}

/** A message will be tried again. */
export const putOffMessage = (on: Runner, parcelId: string, due: Date, reason: string): Promise<unknown[]> =>
  on.run(putOff, [parcelId, due, reason]);

/** Wakes the workers of every process. Outside any transaction: inside one it would serialise all commits. */
export const wakeWorkers = (on: Runner): Promise<unknown[]> => on.run(notify);
