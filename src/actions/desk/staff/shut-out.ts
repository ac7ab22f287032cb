import { disableMember, type Member, memberByCode, members } from '../../../store/desk/staff/members.ts';
import type { World } from '../../world.ts';
import { asStaff, noteDesk, type OnShift } from '../as-staff.ts';
import { openStaffName } from '../staff.ts';
import { verifyStaffTouch } from '../touch.ts';

/** A member as their administrator sees them. */
export type Colleague = Pick<Member, 'id' | 'code' | 'roles' | 'enrolled' | 'disabledAt'> & {
  readonly name: string;
};

const colleague = (world: World, member: Member): Colleague => ({
  id: member.id,
  code: member.code,
  roles: member.roles,
  enrolled: member.enrolled,
  disabledAt: member.disabledAt,
  name: openStaffName(world, member),
});

/** Everybody who works or worked at the desk, by code. */
export const colleagues = async (world: World): Promise<Colleague[]> =>
  (await members(world.db)).map((member) => colleague(world, member));

/** One of them. */
export async function colleagueOf(world: World, code: string): Promise<Colleague | undefined> {
  const member = await memberByCode(world.db, code);
  return member && colleague(world, member);
}

/** What the touch says that shuts a member out. */
export const shutOutAbout = (code: string): string => `disable-staff:${code}`;

export type ShutOut = 'done' | 'touch-refused' | 'own' | 'nobody' | 'gone';

/**
 * Shuts a colleague out at once, with a fresh touch: the safe direction takes one person. Letting somebody in takes the command
 * line and two (HD-08). Nobody does it to themselves.
 */
export async function shutOutColleague(
  world: World,
  staff: OnShift,
  { code, answer }: { code: string; answer: string },
): Promise<ShutOut> {
  const outcome = await asStaff(world, staff, async (held): Promise<ShutOut> => {
    const { tx, at } = held;
    if (!(await verifyStaffTouch(world, tx, staff, { answer, about: shutOutAbout(code) })))
      return 'touch-refused';
    if (code === staff.code) return 'own';
    const member = await memberByCode(tx, code);
    if (!member) return 'nobody';
    if (await disableMember(tx, member.id, at))
      await noteDesk(world, held, { event: 'staff-disabled', after: `disabled:${code}` });
    return 'done';
  });
  return outcome ?? 'gone';
}
