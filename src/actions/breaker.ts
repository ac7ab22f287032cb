import { secondsAfter } from '../lib/clock.ts';
import type { Outcome } from '../rules/case.ts';
import { type BreakerLevel, isSpread, levelOf, systemLevel } from '../rules/guessing/breaker.ts';
import { appendAudit } from '../store/audit.ts';
import type { Counter } from '../store/limits.ts';
import type { World } from './world.ts';

const minute = 60;
const hour = 3600;
/** A breaker that tripped stays so for this long at least, and twice as long at most. */
const heldSeconds = 600;

const everywhere = 'all';

/** What is counted is a keyed hash: neither a number nor a network is written anywhere. */
const counter = ({ keys }: World, what: string, windowSeconds: number): Counter => ({
  counted: keys.find(`recovery failures ${what}`),
  windowSeconds,
});

const levels = [2, 1] as const;
/** Counted when a breaker trips: what every start reads. */
const marker = (world: World, where: string, level: BreakerLevel): Counter =>
  counter(world, `${where} tripped ${level}`, heldSeconds);

/**
 * Counts a wrong code, or a link that is none: for each of the visitor's networks, and for the whole system as long as none of
 * them is past its own limit, so that one network alone trips nothing for anybody else. Known and unknown numbers count alike;
 * tries that were not judged count nowhere. Wrong answers to questions do not count: a breaker can be watched, and would tell
 * which answers were right (QN-08); the starts that questions take are counted.
 */
export async function countFailure(world: World, networks: readonly string[]): Promise<void> {
  const at = world.clock.now();
  const { breaker } = world.institution.policy;
  const limit = breaker.failuresPerNetworkPerHour;
  const counts = await world.tally.countEach(
    networks.map((network) => counter(world, `network ${network}`, hour)),
    at,
  );
  for (const [index, count] of counts.entries())
    await trip(world, networks[index] ?? '', levelOf(count, limit), at);
  if (counts.some((count) => count > limit)) return;
  const system = [counter(world, 'minute', minute), counter(world, 'hour', hour)];
  const crowd = [counter(world, 'crowd minute', minute), counter(world, 'crowd hour', hour)];
  const counted = isSpread(counts, limit) ? [...system, ...crowd] : system;
  const [ofMinute = 0, ofHour = 0, crowdMinute = 0, crowdHour = 0] = await world.tally.countEach(counted, at);
  const all = { minute: ofMinute, hour: ofHour };
  const level = systemLevel(all, { minute: crowdMinute, hour: crowdHour }, breaker);
  await trip(world, everywhere, level, at);
}

/** Counts what a try came to, when it was judged and wrong. */
export async function countIfWrong<T extends Outcome | undefined>(
  world: World,
  networks: readonly string[],
  outcome: T,
): Promise<T> {
  if (outcome?.refusal === 'wrong-code') await countFailure(world, networks);
  return outcome;
}

/** Trips a breaker; the first to do so in its time writes it down, without a number in it. */
async function trip(world: World, where: string, level: BreakerLevel, at: Date): Promise<void> {
  if (level === 0) return;
  const [times] = await world.tally.countEach([marker(world, where, level)], at);
  if (times !== 1) return;
  await appendAudit(world.db, {
    at,
    actor: 'system',
    event: 'guessing-noticed',
    after: level === 2 ? 'starts-slowed' : 'check-required',
    ...(where !== everywhere && { network: world.keys.find(`network ${where}`) }),
    policyVersion: world.institution.policy.version,
  });
  world.log.warn({ event: 'guessing-noticed' });
}

/** How far the breaker has tripped for whoever starts from these networks. It knows nothing of the number. */
export async function breakerLevel(
  world: World,
  networks: readonly string[],
  at: Date,
): Promise<BreakerLevel> {
  const places = [everywhere, ...networks];
  const markers = levels.flatMap((level) => places.map((where) => marker(world, where, level)));
  const [now, before] = await Promise.all([
    world.tally.countsOf(markers, at),
    world.tally.countsOf(markers, secondsAfter(at, -heldSeconds)),
  ]);
  const tripped = (from: number, to: number): boolean =>
    [...now.slice(from, to), ...before.slice(from, to)].some((times) => times > 0);
  if (tripped(0, places.length)) return 2;
  return tripped(places.length, markers.length) ? 1 : 0;
}
