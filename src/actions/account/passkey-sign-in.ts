import { accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { lockStandingOf } from '../../store/standings.ts';
import type { World } from '../world.ts';
import { enter, isOpen } from './enter.ts';
import { verifyPasskey } from './passkeys.ts';

/**
 * Signs in by a passkey, and gives what the session cookie holds. Waits and a key that no longer works do not stop it: nothing
 * was guessed. What failed is never told: an unknown passkey, a wrong signature and a shut account read the same.
 */
export async function signInByPasskey(
  world: World,
  given: { browser: Buffer; answer: string; portal: string; device: string },
): Promise<string | undefined> {
  const { browser, answer, portal, device } = given;
  const found = await verifyPasskey(world, { browser, answer, purpose: 'sign-in' });
  const read = found && (await accountById(world.db, found.accountId));
  if (!read) return undefined;
  return world.db.transaction(async (tx) => {
    const at = world.clock.now();
    await lockStandingOf(tx, read.nameHash, at);
    const account = await accountById(tx, read.id);
    const open = account !== undefined && isOpen(account);
    await appendAudit(tx, {
      at,
      actor: 'other',
      event: 'signed-in',
      subject: read.nameHash,
      evidence: 'passkey',
      ...(!open && { refusal: 'not-signed-in' }),
      policyVersion: world.institution.policy.version,
    });
    return open ? enter(tx, account, { portal, device }, at) : undefined;
  });
}
