import { together } from '../lib/together.ts';
import { type Runner, statement, write } from './database.ts';

const add = statement<{ counted: Buffer; since: Date; n: number }>(
  'count-starts',
  `insert into limits as l (counted, since, n)
   select k, s, m from unnest($1::bytea[], $2::timestamptz[], $3::int[]) as t (k, s, m) order by k, s
   on conflict (since, counted) do update set n = l.n + excluded.n returning counted, since, n`,
);
// One look by the key for each, whatever the planner thinks of the table: a plan made while it was small reads all of it once it is
// large (bench: sign-in). The bounds are known before it begins, so that it opens no day but theirs.
const readCounts = statement<{ counted: Buffer; since: Date; n: number }>(
  'read-counts',
  `select l.counted, l.since, l.n from unnest($1::bytea[], $2::timestamptz[]) as t (k, s)
   cross join lateral (
     select counted, since, n from limits where counted = t.k and since = t.s
       and since between $3 and $4 limit 1) l`,
);
const sweep = write('sweep-limits', 'delete from limits where since < $1');
const spend = statement<{ solution: Buffer }>(
  'spend-check',
  'insert into spent_checks (solution, until) values ($1, $2) on conflict do nothing returning solution',
);
const sweepChecks = write('sweep-checks', 'delete from spent_checks where until < $1');

/** One thing counted: a keyed hash and the length of its window in seconds. */
export type Counter = { readonly counted: Buffer; readonly windowSeconds: number };

/** Counts, atomically and across processes. */
export type Tally = {
  /** Counts one more of each; gives the new counts in the order asked. */
  countEach(counters: readonly Counter[], at: Date): Promise<number[]>;
  /** Does all the work of counting and counts nothing; gives the counts as they stand. */
  touchEach(counters: readonly Counter[], at: Date): Promise<number[]>;
  /** Counts one less of each: what was counted at that instant turned out not to be what is limited. */
  giveBack(counters: readonly Counter[], at: Date): Promise<unknown>;
  /** How often each was counted in its window so far, in the order asked. */
  countsOf(counters: readonly Counter[], at: Date): Promise<number[]>;
};

type Asked = {
  readonly windows: readonly { readonly key: string; readonly counted: Buffer; readonly since: Date }[];
  readonly by: 1 | 0 | -1;
};

const keyOf = (counted: Buffer, since: Date): string => `${counted.toString('hex')} ${since.getTime()}`;

function windowOf({ counted, windowSeconds }: Counter, at: Date): Asked['windows'][number] {
  const milliseconds = windowSeconds * 1000;
  const since = new Date(Math.floor(at.getTime() / milliseconds) * milliseconds);
  return { key: keyOf(counted, since), counted, since };
}

/** Counts for all who ask at once by one statement. Its rows are taken in one order, so processes wait and never deadlock. */
async function countAll(on: Runner, asked: readonly Asked[]): Promise<number[][]> {
  const wanted = new Map<string, { counted: Buffer; since: Date; times: number }>();
  for (const { windows, by } of asked)
    for (const { key, counted, since } of windows)
      wanted.set(key, { counted, since, times: (wanted.get(key)?.times ?? 0) + by });
  const all = [...wanted.values()];
  const rows = await on.run(add, [
    all.map((one) => one.counted),
    all.map((one) => one.since),
    all.map((one) => String(one.times)),
  ]);
  // Everybody gets a count of their own, as if they had come one after another.
  const reached = new Map(
    rows.map(({ counted, since, n }) => {
      const key = keyOf(counted, since);
      return [key, n - (wanted.get(key)?.times ?? 0)];
    }),
  );
  return asked.map(({ windows, by }) =>
    windows.map(({ key }) => {
      const n = (reached.get(key) ?? 0) + by;
      reached.set(key, n);
      return n;
    }),
  );
}

/** Reads for all who ask at once by one statement. */
async function readAll(on: Runner, asked: readonly Asked[]): Promise<number[][]> {
  const wanted = new Map(asked.flatMap(({ windows }) => windows.map((one) => [one.key, one] as const)));
  const all = [...wanted.values()];
  const [first, ...others] = all.map(({ since }) => since).sort((a, b) => a.getTime() - b.getTime());
  const bounds = first ? [first, others.at(-1) ?? first] : [null, null];
  const rows = await on.run(readCounts, [
    all.map((one) => one.counted),
    all.map((one) => one.since),
    ...bounds,
  ]);
  const found = new Map(rows.map(({ counted, since, n }) => [keyOf(counted, since), n]));
  return asked.map(({ windows }) => windows.map(({ key }) => found.get(key) ?? 0));
}

/** Requests that come while a statement is under way share the next one: their rows, and their way there, are the same. */
export function tallyOn(on: Runner): Tally {
  const count = together<Asked, number[]>((all) => countAll(on, all));
  const read = together<Asked, number[]>((all) => readAll(on, all));
  const asking = (counters: readonly Counter[], at: Date, by: Asked['by'] = 1): Asked => ({
    windows: counters.map((one) => windowOf(one, at)),
    by,
  });
  return {
    countEach: (counters, at) => count(asking(counters, at)),
    touchEach: (counters, at) => count(asking(counters, at, 0)),
    giveBack: (counters, at) => count(asking(counters, at, -1)),
    countsOf: (counters, at) => read(asking(counters, at)),
  };
}

/** Uses up a solved check. False when it was used before. */
export async function spendCheck(on: Runner, solution: Buffer, until: Date): Promise<boolean> {
  return (await on.run(spend, [solution, until])).length === 1;
}

/** Forgets counters and checks nobody can use any more. */
export async function sweepLimits(on: Runner, before: Date, now: Date): Promise<void> {
  await on.run(sweep, [before]);
  await on.run(sweepChecks, [now]);
}
