import { type Runner, statement } from '../database.ts';

/**
 * What is done by one process at a time, each with a number of its own: with one number two of them would wait for each other,
 * and a long import would keep the seals at home.
 */
export const locks = {
  migrate: 7264,
  seal: 7265,
  ship: 7266,
  upkeep: 7267,
  import: 7268,
  rotate: 7269,
  staff: 7270,
} as const;

const tryLock = statement<{ taken: boolean }>('try-lock', 'select pg_try_advisory_xact_lock($1) as taken');
const waitForLock = statement('wait-for-lock', 'select pg_advisory_xact_lock($1)');

/** Whether this transaction is the one that does this work, until it ends; whoever comes second goes on with something else. */
export const isAlone = async (tx: Runner, work: keyof typeof locks): Promise<boolean> =>
  (await tx.run(tryLock, [locks[work]]))[0]?.taken ?? false;

/** Waits until nobody else does this work; then this transaction does, until it ends. */
export const waitAlone = (tx: Runner, work: keyof typeof locks): Promise<unknown[]> =>
  tx.run(waitForLock, [locks[work]]);
