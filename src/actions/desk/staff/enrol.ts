import { sha256 } from '../../../lib/digest.ts';
import { algorithms, readMade, verifyMade } from '../../../lib/keys/passkeys.ts';
import { shortName } from '../../../rules/desk/staff.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { invitedBy, spendInvitation } from '../../../store/desk/staff/invitations.ts';
import { acceptUndertaking, lockMember, type Member, memberById } from '../../../store/desk/staff/members.ts';
import {
  forgetStaffPasskeys,
  putStaffPasskey,
  staffPasskeyById,
} from '../../../store/desk/staff/passkeys.ts';
import { challengeMinutes, newChallenge, redeemChallenge, relyingParty } from '../../account/passkeys.ts';
import type { World } from '../../world.ts';
import { openStaffName } from '../staff.ts';
import { staffHandleOf } from './passkeys.ts';

/** Whom a link to enrol is for, and how far they came. */
export type Invited = { readonly id: string; readonly name: string; readonly accepted: boolean };

/** Whom a link invites, while it works; looking does not use it. */
export async function viewInvitation(world: World, token: string): Promise<Invited | undefined> {
  const id = await invitedBy(world.db, sha256(token), world.clock.now());
  const member = id === undefined ? undefined : await memberById(world.db, id);
  if (!member || member.disabledAt) return undefined;
  return { id: member.id, name: openStaffName(world, member), accepted: member.acceptedAt !== null };
}

/** Records that whoever holds the link undertakes confidentiality (LP-10). False when the link is dead. */
export const undertake = (world: World, token: string): Promise<boolean> =>
  world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const id = await invitedBy(tx, sha256(token), at);
    const member = id === undefined ? undefined : await lockMember(tx, id);
    if (!member || member.disabledAt) return false;
    if (member.acceptedAt) return true;
    await acceptUndertaking(tx, member.id, at);
    await note(world, tx, at, { event: 'staff-undertook', staff: member.id });
    return true;
  });

/** A challenge to enrol belongs to a browser and to the link it was asked with. */
const bound = (browser: Buffer, token: string): Buffer => sha256(`${browser.toString('hex')} ${token}`);

/** What a browser makes the member's passkey from; nothing when the link is dead or nothing was undertaken. */
export async function askToEnrol(world: World, { token, browser }: { token: string; browser: Buffer }) {
  const invited = await viewInvitation(world, token);
  if (!invited?.accepted) return undefined;
  return {
    challenge: await newChallenge(world, bound(browser, token), 'staff-enrol'),
    rp: { id: relyingParty(world).id, name: world.institution.shortName },
    user: {
      id: staffHandleOf(world, invited.id),
      // Told apart from the same person's passkey as the owner of an account.
      name: `${world.institution.shortName} · ${shortName(invited.name)}`,
      displayName: shortName(invited.name),
    },
    pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: {
      residentKey: 'required',
      requireResidentKey: true,
      userVerification: 'required',
    },
    attestation: 'none',
    excludeCredentials: [],
    timeout: challengeMinutes * 60_000,
  };
}

/** Keeps the passkey made with a link, in the place of any before it, and uses the link up: only this does. */
export async function enrol(
  world: World,
  given: { token: string; browser: Buffer; answer: string },
): Promise<'enrolled' | 'refused' | 'dead'> {
  const { token, browser } = given;
  if (!(await viewInvitation(world, token))) return 'dead';
  const answer = readMade(given.answer);
  if (!answer || !(await redeemChallenge(world, answer, bound(browser, token), 'staff-enrol')))
    return 'refused';
  const made = await verifyMade(relyingParty(world), answer);
  if (!made) return 'refused';
  return world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const member = await memberToEnrol(tx, token, at);
    if (!member) return 'dead';
    if (await staffPasskeyById(tx, made.credentialId)) return 'refused';
    await spendInvitation(tx, sha256(token), at);
    await forgetStaffPasskeys(tx, member.id, at);
    // Kept by somebody else in this very moment: all of this is undone, and the link still works.
    if (!(await putStaffPasskey(tx, { ...made, staffId: member.id }, at)))
      throw new TypeError('An authenticator gave an id that was taken meanwhile');
    await note(world, tx, at, { event: 'staff-enrolled', staff: member.id, evidence: 'passkey' });
    return 'enrolled';
  });
}

async function memberToEnrol(tx: Runner, token: string, at: Date): Promise<Member | undefined> {
  const id = await invitedBy(tx, sha256(token), at);
  const member = id === undefined ? undefined : await lockMember(tx, id);
  // Asked again under the lock: of two at once, the second finds the link used.
  const still = member?.acceptedAt && !member.disabledAt && (await invitedBy(tx, sha256(token), at));
  return still ? member : undefined;
}

const note = (
  world: World,
  tx: Runner,
  at: Date,
  line: { event: string; staff: string; evidence?: string },
): Promise<void> =>
  appendAudit(tx, { ...line, at, actor: 'other', policyVersion: world.institution.policy.version });
