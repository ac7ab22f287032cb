import { lockOpenContactChanges } from '../../store/account/contact-changes.ts';
import { keepPasskeysOf } from '../../store/account/factors/passkeys.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';
import { applyTo } from './apply.ts';
import { holdingIn } from './hold.ts';
import { overtakeDeskCase } from './overtake.ts';

/**
 * Ends every change of contacts under way, and keeps the passkey that was to go: whoever recovers the key may be rid of a stranger, and what the stranger asked for must
 * not come into force later (RC-02). All channels are told that the contact stays.
 */
export const endChangesOf = (world: World, tx: Runner, account: Account): Promise<unknown> =>
  holdingIn(world, tx, account, async (held) => {
    for (const change of await lockOpenContactChanges(tx, account.id))
      await applyTo(world, held, change, { kind: 'disavowed' }, 'other');
    await keepPasskeysOf(tx, account.id);
    await overtakeDeskCase(world, held);
  });
