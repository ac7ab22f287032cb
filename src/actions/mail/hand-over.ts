import { minutesAfter } from '../../lib/clock.ts';
import { leavesWithin } from '../../rules/mail/hand-over.ts';
import { handOverSince } from '../../store/mail/hand-over.ts';
import { lastHealth } from '../upkeep/health.ts';
import type { World } from '../world.ts';

/** "Now" is this long; and a process asks the database no more often than that. */
const windowMinutes = 15;
const freshMilliseconds = 30_000;

const known = new WeakMap<World, { readonly at: number; readonly seconds: Promise<number | undefined> }>();

/** Within how many seconds messages leave these minutes, or nothing that could be promised. The same for everybody who asks. */
export async function secondsToLeave(world: World): Promise<number | undefined> {
  const now = world.clock.now();
  const last = known.get(world);
  if (last && now.getTime() - last.at < freshMilliseconds) return last.seconds;
  const seconds = measure(world, now);
  known.set(world, { at: now.getTime(), seconds });
  seconds.catch(() => known.delete(world));
  return seconds;
}

async function measure(world: World, now: Date): Promise<number | undefined> {
  // What left before the relay went down promises nothing now.
  if (lastHealth(world) === 'slow') return undefined;
  return leavesWithin(await handOverSince(world.counters, minutesAfter(now, -windowMinutes)));
}
