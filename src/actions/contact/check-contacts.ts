import { minutesAfter } from '../../lib/clock.ts';
import { checkContacts, contactsCheckedAt } from '../../store/account/contacts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Owner } from '../account/owner.ts';
import type { World } from '../world.ts';
import { holdingOwn } from './hold.ts';

const dayMinutes = 24 * 60;

/** Whether a signed-in person is asked if the contact data are still right. */
export async function contactsAreOld(world: World, accountId: string): Promise<boolean> {
  const checked = await contactsCheckedAt(world.db, accountId);
  const oldest = minutesAfter(world.clock.now(), -world.institution.policy.reminderDays * dayMinutes);
  return checked !== undefined && checked < oldest;
}

/** The person says that the contact data are still right. */
export const contactsAreRight = (world: World, owner: Owner): Promise<unknown> =>
  holdingOwn(world, owner, async ({ tx, at, account }) => {
    await checkContacts(tx, account.id, at);
    await appendAudit(tx, {
      at,
      actor: 'owner',
      event: 'contacts-checked',
      subject: account.nameHash,
      policyVersion: world.institution.policy.version,
    });
  });
