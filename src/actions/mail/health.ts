import type { Channel } from '../../rules/policy.ts';
import { lockAccount, savePersonal } from '../../store/account/contacts.ts';
import { accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import { forgetReturns, healthOf, type MailHealth } from '../../store/mail/returns.ts';
import { contactHash } from '../contact/shared.ts';
import { contactOf, openPersonal, type Personal, sealPersonal } from '../personal.ts';
import type { World } from '../world.ts';

const mailboxes = ['email', 'second-email'] as const;

/** A mailbox of a person and what is known against it. */
export type MailboxHealth = MailHealth & { readonly slot: (typeof mailboxes)[number] };

/** How the mailboxes of a person take mail; those nothing is known against are left out. */
export async function mailHealthOf(
  world: World,
  personal: Personal,
  on: Runner = world.db,
): Promise<MailboxHealth[]> {
  const named = mailboxes.flatMap((slot) => {
    const contact = contactOf(personal, slot);
    return contact === undefined ? [] : [{ slot, hash: contactHash(world, contact) }];
  });
  const known = await healthOf(
    on,
    named.map(({ hash }) => hash),
  );
  return named.flatMap(({ slot, hash }) => {
    const health = known.get(hash.toString('hex'));
    return health ? [{ slot, ...health }] : [];
  });
}

/** The mailboxes of a person that refuse messages: by what came back, or by the records. */
export async function refusing(
  world: World,
  personal: Personal,
  on: Runner = world.db,
): Promise<readonly Channel[]> {
  const returned = (await mailHealthOf(world, personal, on)).filter(({ refused }) => refused > 0);
  const slots = returned.map(({ slot }) => slot);
  return personal.bouncing && !slots.includes('email') ? ['email', ...slots] : slots;
}

/** Somebody showed what was sent to a mailbox of this account: whatever was known against it is over. */
export async function mailboxProved(
  world: World,
  tx: Runner,
  { accountId, channel, at }: { accountId: string | null; channel: Channel; at: Date },
): Promise<void> {
  const seen = channel === 'phone' ? undefined : await accountById(tx, accountId);
  const personal = seen && openPersonal(world, seen);
  const contact = personal && contactOf(personal, channel);
  if (!seen || !personal || contact === undefined) return;
  const returned = await forgetReturns(tx, contactHash(world, contact));
  const recorded = channel === 'email' && personal.bouncing && (await forgetRecord(world, tx, seen.id));
  if (!returned && !recorded) return;
  await appendAudit(tx, {
    at,
    actor: 'system',
    event: 'mail-arrived-again',
    subject: seen.nameHash,
    policyVersion: world.institution.policy.version,
  });
}

/** Takes the mark of the records away, until they set it again. */
async function forgetRecord(world: World, tx: Runner, accountId: string): Promise<boolean> {
  const account = await lockAccount(tx, accountId);
  if (!account) return false;
  const personal = { ...openPersonal(world, account), bouncing: false };
  await savePersonal(tx, accountId, sealPersonal(world, account.nameHash, personal));
  return true;
}
