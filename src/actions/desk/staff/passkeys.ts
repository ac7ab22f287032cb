import { readUsed, verifyUsed } from '../../../lib/keys/passkeys.ts';
import type { StaffPasskeyPurpose } from '../../../store/account/factors/passkey-challenges.ts';
import type { Runner } from '../../../store/database.ts';
import { staffPasskeyById, useStaffPasskey } from '../../../store/desk/staff/passkeys.ts';
import { redeemChallenge, relyingParty } from '../../account/passkeys.ts';
import type { World } from '../../world.ts';

/** What a member is called inside an authenticator: steady, meaning nothing elsewhere, and never what an account is called. */
export const staffHandleOf = ({ keys }: World, staffId: string): string =>
  keys.find(`staff passkey user ${staffId}`).toString('base64url');

/**
 * Which member's passkey answered, if one did: to a challenge bound to this, for our origin, its person verified by it, and its
 * counter ahead. It does not judge the member.
 */
export async function whoTouched(
  world: World,
  on: Runner,
  given: { bound: Buffer; answer: string; purpose: Exclude<StaffPasskeyPurpose, 'staff-enrol'> },
): Promise<string | undefined> {
  const answer = readUsed(given.answer);
  if (!answer || !(await redeemChallenge(world, answer, given.bound, given.purpose, on))) return undefined;
  const kept = await staffPasskeyById(on, Buffer.from(answer.id, 'base64url'));
  if (!kept || answer.userHandle !== staffHandleOf(world, kept.staffId)) return undefined;
  const counter = await verifyUsed(relyingParty(world), answer, kept);
  if (counter === undefined) return undefined;
  const used = await useStaffPasskey(on, kept.credentialId, counter, world.clock.now());
  return used ? kept.staffId : undefined;
}
