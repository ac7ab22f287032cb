import { type Leaf, rowFields, type SealedRow } from '../../rules/audit/line.ts';
import { type Runner, statement, varied } from '../database.ts';

/** A column as PostgreSQL gives it: bytes, or what is text already. The instant comes as exact seconds of the epoch. */
export type Row = { readonly seq: string; readonly at: string } & Readonly<
  Record<Exclude<keyof SealedRow, 'seq' | 'at'>, string | Buffer | null>
>;

export const rowColumns = `a.seq, extract(epoch from a.at) as at, a.actor, a.event, a.subject, a.case_id, a.before, a.after,
  a.refusal, a.evidence, a.network, a.note, a.device, a.staff, a.office, a.reason, a.personal,
  a.policy_version`;

/**
 * Rows above the floor that no batch has: a row may commit after a later one was sealed, so it is looked for, not counted. The floor
 * is told to both sides, or the seals of all the years before are read; and it is planned for that floor, or a plan for any floor reads
 * the log of all those years.
 */
const unsealed = varied<Row>(
  'unsealed-rows',
  `select ${rowColumns} from audit a
   where a.seq > $1 and not exists (select from audit_leaves l where l.seq > $1 and l.seq = a.seq) order by a.seq limit $2`,
);
const ofBatch = statement<Row>(
  'rows-of-batch',
  `select ${rowColumns} from audit a join audit_leaves l on l.seq = a.seq where l.batch = $1 order by l.position`,
);
const one = statement<Row>('row-by-seq', `select ${rowColumns} from audit a where a.seq = $1`);
const leaves = statement<{ seq: string; batch: number; position: number; hash: Buffer }>(
  'leaves-of-batch',
  'select seq, batch, position, hash from audit_leaves where batch = $1 order by position',
);
const leafless = statement<{ seq: string; batch: number; position: number; hash: Buffer }>(
  'leaves-without-checkpoint',
  `select seq, batch, position, hash from audit_leaves l
   where not exists (select from audit_checkpoints c where c.batch = l.batch) order by batch, position limit $1`,
);
const batchOf = statement<{ batch: number; position: number }>(
  'place-of-row',
  'select batch, position from audit_leaves where seq = $1',
);

/** `1795533120.123456` as an instant in UTC, no digit lost. */
function instantOf(epoch: string): string {
  const [seconds = '', micros = ''] = epoch.split('.');
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19)}.${micros.padEnd(6, '0')}Z`;
}

const textOf = (value: string | Buffer | null): string | null =>
  Buffer.isBuffer(value) ? value.toString('hex') : value;

export function sealedRow(row: Row): SealedRow {
  const values = rowFields.map((field) => [field, field === 'at' ? instantOf(row.at) : textOf(row[field])]);
  // Sound: the fields are all there are, and only those that may be null in the table give null.
  return Object.fromEntries(values) as SealedRow;
}

const leafOf = (leaf: { seq: string; batch: number; position: number; hash: Buffer }): Leaf => ({
  ...leaf,
  hash: leaf.hash.toString('hex'),
});

/** Rows above `floor` that wait for their seal, in their order. */
export const unsealedRows = async (on: Runner, floor: string, most: number): Promise<SealedRow[]> =>
  (await on.run(unsealed, [floor, most])).map(sealedRow);

/** The rows a batch has sealed, as they stand now. */
export const rowsOfBatch = async (on: Runner, batch: number): Promise<SealedRow[]> =>
  (await on.run(ofBatch, [batch])).map(sealedRow);

export async function rowBySeq(on: Runner, seq: string): Promise<SealedRow | undefined> {
  const [row] = await on.run(one, [seq]);
  return row && sealedRow(row);
}

/** The leaves of a batch, by position. */
export const leavesOfBatch = async (on: Runner, batch: number): Promise<Leaf[]> =>
  (await on.run(leaves, [batch])).map(leafOf);

/** Leaves of batches that have no checkpoint: there are none unless somebody took it away. */
export const leavesWithoutCheckpoint = async (on: Runner, most: number): Promise<Leaf[]> =>
  (await on.run(leafless, [most])).map(leafOf);

/** Where a row is sealed, if it is. */
export const placeOfRow = async (
  on: Runner,
  seq: string,
): Promise<{ batch: number; position: number } | undefined> => (await on.run(batchOf, [seq]))[0];
