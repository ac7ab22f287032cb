/** argon2id with nothing around it. */
import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import type { World } from '../../src/actions/world.ts';
import { formerKey } from '../stand/people.ts';

/** Verifies a key so many times, so many at once; gives verifications per second. The product's own cost and pepper's length. */
export async function argonAlone(
  { institution }: World,
  clients: number,
  times: number,
): Promise<() => Promise<number>> {
  const { memoryKiB, passes, lanes } = institution.policy.key.hash;
  const secret = randomBytes(32);
  const cost = { memoryCost: memoryKiB, timeCost: passes, parallelism: lanes, secret };
  const stored = await hash(formerKey, cost);
  return async () => {
    let turn = 0;
    const start = performance.now();
    const one = async (): Promise<void> => {
      while (turn++ < times)
        if (!(await verify(stored, formerKey, { secret }))) throw new Error('argon2 refused the right key');
    };
    await Promise.all(Array.from({ length: clients }, one));
    return times / ((performance.now() - start) / 1000);
  };
}
