import { secondsAfter } from '../../lib/clock.ts';
import { comparedAddress } from '../../lib/contact/email.ts';
import { type BreakerLevel, networkClosedAt, pressureOf } from '../../rules/guessing/breaker.ts';
import type { Counter } from '../../store/limits.ts';
import { breakerLevel } from '../breaker.ts';
import type { World } from '../world.ts';

/** How hard the door is pushed: 1 is at a limit, 2 twice over it. The same for numbers that do not exist. */
export type Pressure = {
  readonly level: number;
  /** How far guessing at many numbers has tripped the breaker for whoever starts. */
  readonly breaker: BreakerLevel;
  /** Set when one network is so far over its limit that it must wait; says until when. */
  readonly closedUntil?: Date;
};

const hour = 3600;
const tenMinutes = 600;
const minute = 60;

/** Past this, one counter row shared by everybody would be a queue; spread over several it is not. */
const shards = 8;

/**
 * Counts one start: for the number, for each of the visitor's networks, for the whole system. Keyed hashes only. Nothing is
 * refused here: pressure makes the robot check appear and grow harder.
 */
export async function countStart(
  world: World,
  start: { nameHash: Buffer; networks: readonly string[]; at: Date },
): Promise<Pressure> {
  const { starts } = world.institution.policy;
  const { at } = start;
  const limitOf = (network: string): number => {
    if (!network.includes(':')) return starts.perNetworkPerTenMinutes.v4;
    return network.endsWith('/48')
      ? starts.perNetworkPerTenMinutes.v6Region
      : starts.perNetworkPerTenMinutes.v6Site;
  };
  const shard = at.getMilliseconds() % shards;
  const counters: (Counter & { limit: number })[] = [
    {
      ...counter(world, `starts number ${start.nameHash.toString('hex')}`, hour),
      limit: starts.perNumberPerHour,
    },
    { ...counter(world, `starts all ${shard}`, minute), limit: starts.wholeSystemPerMinute / shards },
    ...start.networks.map((network) => ({
      ...counter(world, `starts network ${network}`, tenMinutes),
      limit: limitOf(network),
    })),
  ];
  const [counts, breaker] = await Promise.all([
    world.tally.countEach(counters, at),
    breakerLevel(world, start.networks, at),
  ]);
  const levels = counters.map((one, index) => (counts[index] ?? 0) / one.limit);
  const network = Math.max(0, ...levels.slice(2));
  const windowEnd = (Math.floor(at.getTime() / 1000 / tenMinutes) + 1) * tenMinutes;
  return {
    level: Math.max(...levels, pressureOf(breaker)),
    breaker,
    ...(network > networkClosedAt && { closedUntil: secondsAfter(new Date(0), windowEnd) }),
  };
}

/** Of whom a message is, where that is not simply somebody's that goes out. */
type Counting = {
  /** The number whose message reaches nobody: it uses up that number's own share and no mailbox's. */
  readonly nobodys?: Buffer;
  /** False: nothing goes out, so nothing is counted, by the same work. */
  readonly goes?: boolean;
};

/** Whether one destination may get one more message this hour, whoever asks for whom, in whatever spelling (EM-17). */
export async function countDestination(
  world: World,
  contact: string,
  at: Date,
  { nobodys, goes = true }: Counting = {},
): Promise<boolean> {
  const address = comparedAddress(contact) ?? contact;
  const to = nobodys ? `nobody ${nobodys.toString('hex')} ${address}` : address;
  const counters = [counter(world, `messages to ${to}`, hour)];
  const [count] = await (goes ? world.tally.countEach(counters, at) : world.tally.touchEach(counters, at));
  return (count ?? 0) <= world.institution.policy.messages.perDestinationPerHour;
}

const counter = ({ keys }: World, what: string, windowSeconds: number): Counter => ({
  counted: keys.find(what),
  windowSeconds,
});
