import type { Outcome } from '../../rules/case.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { accountNow } from './proof/means.ts';

type Visit = { readonly browser: Buffer; readonly caseId: string };

/** Clears what wrong keys locked and leaves the key as it is. The account is judged again under the lock (RC-08). */
export const unlock = (world: World, { browser, caseId }: Visit): Promise<Outcome | undefined> =>
  advance(world, caseId, browser, async ({ tx, found }) => {
    const { open, frozen } = await accountNow(world, tx, found);
    return { fact: { kind: 'unlock-chosen', open, frozen } };
  });

/** Goes from unlocking to a new key, by the same proof. */
export const wantKey = (world: World, { browser, caseId }: Visit): Promise<Outcome | undefined> =>
  advance(world, caseId, browser, () => ({ fact: { kind: 'key-wanted' } }));
