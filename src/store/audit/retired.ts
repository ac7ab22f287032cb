import { type Runner, statement } from '../database.ts';

const sealedLine = statement<{ seq: string }>(
  'sealed-retirement',
  `select a.seq from audit a where a.event = 'log-retired' and exists (select from audit_leaves l where l.seq = a.seq)
   order by a.seq desc limit 1`,
);
const newestLine = statement<{ seq: string }>(
  'newest-retirement',
  `select seq from audit where event = 'log-retired' order by seq desc limit 1`,
);
// By instant and by table: rows that fell into the default partition are of that time, too, and stay.
const toRetire = statement<{
  rows: string;
  upTo: string | null;
  unsealed: string;
  batch: number | null;
  sealedAt: Date | null;
}>(
  'rows-to-retire',
  `select count(*) as rows, max(a.seq) as "upTo", count(*) filter (where c.batch is null) as unsealed, max(c.batch) as batch,
     max(c.sealed_at) as "sealedAt"
   from audit a left join audit_leaves l on l.seq = a.seq left join audit_checkpoints c on c.batch = l.batch
   where a.at < $1 and a.tableoid = any($2::regclass[])`,
);
const upTo = statement<{ n: string }>('rows-up-to', 'select count(*) as n from audit where seq <= $1');
const batchesNeeded = statement<{ needed: boolean }>(
  'batches-needed',
  `select $2 > coalesce((select max(batch) from audit_checkpoints), 0) or exists (
     select from audit_leaves l join audit a on a.seq = l.seq where l.batch >= $1 and l.batch < $2) as needed`,
);

/** The newest line that says which rows were retired, once it has a seal. */
export const sealedRetirement = async (on: Runner): Promise<string | undefined> =>
  (await on.run(sealedLine))[0]?.seq;

/** The newest such line, sealed or not. */
export const newestRetirement = async (on: Runner): Promise<string | undefined> =>
  (await on.run(newestLine))[0]?.seq;

/** What some partitions of the log hold, and how far it is sealed. */
export type Retirable = {
  readonly rows: number;
  readonly upTo: string;
  /** Rows without a checkpoint. */
  readonly unsealed: number;
  readonly lastBatch: number;
  readonly lastSealedAt: Date;
  /** Rows up to the last of them that are elsewhere and stay. */
  readonly kept: number;
};

/** Looks at partitions of the log that end before an instant; nothing when they are empty. */
export async function rowsToRetire(
  on: Runner,
  before: Date,
  partitions: readonly string[],
): Promise<Retirable | undefined> {
  const [found] = await on.run(toRetire, [before, partitions]);
  if (!found || found.upTo === null) return undefined;
  const [all] = await on.run(upTo, [found.upTo]);
  const rows = Number(found.rows);
  return {
    rows,
    upTo: found.upTo,
    unsealed: Number(found.unsealed),
    lastBatch: found.batch ?? 0,
    lastSealedAt: found.sealedAt ?? before,
    kept: Number(all?.n ?? 0) - rows,
  };
}

/** Whether the log still has rows of these batches, or may get them. */
export const areBatchesNeeded = async (on: Runner, from: number, to: number): Promise<boolean> =>
  (await on.run(batchesNeeded, [from, to]))[0]?.needed ?? true;
