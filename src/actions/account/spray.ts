import { isNetworkSpray, isSpray } from '../../rules/waits.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Counter } from '../../store/limits.ts';
import type { World } from '../world.ts';

const hour = 3600;

/** What is counted is a keyed hash: neither a key that was tried nor a network is written anywhere (PW-24). */
const counter = ({ keys }: World, what: string): Counter => ({
  counted: keys.find(`spray ${what}`),
  windowSeconds: hour,
});

const ofKey = (world: World, key: string): Counter => counter(world, `key ${key}`);
const ofNetwork = (world: World, network: string): Counter => counter(world, `network ${network}`);
/** Counted when a key turns out to be a spray: from then on everybody is asked, for this hour. */
const breaker = (world: World): Counter => counter(world, 'breaker');

/** Whether this key is being tried on one number after another this hour. Read for every sign-in alike. */
export async function isSprayed(world: World, key: string, at: Date): Promise<boolean> {
  const [numbers = 0] = await world.tally.countsOf([ofKey(world, key)], at);
  return isSpray(numbers, world.institution.policy.signIn);
}

/**
 * Whether a sign-in from these networks must bring a robot check: some key is being sprayed, or number after number failed from
 * here. It knows nothing of the number that is tried.
 */
export async function asksRobot(world: World, networks: readonly string[], at: Date): Promise<boolean> {
  const { robot, signIn } = world.institution.policy;
  if (robot.when === 'never') return false;
  const counters = [breaker(world), ...networks.map((network) => ofNetwork(world, network))];
  const [sprays = 0, ...numbers] = await world.tally.countsOf(counters, at);
  return sprays > 0 || numbers.some((count) => isNetworkSpray(count, signIn));
}

/** A key that opened nothing: on which number, and from where. */
type Refused = { readonly nameHash: Buffer; readonly key: string; readonly networks: readonly string[] };

/** Counts a key that opened nothing: for the key and for each network once an hour for each number, known or not. */
export async function countRefusedKey(world: World, refused: Refused, at: Date): Promise<void> {
  const { key, networks } = refused;
  const number = refused.nameHash.toString('hex');
  const { signIn } = world.institution.policy;
  const pairs = networks.map((network) => counter(world, `network pair ${number} ${network}`));
  const [withKey, ...fromNetworks] = await world.tally.countEach(
    [counter(world, `pair ${number} ${key}`), ...pairs],
    at,
  );
  if (withKey === 1) {
    const [numbers = 0] = await world.tally.countEach([ofKey(world, key)], at);
    if (isSpray(numbers, signIn) && !isSpray(numbers - 1, signIn)) {
      await world.tally.countEach([breaker(world)], at);
      await notice(world, at);
    }
  }
  for (const [index, network] of networks.entries())
    if (fromNetworks[index] === 1) await countFailedNumber(world, network, at);
}

/** One more number that failed from a network, a /48 as well as its /64: whoever has the one has all the others (H10). */
async function countFailedNumber(world: World, network: string, at: Date): Promise<void> {
  const { signIn } = world.institution.policy;
  const [numbers = 0] = await world.tally.countEach([ofNetwork(world, network)], at);
  if (isNetworkSpray(numbers, signIn) && !isNetworkSpray(numbers - 1, signIn))
    await notice(world, at, world.keys.find(`network ${network}`));
}

/** Writes a spray down once: of one key, or from one network. */
async function notice(world: World, at: Date, network?: Buffer): Promise<void> {
  const { version: policyVersion } = world.institution.policy;
  const line = { at, actor: 'system', event: 'spray-noticed', policyVersion } as const;
  await appendAudit(world.db, { ...line, ...(network && { network }) });
  world.log.warn({ event: 'spray-noticed' });
}
