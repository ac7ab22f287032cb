import type { Shift } from '../../../store/desk/staff/sessions.ts';
import { chooseShift } from '../../../store/desk/staff/sessions.ts';
import type { World } from '../../world.ts';
import { asStaff, noteDesk } from '../as-staff.ts';
import type { Staff } from '../staff.ts';

/** Begins a shift: where, and as what. False when the member has no such role, was shut out or signed out meanwhile. */
export async function beginShift(world: World, staff: Staff, shift: Shift): Promise<boolean> {
  const begun = await asStaff(world, { ...staff, session: { ...staff.session, shift } }, async (held) => {
    await chooseShift(held.tx, staff.session.id, shift);
    await noteDesk(world, held, { event: 'shift-began' });
    return true;
  });
  return begun === true;
}
