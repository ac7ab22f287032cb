import type { Standing } from '../../rules/case.ts';
import { lockAccount, savePersonal } from '../../store/account/contacts.ts';
import { sessionLives } from '../../store/account/factors/key-checks.ts';
import { type Account, accountById } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import { lockStandingOf, saveStandingOf } from '../../store/standings.ts';
import { mayAct, type Owner } from '../account/owner.ts';
import { openPersonal, type Personal, sealPersonal } from '../personal.ts';
import type { World } from '../world.ts';
import { nameContacts } from './shared.ts';

/** An account held for changes of its contacts: every row they touch is locked, and what was done so far is known. */
export type Held = {
  readonly tx: Runner;
  readonly at: Date;
  readonly account: Account;
  /** As it stands now, with what this transaction changed. */
  personal: Personal;
  /** What the account used up for its contacts. */
  standing: Standing;
  /** Whether anything waits for the worker. */
  told: boolean;
};

/**
 * What an account used up for its contacts is kept under a name of its own: who sits at a signed-in browser must not be able
 * to use up the owner's way back, which counts under the number.
 */
export const contactStanding = (world: World, nameHash: Buffer): Buffer =>
  world.keys.find(`contacts of ${nameHash.toString('hex')}`);

/**
 * The one door to the contacts of an account. The number's row is locked first, as every walk does, then that of its contacts,
 * then the account: a grant, a cancel and a recovery wait for one another and never deadlock. The instant is taken under the
 * locks, so that what waited is judged by when its turn came.
 */
export async function holding<T>(
  world: World,
  accountId: string,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  const seen = await accountById(world.db, accountId);
  if (!seen) return undefined;
  const { result, told } = await world.db.transaction((tx) => holdingIn(world, tx, seen, work));
  if (told) world.wakeWorker();
  return result;
}

/** The same inside a transaction that is under way, such as the one in which a walk ends. The worker is the caller's to wake. */
export async function holdingIn<T>(
  world: World,
  tx: Runner,
  seen: Pick<Account, 'id' | 'nameHash'>,
  work: (held: Held) => Promise<T>,
): Promise<{ result: T | undefined; told: boolean }> {
  const subject = contactStanding(world, seen.nameHash);
  await lockStandingOf(tx, seen.nameHash, world.clock.now());
  // In this order and in one go: with the number locked, nobody else is at what its contacts used up.
  const [standing, account] = await Promise.all([
    lockStandingOf(tx, subject, world.clock.now()),
    lockAccount(tx, seen.id),
  ]);
  if (!account) return { result: undefined, told: false };
  const personal = openPersonal(world, account);
  const held: Held = { tx, at: world.clock.now(), account, personal, standing, told: false };
  const done = await work(held);
  if (held.standing !== standing) await saveStandingOf(tx, subject, held.standing);
  if (held.personal !== personal) await saveContacts(world, held);
  return { result: done, told: held.told };
}

/**
 * Does something to the contacts of whoever is signed in. Nothing happens when the account was shut or the session ended while
 * the form was on its way: whoever was just signed out by a recovery begins no change after it.
 */
export const holdingOwn = <T>(
  world: World,
  { account, session }: Pick<Owner, 'account' | 'session'>,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> =>
  holding(world, account.id, async (held) =>
    mayAct(held.account) && (await sessionLives(held.tx, session.id)) ? work(held) : undefined,
  );

/** Keeps the changed contacts, and that this account names them now. */
async function saveContacts(world: World, { tx, at, account, personal }: Held): Promise<void> {
  await savePersonal(tx, account.id, sealPersonal(world, account.nameHash, personal));
  await nameContacts(world, tx, { accountId: account.id, personal, at });
}
