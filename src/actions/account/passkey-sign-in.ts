import { accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { lockStandingOf } from '../../store/standings.ts';
import type { World } from '../world.ts';
import { knownDeviceOf } from './devices.ts';
import { verifyPasskey } from './passkeys.ts';
import { type Entered, type Entrance, enter } from './sessions.ts';
import { isOpen } from './try-key.ts';

/**
 * Signs in by a passkey, and gives what the browser's cookies hold. Waits and a key that no longer works do not stop it: nothing
 * was guessed. What failed is never told: an unknown passkey, a wrong signature and a shut account read the same.
 */
export async function signInByPasskey(
  world: World,
  { browser, answer, ...how }: Entrance & { browser: Buffer; answer: string },
): Promise<Entered | undefined> {
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
      device: how.device,
      ...(!open && { refusal: 'not-signed-in' }),
      policyVersion: world.institution.policy.version,
    });
    if (!open) return undefined;
    const deviceId = await knownDeviceOf(world, tx, { nameHash: read.nameHash, account }, how.from.devices);
    return enter(world, tx, { account, deviceId, at }, how);
  });
}
