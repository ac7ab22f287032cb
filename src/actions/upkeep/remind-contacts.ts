import { minutesAfter } from '../../lib/clock.ts';
import { takeAccountsToRemind } from '../../store/account/contacts.ts';
import { accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import { refusing } from '../mail/health.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import { recipientOf, tellOne } from '../tell.ts';
import type { World } from '../world.ts';
import { openedIfWhole } from './opened.ts';

const dayMinutes = 24 * 60;
/** Nobody is asked more than once a year. */
const yearDays = 365;
/** A trickle, so that a whole register grown old does not fill the relay in one night. */
const atOnce = 50;

/** Asks people whose contact data nobody confirmed for long whether they still use them (UX E10). */
export async function remindContacts(world: World): Promise<void> {
  const asked = await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const ids = await takeAccountsToRemind(tx, at, {
      checkedBefore: minutesAfter(at, -world.institution.policy.reminderDays * dayMinutes),
      askedBefore: minutesAfter(at, -yearDays * dayMinutes),
      most: atOnce,
    });
    for (const id of ids) await remind(world, tx, id, at);
    return ids.length;
  });
  if (asked > 0) world.wakeWorker();
}

/** The mailboxes of a person that take messages: each is asked about itself. */
async function mailboxesOf(world: World, tx: Runner, personal: Personal): Promise<string[]> {
  const shut = await refusing(world, personal, tx);
  return (['email', 'second-email'] as const).flatMap((slot) => {
    const address = shut.includes(slot) ? undefined : contactOf(personal, slot);
    return address === undefined ? [] : [address];
  });
}

async function remind(world: World, tx: Runner, id: string, at: Date): Promise<void> {
  const account = await accountById(tx, id);
  if (!account) return;
  const personal = openedIfWhole(world, 'remind-failed', () => openPersonal(world, account));
  if (!personal) return;
  const { firstName, language } = personal;
  const mailboxes = await mailboxesOf(world, tx, personal);
  if (mailboxes.length === 0) return;
  const message = { kind: 'still-yours', firstName, at } as const;
  for (const address of mailboxes)
    await tellOne(world, tx, recipientOf('email', address), { language, message, at });
  await appendAudit(tx, {
    at,
    actor: 'system',
    event: 'contacts-reminded',
    subject: account.nameHash,
    policyVersion: world.institution.policy.version,
  });
}
