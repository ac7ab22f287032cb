import type { FreezeReason } from '../../rules/desk/reasons.ts';
import type { Account } from '../../store/accounts.ts';
import { endChanges } from '../contact/end-changes.ts';
import { freezeHeld } from '../contact/freeze.ts';
import { holdingIn } from '../contact/hold.ts';
import type { World } from '../world.ts';
import { asStaff, noteDesk, type OnShift } from './as-staff.ts';

/**
 * Shuts an account at once, by any one agent: the safe direction needs nobody else. What was asked for before it ends, so
 * that opening the account again brings none of it about. Opening is a case of its own, and needs two. False when the member may not act any more.
 */
export async function freezeAccountAtDesk(
  world: World,
  staff: OnShift,
  account: Account,
  reason: FreezeReason,
): Promise<boolean> {
  const done = await asStaff(world, staff, async (desk) => {
    await noteDesk(world, desk, { event: 'desk-froze', subject: account.nameHash, reason });
    return holdingIn(world, desk.tx, account, async (held) => {
      await endChanges(world, held, staff.session.shift.role);
      await freezeHeld(world, held, { openedBy: staff.id });
    });
  });
  if (done?.told) world.wakeWorker();
  return done !== undefined;
}
