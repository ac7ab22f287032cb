import type { Checkpoint, SealedRow } from '../../rules/audit/line.ts';
import { type Runner, statement } from '../database.ts';
import { type CheckpointRow, checkpointColumns, checkpointOf } from './checkpoints.ts';
import { type Row, rowColumns, sealedRow } from './rows.ts';

/** A row about somebody, with its place in the tree of its batch, once it has one. */
export type PlacedRow = {
  readonly row: SealedRow;
  readonly place: { readonly batch: number; readonly position: number } | undefined;
};

const ofSubject = statement<Row & { batch: number | null; position: number | null }>(
  'rows-of-subject',
  `select ${rowColumns}, l.batch, l.position from audit a left join audit_leaves l on l.seq = a.seq
   where a.subject = $1 and a.seq <= $2 order by a.seq desc limit $3`,
);
const byBatch = statement<CheckpointRow>(
  'checkpoints-of-batches',
  `select ${checkpointColumns} from audit_checkpoints where batch = any($1::int[]) order by batch`,
);
const made = statement<{ seq: string }>(
  'newest-statement',
  `select seq from audit where subject = $1 and event = 'statement-made' order by seq desc limit 1`,
);
const one = statement<{ at: Date }>(
  'statement-by-row',
  `select at from audit where seq = $1 and subject = $2 and event = 'statement-made'`,
);

/** The rows about a number up to one of them, in their order; the newest when there are more than that. */
export const rowsOfSubject = async (
  on: Runner,
  subject: Buffer,
  upTo: string,
  most: number,
): Promise<PlacedRow[]> =>
  (await on.run(ofSubject, [subject, upTo, most])).reverse().map(({ batch, position, ...row }) => ({
    row: sealedRow(row),
    place: batch !== null && position !== null ? { batch, position } : undefined,
  }));

export const checkpointsOf = async (on: Runner, batches: readonly number[]): Promise<Checkpoint[]> =>
  (await on.run(byBatch, [batches.map(String)])).map(checkpointOf);

/** The row of the statement that was made last for a number. */
export const newestStatement = async (on: Runner, subject: Buffer): Promise<string | undefined> =>
  (await on.run(made, [subject]))[0]?.seq;

/** When a statement was made; nothing when it is none of this number's. */
export const statementMadeAt = async (on: Runner, seq: string, subject: Buffer): Promise<Date | undefined> =>
  (await on.run(one, [seq, subject]))[0]?.at;
