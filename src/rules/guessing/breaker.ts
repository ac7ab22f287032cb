/**
 * When wrong codes and links come in such numbers, over all accounts together, that somebody is guessing sideways: a few tries
 * at each of many numbers, which no limit of one number sees (RT-11).
 */
import type { Policy } from '../policy.ts';

/** 0: nothing is wrong. 1: whoever starts does a robot check. 2: whoever starts waits, whatever was solved. */
export type BreakerLevel = 0 | 1 | 2;

/** So many times over its limit a check no longer suffices. */
const slowedAt = 3;

/** A network that starts so many times more often than its limit is asked to come back later. */
export const networkClosedAt = 10;

/** How far a count is over its limit. */
export function levelOf(failures: number, limit: number): BreakerLevel {
  if (failures > slowedAt * limit) return 2;
  return failures > limit ? 1 : 0;
}

/** What is counted: everything of a minute, everything of an hour, one network in an hour. */
export type FailureCounts = { readonly minute: number; readonly hour: number };

/** The level of the whole system: the worse of its two windows, since who goes slowly is seen by the hour. */
export function systemLevel({ minute, hour }: FailureCounts, limits: Policy['breaker']): BreakerLevel {
  const byMinute = levelOf(minute, limits.failuresPerMinute);
  const byHour = levelOf(hour, limits.failuresPerHour);
  return byMinute > byHour ? byMinute : byHour;
}

/** The pressure under which a start is judged: a tripped breaker counts as twice the limit, or four times. */
export const pressureOf = (level: BreakerLevel): number => 2 * level;

/** Whether a start waits its time even when its check was solved. */
export const isSlowed = (level: BreakerLevel): boolean => level === 2;
