import type { FreezeReason } from '../../rules/desk/reasons.ts';
import type { Account } from '../../store/accounts.ts';
import { freezeHeld } from '../contact/freeze.ts';
import { holdingIn } from '../contact/hold.ts';
import { overtakeDeskCase } from '../contact/overtake.ts';
import type { World } from '../world.ts';
import { asStaff, noteDesk, type OnShift } from './as-staff.ts';

/**
 * Shuts an account at once, by any one agent: the safe direction needs nobody else. Opening it again is a case of its own, and
 * needs two. False when the member may not act any more.
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
      await overtakeDeskCase(world, held);
      await freezeHeld(world, held, { openedBy: staff.id });
    });
  });
  if (done?.told) world.wakeWorker();
  return done !== undefined;
}
