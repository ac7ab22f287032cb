import type { StaffRole } from '../../rules/desk/staff.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import { lockMember } from '../../store/desk/staff/members.ts';
import { type Shift, staffSessionLives } from '../../store/desk/staff/sessions.ts';
import type { World } from '../world.ts';
import type { Staff } from './staff.ts';

/** A member on a shift: their role is one they have. */
export type OnShift = Staff & { readonly session: Staff['session'] & { readonly shift: Shift } };

/** What an act of the desk works with, under the lock of who does it. */
export type DeskHeld = { readonly tx: Runner; readonly at: Date; readonly staff: OnShift };

/**
 * Does something as a member of staff, in one transaction that holds the member: acts of one happen one after the other, and
 * nothing happens, and nothing is given, when they were shut out, signed out or lost the role meanwhile. The member is locked
 * before any number; nothing that holds a number ever waits for a member.
 */
export function asStaff<T>(
  world: World,
  staff: OnShift,
  work: (held: DeskHeld) => Promise<T>,
): Promise<T | undefined> {
  return world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const member = await lockMember(tx, staff.id);
    if (!member || member.disabledAt || !member.roles.includes(staff.session.shift.role)) return undefined;
    if (!(await staffSessionLives(tx, staff.session.id))) return undefined;
    return work({ tx, at, staff: { ...staff, roles: member.roles } });
  });
}

/** What an act of the desk tells of itself; who, where, when and as what are added. */
export type DeskLine = Omit<AuditLine, 'at' | 'actor' | 'staff' | 'office' | 'policyVersion'>;

/** The audit line of an act of the desk. */
export const noteDesk = (world: World, { tx, at, staff }: DeskHeld, line: DeskLine): Promise<void> => {
  const { role, office } = staff.session.shift satisfies { role: StaffRole };
  return appendAudit(tx, {
    ...line,
    at,
    actor: role,
    staff: staff.id,
    office,
    policyVersion: world.institution.policy.version,
  });
};
