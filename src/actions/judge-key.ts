import { verifyKey } from '../lib/keys/key-hash.ts';
import { judgeKey, type KeyContext, type KeyFault, nobody } from '../rules/key-rule.ts';
import { type Account, pastKeyHashes } from '../store/accounts.ts';
import { contactOf, openPersonal, type Personal } from './personal.ts';
import type { World } from './world.ts';

/** Why a key was not taken: what the rule says of it, or that it was theirs before. */
export type KeyProblem = KeyFault | { readonly kind: 'used-before' };

/** What is wrong with a new key of this account, if anything. The key is normalized already. */
export async function judgeNewKey(
  world: World,
  account: Account,
  key: string,
): Promise<KeyProblem | undefined> {
  const { key: rule } = world.institution.policy;
  const personal = openPersonal(world, account);
  const fault = judgeKey(key, rule, contextOf(personal), (one) => world.blocklist.isCommon(one));
  if (fault) return fault;
  const past = await pastKeyHashes(world.db, account.id, Math.max(0, rule.lastKeys - 1));
  const former = account.keyHash && rule.lastKeys > 0 ? [account.keyHash, ...past] : past;
  for (const hash of former)
    if (await verifyKey(hash, key, world.keys.peppers)) return { kind: 'used-before' };
  return undefined;
}

/** What a key must not contain of the person's own. */
function contextOf(personal: Personal): KeyContext {
  const { claim } = personal;
  const emails = [contactOf(personal, 'email'), contactOf(personal, 'second-email')];
  return {
    ...nobody,
    numbers: [claim.identity.number, ...(claim.subject === 'company' ? [claim.representative.number] : [])],
    names: [personal.firstName, personal.lastName],
    phones: personal.phone ? [personal.phone] : [],
    emails: emails.filter((one) => one !== undefined),
    ...(personal.birth && { birth: personal.birth }),
  };
}
