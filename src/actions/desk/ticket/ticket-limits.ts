import { secondsAfter } from '../../../lib/clock.ts';
import type { Counter } from '../../../store/limits.ts';
import type { World } from '../../world.ts';

const hour = 3600;

/** Addresses of tickets that are none, from one network in an hour: more is guessing, and finds one in ten thousand. */
const missesPerHour = 30;

const countersOf = ({ keys }: World, what: string, networks: readonly string[]): Counter[] =>
  networks.map((network) => ({ counted: keys.find(`${what} ${network}`), windowSeconds: hour }));

const endOfWindow = (at: Date): Date =>
  secondsAfter(new Date(0), (Math.floor(at.getTime() / 1000 / hour) + 1) * hour);

/** Counts one more ticket for a network; says until when it must wait when that was one too many. */
export async function countTicket(world: World, networks: readonly string[]): Promise<Date | undefined> {
  const at = world.clock.now();
  const counts = await world.tally.countEach(countersOf(world, 'tickets network', networks), at);
  const { ticketsPerNetworkPerHour } = world.institution.policy.office;
  return Math.max(0, ...counts) > ticketsPerNetworkPerHour ? endOfWindow(at) : undefined;
}

/** Until when a network that guessed too often is shown no ticket but its own. */
export async function guessedTooOften(world: World, networks: readonly string[]): Promise<Date | undefined> {
  const at = world.clock.now();
  const counts = await world.tally.countsOf(countersOf(world, 'ticket misses', networks), at);
  return Math.max(0, ...counts) >= missesPerHour ? endOfWindow(at) : undefined;
}

/** Counts the name of a ticket that is none. The one thing a look ever writes: without it guesses would be free. */
export const countMiss = (world: World, networks: readonly string[]): Promise<number[]> =>
  world.tally.countEach(countersOf(world, 'ticket misses', networks), world.clock.now());
