import { sha256 } from '../../lib/digest.ts';
import type { Claim } from '../../rules/identity.ts';
import { endSession } from '../../store/account/sessions.ts';
import { appendAudit } from '../../store/audit.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { type Entered, type Entrance, enter } from './sessions.ts';
import { asksRobot } from './spray.ts';
import { isAtKnownDevice, type Tried, tryKey } from './try-key.ts';

/** A number and a key, and whether a robot check came with them. */
type Given = { readonly claim: Claim; readonly key: string; readonly checked: boolean };

/**
 * Signs in by number and key: a session of its own, and a device that is known from now on. While a spray goes on the key is not
 * even looked at without a robot check, unless the device is known.
 */
export async function signIn(
  world: World,
  { claim, key, checked, ...how }: Entrance & Given,
): Promise<Tried<Entered> | { readonly kind: 'check-wanted' }> {
  const { from, device } = how;
  const nameHash = nameHashOf(world, claim);
  const wanted = !checked && (await asksRobot(world, from.networks, world.clock.now()));
  if (wanted && !(await isAtKnownDevice(world, nameHash, from))) return { kind: 'check-wanted' };
  return tryKey(world, { nameHash, key, from, device, event: 'signed-in' }, (tx, opened) =>
    enter(world, tx, opened, how),
  );
}

/** Ends the session of a browser, and writes it down for its owner. One that was over leaves no line. */
export const signOut = (world: World, token: string): Promise<void> =>
  world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const { session: limits, version } = world.institution.policy;
    const ended = await endSession(tx, sha256(token), at, limits);
    if (!ended) return;
    const line = { at, event: 'signed-out', subject: ended.nameHash, policyVersion: version } as const;
    await appendAudit(tx, { ...line, actor: 'owner', device: ended.device });
  });
