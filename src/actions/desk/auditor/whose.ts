import type { AuditReason } from '../../../rules/desk/reasons.ts';
import type { Claim } from '../../../rules/identity.ts';
import { accountByName } from '../../../store/accounts.ts';
import { logLine } from '../../../store/audit/log.ts';
import { nameHashOf, openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import { asStaff, noteDesk, type OnShift } from '../as-staff.ts';
import { verifyStaffTouch } from '../touch.ts';

const about = 'person asked about in the log';

/**
 * What stands in an address in place of a number: its hash, sealed. So an address can be handed on, and tells nobody whom it is
 * about. A number nobody has gives one, too.
 */
export async function sealPerson(world: World, claims: readonly Claim[]): Promise<string | undefined> {
  let chosen = claims[0] && nameHashOf(world, claims[0]);
  for (const claim of claims) {
    const nameHash = nameHashOf(world, claim);
    if (!(await accountByName(world.db, nameHash))) continue;
    chosen = nameHash;
    break;
  }
  return chosen && world.keys.seal(chosen.toString('hex'), about).toString('base64url');
}

/** The hash in such an address; nothing when it was made up. */
export function openPerson({ keys }: World, token: string): Buffer | undefined {
  try {
    return Buffer.from(keys.open<string>(Buffer.from(token, 'base64url'), about), 'hex');
  } catch {
    // Altered, or sealed under a key that is gone: it stands for nobody.
    return undefined;
  }
}

/** What the touch says that tells an auditor whose line it is. */
export const whoseAbout = (seq: string): string => `reveal-person:${seq}`;

export type Whose =
  | { readonly kind: 'shown'; readonly number: string; readonly name: string }
  | { readonly kind: 'touch-refused' | 'nobody' };

/** Tells whose line of the log it is, by a fresh touch and for a reason; the person reads that it was told (LP-10, HD-07). */
export async function revealWhose(
  world: World,
  staff: OnShift,
  asked: { readonly seq: string; readonly reason: AuditReason; readonly answer: string },
): Promise<Whose | undefined> {
  const { seq, reason, answer } = asked;
  return asStaff(world, staff, async (desk): Promise<Whose> => {
    if (!(await verifyStaffTouch(world, desk.tx, staff, { answer, about: whoseAbout(seq) })))
      return { kind: 'touch-refused' };
    const subject = (await logLine(desk.tx, seq))?.subject;
    const account = subject && (await accountByName(desk.tx, subject));
    if (!account) return { kind: 'nobody' };
    await noteDesk(world, desk, {
      event: 'audit-person-revealed',
      subject: account.nameHash,
      reason,
      after: `row:${seq}`,
    });
    const { claim, firstName, lastName } = openPersonal(world, account);
    return { kind: 'shown', number: claim.identity.number, name: `${firstName} ${lastName}` };
  });
}
