import { framesOf } from '../../lib/log.ts';
import { whenDue } from '../../rules/account/passkey-removal.ts';
import {
  forgetPasskey,
  keepPasskey,
  type PasskeyOf,
  passkeyById,
  passkeysDue,
} from '../../store/account/factors/passkeys.ts';
import { appendAudit } from '../../store/audit.ts';
import { mayAct } from '../account/owner.ts';
import { tellOfPasskey } from '../account/security/tell-passkey.ts';
import { type Held, holding } from '../contact/hold.ts';
import type { World } from '../world.ts';

/** Passkeys looked at in one turn; what is left is due in the next. */
const atOnce = 50;

/**
 * Takes away the passkeys whose wait is over. Each is a transaction of its own, which locks the account and looks again: of
 * several processes one removes, and what its owner kept is never removed.
 */
export async function removePasskeys(world: World): Promise<void> {
  for (const due of await passkeysDue(world.db, world.clock.now(), atOnce))
    await removeOne(world, due).catch((error: unknown) => {
      // One that cannot be read must not keep the others waiting.
      world.log.error({ event: 'passkey-removal-failed', stack: framesOf(error) });
    });
}

const removeOne = (world: World, due: PasskeyOf): Promise<unknown> =>
  holding(world, due.accountId, async (held) => {
    const passkey = await passkeyById(held.tx, due.credentialId);
    const becomes = passkey && whenDue(passkey, held.at, mayAct(held.account));
    if (becomes === 'goes') await go(world, held, due);
    else if (becomes === 'stays' && (await keepPasskey(held.tx, due)))
      await note(world, held, 'passkey-kept');
  });

async function go(world: World, held: Held, due: PasskeyOf): Promise<void> {
  const { tx, at, account, personal } = held;
  await forgetPasskey(tx, account.id, due.credentialId);
  await note(world, held, 'passkey-removed');
  const whose = { accountId: account.id, personal, at };
  await tellOfPasskey(world, tx, whose, { kind: 'passkey-changed', added: false });
  held.told = true;
}

const note = (world: World, { tx, at, account }: Held, event: string): Promise<void> =>
  appendAudit(tx, {
    at,
    actor: 'system',
    event,
    subject: account.nameHash,
    policyVersion: world.institution.policy.version,
  });
