import { sha256 } from '../../lib/digest.ts';
import type { Runner } from '../../store/database.ts';
import { refreshStaffSession } from '../../store/desk/staff/sessions.ts';
import { askPasskey, type UseOptions } from '../account/passkeys.ts';
import type { World } from '../world.ts';
import { whoTouched } from './staff/passkeys.ts';
import type { Staff } from './staff.ts';

/** One touch is for one session and one text: what is done, to what, in which version ("approve:<case>:<version>"). */
const bound = ({ session }: Staff, about: string): Buffer => sha256(`${session.id} ${about}`);

/** What a member's browser asks the passkey with, for one act. */
export const askStaffTouch = (world: World, staff: Staff, about: string): Promise<UseOptions> =>
  askPasskey(world, { browser: bound(staff, about), purpose: 'staff-touch' });

/**
 * Whether the member touched their own passkey for exactly this, within five minutes and not for anything before. To be asked in
 * the transaction that acts: of one touch sent twice, one acts.
 */
export async function verifyStaffTouch(
  world: World,
  tx: Runner,
  staff: Staff,
  { answer, about }: { answer: string; about: string },
): Promise<boolean> {
  const touched = await whoTouched(world, tx, { bound: bound(staff, about), answer, purpose: 'staff-touch' });
  if (touched !== staff.id) return false;
  await refreshStaffSession(tx, staff.session.id, world.clock.now());
  return true;
}
