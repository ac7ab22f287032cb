import { type Account, accountById, accountByName } from '../accounts.ts';
import { type Runner, statement, write } from '../database.ts';

const lock = write('lock-account', 'select id from accounts where id = $1 for no key update');
const lockByName = write(
  'lock-account-by-name',
  'select id from accounts where name_hash = $1 for no key update',
);
const save = write('save-personal', 'update accounts set personal = $2 where id = $1');
const checkedAt = statement<{ checked_at: Date }>(
  'contacts-checked-at',
  'select coalesce(contacts_checked_at, contacts_since) as checked_at from accounts where id = $1',
);
const check = write('check-contacts', 'update accounts set contacts_checked_at = $2 where id = $1');
const toRemind = statement<{ id: string }>(
  'take-accounts-to-remind',
  `update accounts set reminded_at = $1 where id in (
     select id from accounts where greatest(coalesce(contacts_checked_at, contacts_since), reminded_at) < $2
       and status = 'active' and frozen_at is null and (reminded_at is null or reminded_at < $3)
     order by greatest(coalesce(contacts_checked_at, contacts_since), reminded_at) limit $4 for no key update skip locked)
   returning id`,
);

/** An account, locked until the transaction ends. */
export async function lockAccount(tx: Runner, id: string): Promise<Account | undefined> {
  await tx.run(lock, [id]);
  return accountById(tx, id);
}

/** The same by the keyed hash of its number. */
export async function lockAccountByName(tx: Runner, nameHash: Buffer): Promise<Account | undefined> {
  await tx.run(lockByName, [nameHash]);
  return accountByName(tx, nameHash);
}

/** Writes the sealed data of a person. */
export const savePersonal = (tx: Runner, id: string, personal: Buffer): Promise<unknown[]> =>
  tx.run(save, [id, personal]);

/** When the contact data were last known to be right: first brought from the records, or confirmed by the person. */
export const contactsCheckedAt = async (on: Runner, id: string): Promise<Date | undefined> =>
  (await on.run(checkedAt, [id]))[0]?.checked_at;

export const checkContacts = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(check, [id, at]);

/** Takes accounts nobody confirmed since `checkedBefore` and nobody asked since `askedBefore`; each is taken once. */
export async function takeAccountsToRemind(
  tx: Runner,
  at: Date,
  { checkedBefore, askedBefore, most }: { checkedBefore: Date; askedBefore: Date; most: number },
): Promise<string[]> {
  return (await tx.run(toRemind, [at, checkedBefore, askedBefore, most])).map((row) => row.id);
}
