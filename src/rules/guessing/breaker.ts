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

/** What is counted of the whole system: in a minute, and in an hour. */
export type FailureCounts = { readonly minute: number; readonly hour: number };

/**
 * What a network adds, in an hour, to what makes everybody wait: a tenth of its own limit. A check is little for whoever starts; a
 * wait has no way around it, so it takes a crowd of networks, and not a few that go up to their limits.
 */
const spreadPart = 10;

/** Whether a failure counts as one of a crowd, by how many its networks have in the hour with it. */
export const isSpread = (ofNetworks: readonly number[], limit: number): boolean =>
  ofNetworks.every((count) => count <= Math.ceil(limit / spreadPart));

/**
 * The level of the whole system: checked by all failures, slowed by those of a crowd. The worse of two windows, since who goes
 * slowly is seen by the hour.
 */
export function systemLevel(
  all: FailureCounts,
  ofCrowd: FailureCounts,
  { failuresPerMinute, failuresPerHour }: Policy['breaker'],
): BreakerLevel {
  const isOver = ({ minute, hour }: FailureCounts, times: number): boolean =>
    minute > times * failuresPerMinute || hour > times * failuresPerHour;
  if (isOver(ofCrowd, slowedAt)) return 2;
  return isOver(all, 1) ? 1 : 0;
}

/** The pressure under which a start is judged: a tripped breaker counts as twice the limit, or four times. */
export const pressureOf = (level: BreakerLevel): number => 2 * level;

/** Whether a start waits its time even when its check was solved. */
export const isSlowed = (level: BreakerLevel): boolean => level === 2;
