import { randomToken } from '../../lib/digest.ts';
import { hashKey, needsRehash, verifyKey } from '../../lib/keys/key-hash.ts';
import { normalizeKey } from '../../rules/key-rule.ts';
import { afterFailure, afterSuccess, judge, type SignInStanding } from '../../rules/waits.ts';
import { lockAttemptsOf, saveAttemptsOf } from '../../store/account/attempts.ts';
import { type Account, accountByNameOrStandIn, replaceHash } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';
import { knownDeviceOf, type TriedFrom, whereTried } from './devices.ts';
import { countRefusedKey, isSprayed } from './spray.ts';

/** A key typed for a number, known or not. */
export type KeyTry = {
  readonly nameHash: Buffer;
  readonly key: string;
  readonly from: TriedFrom;
  readonly device: string;
  readonly event: 'signed-in' | 'key-confirmed';
};

/** Right, or not; and what the next try would meet. Never why: number, key and hold read the same. */
export type Tried<T> =
  | { readonly kind: 'right'; readonly value: T }
  | { readonly kind: 'refused'; readonly standing: SignInStanding };

/** What a right key opens, inside the transaction that judged it and with the number locked. */
export type Opened = {
  readonly account: Account;
  /** The known device it was typed at. */
  readonly deviceId: string | undefined;
  readonly at: Date;
};
type Open<T> = (tx: Runner, opened: Opened) => Promise<T>;

/** What was found out about a key before it is judged. */
type Checked = { readonly account: Account | undefined; readonly right: boolean; readonly sprayed: boolean };

/** Whether a key for this number comes from a device that signed in to it before. The same queries for nobody. */
export async function isAtKnownDevice(world: World, nameHash: Buffer, from: TriedFrom): Promise<boolean> {
  const account = await accountOf(world.db, nameHash);
  return (await knownDeviceOf(world, world.db, { nameHash, account }, from.devices)) !== undefined;
}

/** The account of a number. For nobody another's is read and never used: the same work. */
async function accountOf(on: Runner, nameHash: Buffer): Promise<Account | undefined> {
  const found = await accountByNameOrStandIn(on, nameHash);
  return found?.own ? found.account : undefined;
}

/**
 * Tries a key. It is verified first and always, then judged under the lock of the number, so that fifty tries at once count as
 * fifty and a waiting number costs what an open one costs.
 */
export async function tryKey<T>(world: World, sent: KeyTry, open: Open<T>): Promise<Tried<T>> {
  const key = normalizeKey(sent.key);
  const [sprayed, account] = await Promise.all([
    isSprayed(world, key, world.clock.now()),
    accountOf(world.db, sent.nameHash),
  ]);
  const same = await verifyKey(account?.keyHash ?? world.dummyHash, key, world.keys.peppers);
  const right = same && account !== undefined && account.keyHash !== null;
  const tried = await world.db.transaction((tx) =>
    judgeKey(world, tx, sent, { account, right, sprayed }, open),
  );
  // The key was changed while this one was verified: a former key must not open what recovery just closed.
  if (tried === 'outdated') return tryKey(world, sent, open);
  if (tried.kind === 'right') await keepHashFresh(world, account, key);
  else {
    // A right key that opens nothing leaves no trace either, and costs the same.
    const counted = right ? randomToken(16) : key;
    const { nameHash, from } = sent;
    await countRefusedKey(world, { nameHash, key: counted, networks: from.networks }, world.clock.now());
  }
  return tried;
}

async function judgeKey<T>(
  world: World,
  tx: Runner,
  { nameHash, from, device, event }: KeyTry,
  checked: Checked,
  open: Open<T>,
): Promise<Tried<T> | 'outdated'> {
  const at = world.clock.now();
  const { signIn: rule } = world.institution.policy;
  // In this order and in one go: the account is read once its number is locked.
  const [counted, account] = await Promise.all([lockAttemptsOf(tx, nameHash, at), accountOf(tx, nameHash)]);
  if (account?.keyHash !== checked.account?.keyHash) return 'outdated';
  const { deviceId, place, attempts } = await whereTried(world, tx, { nameHash, account }, from);
  const counts = { place: attempts, ...counted, knownDevice: place.knownDevice };
  const before = judge(counts, rule, at);
  const believed = checked.right && (place.knownDevice || !checked.sprayed);
  const opens = before.kind === 'free' && believed && account !== undefined && isOpen(account);
  const after = opens ? afterSuccess(counts) : before.kind === 'free' ? afterFailure(counts, at) : counts;
  await saveAttemptsOf(tx, nameHash, place, after);
  await appendAudit(tx, {
    at,
    actor: event === 'signed-in' ? 'other' : 'owner',
    event,
    subject: nameHash,
    device,
    ...(!opens && { refusal: 'not-signed-in' }),
    policyVersion: world.institution.policy.version,
  });
  if (!opens) return { kind: 'refused', standing: judge(after, rule, at) };
  return { kind: 'right', value: await open(tx, { account, deviceId, at }) };
}

/** Whether an account may be entered at all. */
export const isOpen = ({ status, lock, frozenAt }: Account): boolean =>
  status === 'active' && lock === null && frozenAt === null;

/** A key hashed under an older cost or pepper is hashed anew when it is next seen (PW-15, PW-16). */
async function keepHashFresh(world: World, account: Account | undefined, key: string): Promise<void> {
  const { hash } = world.institution.policy.key;
  const { pepper } = world.keys;
  if (!account?.keyHash || !needsRehash(account.keyHash, hash, pepper.id)) return;
  await replaceHash(world.db, account.id, account.keyHash, await hashKey(key, hash, pepper));
}
