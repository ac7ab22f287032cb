import { isSpray } from '../../rules/waits.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Counter } from '../../store/limits.ts';
import type { World } from '../world.ts';

const hour = 3600;

/** What is counted is the keyed hash of a key that was tried; the key itself is written nowhere (PW-24). */
const keyCounter = ({ keys }: World, key: string): Counter => ({
  counted: keys.find(`spray key ${key}`),
  windowSeconds: hour,
});

const pairCounter = ({ keys }: World, nameHash: Buffer, key: string): Counter => ({
  counted: keys.find(`spray pair ${nameHash.toString('hex')} ${key}`),
  windowSeconds: hour,
});

/** Whether this key is being tried on one number after another this hour. Read for every sign-in alike. */
export async function isSprayed(world: World, key: string, at: Date): Promise<boolean> {
  const numbers = await world.tally.countOf(keyCounter(world, key), at);
  return isSpray(numbers, world.institution.policy.signIn);
}

/** Counts a key that opened nothing: once for each number it is tried on within the hour, known or not. */
export async function countRefusedKey(world: World, nameHash: Buffer, key: string, at: Date): Promise<void> {
  const [times] = await world.tally.countEach([pairCounter(world, nameHash, key)], at);
  if (times !== 1) return;
  const [numbers = 0] = await world.tally.countEach([keyCounter(world, key)], at);
  const { signIn, version } = world.institution.policy;
  if (!isSpray(numbers, signIn) || isSpray(numbers - 1, signIn)) return;
  await appendAudit(world.db, { at, actor: 'system', event: 'spray-noticed', policyVersion: version });
  world.log.warn({ event: 'spray-noticed' });
}
