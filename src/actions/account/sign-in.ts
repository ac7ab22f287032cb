import { sha256 } from '../../lib/digest.ts';
import { hashKey, needsRehash, verifyKey } from '../../lib/keys/key-hash.ts';
import type { Claim } from '../../rules/identity.ts';
import { normalizeKey } from '../../rules/key-rule.ts';
import { afterFailure, afterSuccess, type SignInStanding, signInStanding } from '../../rules/waits.ts';
import { lockAttemptsOf, saveAttemptsOf } from '../../store/account/attempts.ts';
import { endSession } from '../../store/account/sessions.ts';
import { type Account, accountByNameOrStandIn, replaceHash } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { enter, isOpen } from './enter.ts';

/** In, or not; and what the next try would meet. Never why: number, key and hold read the same. */
export type SignedIn =
  | { readonly kind: 'in'; readonly session: string }
  | { readonly kind: 'refused'; readonly standing: SignInStanding };

type Try = {
  readonly claim: Claim;
  readonly key: string;
  readonly portal: string;
  readonly device: string;
};

/**
 * Signs in by number and key. The key is verified first and always, then judged under the lock of the number, so that fifty
 * tries at once count as fifty and a waiting number costs what an open one costs.
 */
export async function signIn(world: World, { claim, key, portal, device }: Try): Promise<SignedIn> {
  const nameHash = nameHashOf(world, claim);
  const read = await accountByNameOrStandIn(world.db, nameHash);
  const account = read?.own ? read.account : undefined;
  const normal = normalizeKey(key);
  const same = await verifyKey(account?.keyHash ?? world.dummyHash, normal, world.keys.peppers);
  const right = same && account !== undefined && account.keyHash !== null;
  const result = await world.db.transaction(async (tx): Promise<SignedIn> => {
    const at = world.clock.now();
    const { signIn: rule } = world.institution.policy;
    const attempts = await lockAttemptsOf(tx, nameHash, at);
    const before = signInStanding(attempts, rule, at);
    const mayEnter = before.kind === 'free' && right && isOpen(account);
    const after = mayEnter ? afterSuccess() : before.kind === 'free' ? afterFailure(attempts, at) : attempts;
    await saveAttemptsOf(tx, nameHash, after);
    await note(world, tx, nameHash, mayEnter ? undefined : 'not-signed-in', at);
    if (!mayEnter) return { kind: 'refused', standing: signInStanding(after, rule, at) };
    return { kind: 'in', session: await enter(tx, account, { portal, device }, at) };
  });
  if (result.kind === 'in' && account) await keepHashFresh(world, account, normal);
  return result;
}

const note = (world: World, tx: Runner, subject: Buffer, refusal: string | undefined, at: Date) =>
  appendAudit(tx, {
    at,
    actor: 'other',
    event: 'signed-in',
    subject,
    ...(refusal && { refusal }),
    policyVersion: world.institution.policy.version,
  });

/** A key hashed under an older cost or pepper is hashed anew when it is next seen (PW-15, PW-16). */
async function keepHashFresh(world: World, account: Account, key: string): Promise<void> {
  const { hash } = world.institution.policy.key;
  const { pepper } = world.keys;
  if (!account.keyHash || !needsRehash(account.keyHash, hash, pepper.id)) return;
  await replaceHash(world.db, account.id, account.keyHash, await hashKey(key, hash, pepper));
}

export const signOut = (world: World, token: string): Promise<unknown> =>
  endSession(world.db, sha256(token), world.clock.now());
