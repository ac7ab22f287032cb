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

/** What a look at a name gives; a network that guessed too often is told until when it sees none. */
type Looked<T> =
  | { readonly kind: 'looked'; readonly found: T | undefined }
  | { readonly kind: 'network-closed'; readonly until: Date };

/**
 * Looks at a name that may be none. Counted before the look, so that many at once find no more than one after another, and given
 * back when it was one. The one thing a look ever writes: without it guesses would be free.
 */
export async function lookCounted<T>(
  world: World,
  networks: readonly string[],
  look: () => Promise<T | undefined>,
): Promise<Looked<T>> {
  const at = world.clock.now();
  const counters = countersOf(world, 'ticket misses', networks);
  const counts = await world.tally.countEach(counters, at);
  if (Math.max(0, ...counts) > missesPerHour) return { kind: 'network-closed', until: endOfWindow(at) };
  const found = await look();
  if (found !== undefined) await world.tally.giveBack(counters, at);
  return { kind: 'looked', found };
}
