import { randomToken, sha256 } from '../../../lib/digest.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { lockMember } from '../../../store/desk/staff/members.ts';
import { beginStaffSession, endStaffSession } from '../../../store/desk/staff/sessions.ts';
import type { World } from '../../world.ts';
import { whoTouched } from './passkeys.ts';

/**
 * Signs a member in by a passkey of theirs, and gives the secret of a session that is new, whatever this browser held before
 * (SE-01). What failed is never told: an unknown passkey, a wrong signature and a member shut out read the same.
 */
export function signInStaff(
  world: World,
  given: { browser: Buffer; answer: string; former: string | undefined },
): Promise<string | undefined> {
  const { browser, answer, former } = given;
  return world.db.transaction(async (tx) => {
    const staffId = await whoTouched(world, tx, { bound: browser, answer, purpose: 'staff-sign-in' });
    const at = world.clock.now();
    const member = staffId === undefined ? undefined : await lockMember(tx, staffId);
    if (!member) return undefined;
    const open = member.disabledAt === null && member.acceptedAt !== null;
    await note(world, tx, at, {
      event: 'staff-signed-in',
      evidence: 'passkey',
      staff: member.id,
      ...(!open && { refusal: 'not-signed-in' }),
    });
    if (!open) return undefined;
    const token = randomToken(32);
    if (former) await endStaffSession(tx, sha256(former), at);
    await beginStaffSession(tx, sha256(token), { staffId: member.id, browser }, at);
    return token;
  });
}

/** Ends the session of a cookie, if it is one. */
export const signOutStaff = (world: World, token: string): Promise<void> =>
  world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const staff = await endStaffSession(tx, sha256(token), at);
    if (staff !== undefined) await note(world, tx, at, { event: 'staff-signed-out', staff });
  });

const note = (
  world: World,
  tx: Runner,
  at: Date,
  line: { event: string; staff: string; evidence?: string; refusal?: string },
): Promise<void> =>
  appendAudit(tx, { ...line, at, actor: 'other', policyVersion: world.institution.policy.version });
