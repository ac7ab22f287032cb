import { setTimeout as pause } from 'node:timers/promises';
import { minutesAfter } from '../../lib/clock.ts';
import type { Db } from '../../store/database.ts';
import { forgetOfCases, isMonthOfMessagesNeeded } from '../../store/upkeep/forget.ts';
import { dropPartition, type Partition, partitions } from '../../store/upkeep/partitions.ts';
import type { World } from '../world.ts';

const dayMinutes = 24 * 60;

/** Before when what is kept by time is old enough to go. */
export type CutAges = { readonly cases: Date; readonly messages: Date };

/** No window of a counter reaches over the end of its day; no clock of ours is later than this. */
const latestClockMinutes = 10;

/**
 * Months of cases and of messages whose last row is too old, and days of counters that are over. No case of them is open, as it lives
 * a day at most; a message may wait still, or have ended late, and its month waits with it.
 */
export async function partitionsDue({ db, clock }: World, ages: CutAges): Promise<Partition[]> {
  const before = { ...ages, outbox: ages.messages, limits: minutesAfter(clock.now(), -latestClockMinutes) };
  const due: Partition[] = [];
  for (const one of await partitions(db)) {
    const { parent, until } = one;
    if (parent === 'audit' || parent === 'audit_leaves' || !until || until > before[parent]) continue;
    if (parent === 'outbox' && (await isMonthOfMessagesNeeded(db, until, ages.messages))) continue;
    due.push(one);
  }
  return due;
}

/** Drops what is due; gives the names. */
export async function dropDue(world: World, owner: Db, ages: CutAges): Promise<string[]> {
  const dropped: string[] = [];
  for (const one of await partitionsDue(world, ages)) {
    if (one.parent === 'cases' && one.until)
      await forgetOfCases(owner, minutesAfter(one.until, -longestMonth), one.until);
    if (await patiently(() => dropPartition(owner, one))) dropped.push(one.name);
  }
  return dropped;
}

/** What lies before the month, too, is older than what goes. */
const longestMonth = 31 * dayMinutes;

const mostTries = 30;
const tryAgainMilliseconds = 500;

/** A table that somebody is using is asked for again: who waits long for a whole table makes everybody wait. */
export async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await act();
    } catch (error) {
      const isLocked = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isLocked || tries === mostTries) throw error;
      await pause(tryAgainMilliseconds);
    }
}
