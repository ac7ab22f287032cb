import { setTimeout as pause } from 'node:timers/promises';
import { minutesAfter } from '../../lib/clock.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database.ts';
import { isAlone } from '../../store/upkeep/alone.ts';
import { countForgettable, type Forgettable, forget, forgetOfCases } from '../../store/upkeep/forget.ts';
import {
  analyzePartitioned,
  dropPartition,
  makePartitions,
  noteUpkeep,
  type Partition,
  partitions,
} from '../../store/upkeep/partitions.ts';
import type { World } from '../world.ts';
import { monthsAhead } from './partitions.ts';
import { type LogDue, logDue, sayRetired, sealsDue } from './retire-log.ts';
import { sweep } from './sweep.ts';

const dayMinutes = 24 * 60;
/** Days the runs themselves are remembered. */
const runDays = 90;

/** What an upkeep did, or would do. */
export type Done = {
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  readonly forgotten: Readonly<Record<Forgettable, number>>;
  /** Why months of the log stay although their time is over. */
  readonly waits: string | undefined;
};

type How = { readonly dryRun: boolean };

/**
 * The daily work that takes the owner's rights: makes partitions ahead and forgets what the policy no longer keeps. Of two at
 * once one works and the other is told so; a live server goes on. Done again it finds nothing to do.
 */
export const runUpkeep = (world: World, owner: Db, how: How): Promise<Done | 'another-runs'> =>
  owner.transaction(async (tx) => ((await isAlone(tx, 'upkeep')) ? work(world, owner, how) : 'another-runs'));

async function work(world: World, owner: Db, { dryRun }: How): Promise<Done> {
  const now = world.clock.now();
  const { caseDays, messageDays, sessionDays } = world.institution.policy.retention;
  const daysAgo = (days: number): Date => minutesAfter(now, -days * dayMinutes);
  const ages = { cases: daysAgo(caseDays), messages: daysAgo(messageDays), sessions: daysAgo(sessionDays) };
  if (dryRun) {
    const due = await logDue(world, await partitions(world.db));
    const months = [...(await casesDue(world, ages.cases)), ...due.months].map(({ name }) => name);
    const forgotten = await forEach(ages, (what, before) => countForgettable(owner, what, before));
    return { made: [], dropped: months, forgotten, waits: due.waits };
  }
  const made = await patiently(() => makePartitions(owner, now, monthsAhead));
  await sweep(world);
  const months = await dropCases(world, owner, ages.cases);
  const forgotten = await forEach(ages, (what, before) => forget(owner, what, before));
  const { dropped, waits } = await retireLog(world, owner);
  await analyzePartitioned(owner);
  await noteUpkeep(owner, now, daysAgo(runDays));
  const { version: policyVersion } = world.institution.policy;
  await appendAudit(world.db, { at: now, actor: 'operator', event: 'upkeep-ran', policyVersion });
  return { made, dropped: [...months, ...dropped], forgotten, waits };
}

async function forEach(
  ages: Readonly<Record<Forgettable, Date>>,
  act: (what: Forgettable, before: Date) => Promise<number>,
): Promise<Record<Forgettable, number>> {
  return {
    cases: await act('cases', ages.cases),
    messages: await act('messages', ages.messages),
    sessions: await act('sessions', ages.sessions),
  };
}

/** Months of cases whose last one is too old. None of them is open: a case lives a day at most. */
const casesDue = async ({ db }: World, before: Date): Promise<Partition[]> =>
  (await partitions(db)).filter(({ parent, until }) => parent === 'cases' && until && until <= before);

async function dropCases(world: World, owner: Db, before: Date): Promise<string[]> {
  const due = await casesDue(world, before);
  for (const one of due) {
    if (one.until) await forgetOfCases(owner, minutesAfter(one.until, -longestMonth), one.until);
    await patiently(() => dropPartition(owner, one));
  }
  return due.map(({ name }) => name);
}

/** What lies before the month, too, is older than what goes. */
const longestMonth = 31 * dayMinutes;

async function retireLog(world: World, owner: Db): Promise<{ dropped: string[]; waits: LogDue['waits'] }> {
  const { months, found, waits } = await logDue(world, await partitions(world.db));
  const goes = found === undefined || waits !== undefined || (await sayRetired(world, found));
  if (!goes) return { dropped: [], waits: 'rows without a seal' };
  for (const one of months) await patiently(() => dropPartition(owner, one));
  const seals = await sealsDue(world);
  for (const one of seals) await patiently(() => dropPartition(owner, one));
  return { dropped: [...months, ...seals].map(({ name }) => name), waits };
}

const mostTries = 30;
const tryAgainMilliseconds = 500;

/** A table that somebody is using is asked for again: who waits long for a whole table makes everybody wait. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++)
    try {
      return await act();
    } catch (error) {
      const isLocked = error instanceof Error && 'code' in error && error.code === '55P03';
      if (!isLocked || tries === mostTries) throw error;
      await pause(tryAgainMilliseconds);
    }
}
