import { type Runner, statement } from '../database.ts';

const lines = statement<{ seq: string }>(
  'retirements',
  `select seq from audit where event = 'log-retired' order by seq`,
);
// Seals stay as long as a row of theirs does, and no row above the former retirement was ever to go.
const gone = statement<{ gone: boolean }>(
  'rows-gone-before',
  `select exists (select from audit_leaves l where l.seq > $1 and l.seq <= $2
       and not exists (select from audit a where a.seq = l.seq and a.seq > $1 and a.seq <= $2))
     or exists (select from audit_checkpoints c where c.last_seq > $1 and c.last_seq <= $2
       and c.count <> (select count(*) from audit_leaves l where l.batch = c.batch)) as gone`,
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

/** The newest line that says which rows were retired, whoever wrote it. */
export const newestRetirement = async (on: Runner): Promise<string | undefined> =>
  (await on.run(newestLine))[0]?.seq;

/** All such lines, in their order. */
export const retirements = async (on: Runner): Promise<string[]> =>
  (await on.run(lines)).map(({ seq }) => seq);

/** Whether sealed rows above one and up to another are gone, or their seals. */
export const areRowsGone = async (on: Runner, above: string, upToRow: string): Promise<boolean> =>
  (await on.run(gone, [above, upToRow]))[0]?.gone ?? true;

/** How many rows there are up to one. */
export const countRowsUpTo = async (on: Runner, seq: string): Promise<number> =>
  Number((await on.run(upTo, [seq]))[0]?.n ?? 0);

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

/**
 * Looks at partitions of the log that end before an instant; nothing when they are empty. Up to no lower row than the former
 * retirement: a wrong clock dates late rows early, and these are gone.
 */
export async function rowsToRetire(
  on: Runner,
  before: Date,
  { partitions, formerly }: { partitions: readonly string[]; formerly: string },
): Promise<Retirable | undefined> {
  const [found] = await on.run(toRetire, [before, partitions]);
  if (!found || found.upTo === null) return undefined;
  const last = BigInt(found.upTo) > BigInt(formerly) ? found.upTo : formerly;
  const rows = Number(found.rows);
  return {
    rows,
    upTo: last,
    unsealed: Number(found.unsealed),
    lastBatch: found.batch ?? 0,
    lastSealedAt: found.sealedAt ?? before,
    kept: (await countRowsUpTo(on, last)) - rows,
  };
}

/** Whether the log still has rows of these batches, or may get them. */
export const areBatchesNeeded = async (on: Runner, from: number, to: number): Promise<boolean> =>
  (await on.run(batchesNeeded, [from, to]))[0]?.needed ?? true;
