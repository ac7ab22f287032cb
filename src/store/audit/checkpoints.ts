import { type Checkpoint, instantText, type Leaf } from '../../rules/audit/line.ts';
import { type Lock, locks, type Runner, statement, write } from '../database.ts';

/** A checkpoint as PostgreSQL gives it. */
export type CheckpointRow = {
  batch: number;
  first_seq: string;
  last_seq: string;
  count: number;
  root: Buffer;
  previous: Buffer;
  sealed_at: Date;
  key_id: string;
  signature: Buffer;
};

export const checkpointColumns =
  'batch, first_seq, last_seq, count, root, previous, sealed_at, key_id, signature';

const tryLock = statement<{ taken: boolean }>(
  'try-audit-lock',
  'select pg_try_advisory_xact_lock($1) as taken',
);
const newest = statement<CheckpointRow>(
  'newest-checkpoint',
  `select ${checkpointColumns} from audit_checkpoints order by batch desc limit 1`,
);
const after = statement<CheckpointRow>(
  'checkpoints-after',
  `select ${checkpointColumns} from audit_checkpoints where batch > $1 order by batch limit $2`,
);
const floor = statement<{ floor: string }>(
  'sealed-floor',
  'select coalesce(max(last_seq), 0) as floor from audit_checkpoints where sealed_at <= $1',
);
const addLeaves = write(
  'add-leaves',
  `insert into audit_leaves (seq, batch, position, hash)
   select seq, $1, place - 1, hash from unnest($2::bigint[], $3::bytea[]) with ordinality as u (seq, hash, place)`,
);
const addCheckpoint = write(
  'add-checkpoint',
  `insert into audit_checkpoints (batch, first_seq, last_seq, count, root, previous, sealed_at, key_id, signature)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
);
const batches = statement<{ first: number | null; last: number | null }>(
  'batches-of-time',
  `select min(l.batch) as first, max(l.batch) as last from audit a join audit_leaves l on l.seq = a.seq
   where a.at >= $1 and a.at < $2`,
);
const shipped = statement<{ batch: number }>(
  'shipped-up-to',
  'select coalesce(max(batch), 0) as batch from audit_shipped where sink = $1',
);
const markShipped = write('mark-shipped', 'insert into audit_shipped (sink, batch, at) values ($1, $2, $3)');

export const checkpointOf = (row: CheckpointRow): Checkpoint => ({
  batch: row.batch,
  firstSeq: row.first_seq,
  lastSeq: row.last_seq,
  count: row.count,
  root: row.root.toString('hex'),
  previous: row.previous.toString('hex'),
  sealedAt: instantText(row.sealed_at),
  keyId: row.key_id,
  signature: row.signature.toString('base64'),
});

/** Whether this transaction is the one that does this work, until it ends; whoever comes second goes on with something else. */
export const isAlone = async (tx: Runner, work: Lock): Promise<boolean> =>
  (await tx.run(tryLock, [locks[work]]))[0]?.taken ?? false;

export async function newestCheckpoint(on: Runner): Promise<Checkpoint | undefined> {
  const [row] = await on.run(newest);
  return row && checkpointOf(row);
}

/** The checkpoints after a batch, in their order. */
export const checkpointsAfter = async (on: Runner, batch: number, most: number): Promise<Checkpoint[]> =>
  (await on.run(after, [batch, most])).map(checkpointOf);

/** The highest row among the checkpoints up to an instant: below it nothing new is expected. */
export const sealedFloor = async (on: Runner, until: Date): Promise<string> =>
  (await on.run(floor, [until]))[0]?.floor ?? '0';

/** Writes a batch: its leaves, their positions in the order given, and its checkpoint. */
export async function keepBatch(
  tx: Runner,
  leaves: readonly Pick<Leaf, 'seq' | 'hash'>[],
  checkpoint: Checkpoint,
): Promise<void> {
  const hashes = leaves.map(({ hash }) => Buffer.from(hash, 'hex'));
  await tx.run(addLeaves, [checkpoint.batch, leaves.map(({ seq }) => seq), hashes]);
  await tx.run(addCheckpoint, [
    checkpoint.batch,
    checkpoint.firstSeq,
    checkpoint.lastSeq,
    checkpoint.count,
    Buffer.from(checkpoint.root, 'hex'),
    Buffer.from(checkpoint.previous, 'hex'),
    checkpoint.sealedAt,
    checkpoint.keyId,
    Buffer.from(checkpoint.signature, 'base64'),
  ]);
}

/** The batches that hold the rows of a time, first and last; nothing when no sealed row is of that time. */
export async function batchesOfTime(
  on: Runner,
  from: Date,
  to: Date,
): Promise<{ first: number; last: number } | undefined> {
  const [found] = await on.run(batches, [from, to]);
  return found && found.first !== null && found.last !== null
    ? { first: found.first, last: found.last }
    : undefined;
}

/** The last batch a sink has; 0 when it has none. */
export const shippedUpTo = async (on: Runner, sink: Buffer): Promise<number> =>
  (await on.run(shipped, [sink]))[0]?.batch ?? 0;

export const noteShipped = (tx: Runner, sink: Buffer, batch: number, at: Date): Promise<unknown[]> =>
  tx.run(markShipped, [sink, batch, at]);
