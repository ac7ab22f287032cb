import { type Runner, statement } from './database.ts';

const count = statement<{ counted: Buffer; n: number }>(
  'count-starts',
  `insert into limits as l (counted, since, n)
   select k, to_timestamp(floor(extract(epoch from $3::timestamptz) / s) * s), 1
   from unnest($1::bytea[], $2::int[]) as t (k, s) order by k
   on conflict (counted, since) do update set n = l.n + 1 returning counted, n`,
);
const sweep = statement('sweep-limits', 'delete from limits where since < $1');
const spend = statement<{ solution: Buffer }>(
  'spend-check',
  'insert into spent_checks (solution, until) values ($1, $2) on conflict do nothing returning solution',
);
const sweepChecks = statement('sweep-checks', 'delete from spent_checks where until < $1');

/** One thing counted: a keyed hash and the length of its window in seconds. */
export type Counter = { readonly counted: Buffer; readonly windowSeconds: number };

/**
 * Counts one more of each, atomically and across processes; gives the new counts in the order asked. Rows are taken in one
 * order, so two requests that share counters wait for each other and never deadlock.
 */
export async function countEach(on: Runner, counters: readonly Counter[], at: Date): Promise<number[]> {
  const windows = counters.map((one) => String(one.windowSeconds));
  const rows = await on.run(count, [counters.map((one) => one.counted), windows, at]);
  const counts = new Map(rows.map((row) => [row.counted.toString('hex'), row.n]));
  return counters.map((one) => counts.get(one.counted.toString('hex')) ?? 0);
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
