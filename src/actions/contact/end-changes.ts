import { lockOpenContactChanges } from '../../store/account/contact-changes.ts';
import { keepPasskeysOf } from '../../store/account/factors/passkeys.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';
import { applyTo, type By } from './apply.ts';
import { type Held, holdingIn } from './hold.ts';
import { overtakeDeskCase } from './overtake.ts';

/**
 * Ends every change of contacts under way, and keeps the passkey that was to go: whoever recovers the key may be rid of a stranger,
 * and what the stranger asked for must not come into force later (RC-02). All channels are told that the contact stays.
 */
export const endChangesOf = (
  world: World,
  tx: Runner,
  account: Pick<Account, 'id' | 'nameHash'>,
): Promise<unknown> => holdingIn(world, tx, account, (held) => endChanges(world, held, 'other'));

/** The same for an account that is held; `by` is who ends them. What ended them tells everybody. */
export async function endChanges(world: World, held: Held, by: By): Promise<void> {
  await endOpenChanges(world, held, by);
  await keepPasskeysOf(held.tx, held.account.id);
  await overtakeDeskCase(world, held);
}

/** Ends the changes alone: for the case at the counter that ends itself. */
export async function endOpenChanges(world: World, held: Held, by: By): Promise<void> {
  for (const change of await lockOpenContactChanges(held.tx, held.account.id))
    await applyTo(world, held, change, { kind: 'disavowed' }, by);
}
