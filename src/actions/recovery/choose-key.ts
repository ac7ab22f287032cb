import { hashKey, verifyKey } from '../../lib/keys/key-hash.ts';
import type { Outcome } from '../../rules/case.ts';
import { judgeKey, type KeyContext, type KeyFault, nobody, normalizeKey } from '../../rules/key-rule.ts';
import { type Account, accountById, pastKeyHashes } from '../../store/accounts.ts';
import type { Case } from '../../store/cases.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { actorIn, advance } from './advance.ts';
import { accountNow } from './proof/means.ts';

/** Why a key was not taken: what the rule says of it, or that it was theirs before. */
export type KeyProblem = KeyFault | { readonly kind: 'used-before' };

export type KeyChoice = { readonly outcome: Outcome | undefined; readonly problem?: KeyProblem };

/**
 * Takes a new key. It is judged, compared with the former ones and hashed before anything is locked; then the case is
 * advanced, and the key, the end of all other cases, messages and sessions, the audit line and the notices are one
 * transaction (RC-10). A key refused leaves the link alive.
 */
export async function chooseKey(
  world: World,
  visit: { browser: Buffer; found: Case; key: string },
): Promise<KeyChoice> {
  const { browser, found } = visit;
  const mayChoose = found.stage.kind === 'choosing-key' && actorIn(found, browser).holder;
  const account = mayChoose ? await accountById(world.db, found.accountId) : undefined;
  const key = normalizeKey(visit.key);
  const problem = account ? await judge(world, account, key) : undefined;
  const { key: rule } = world.institution.policy;
  const keyHash = account && !problem ? await hashKey(key, rule.hash, world.keys.pepper) : undefined;
  const outcome = await advance(world, found.id, browser, async ({ tx, found: locked }) => {
    const { open, frozen } = await accountNow(world, tx, locked);
    return {
      fact: { kind: 'key-chosen', fault: keyHash === undefined, open, frozen },
      provisions: { ...(keyHash && { keyHash }) },
    };
  });
  return problem ? { outcome, problem } : { outcome };
}

async function judge(world: World, account: Account, key: string): Promise<KeyProblem | undefined> {
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

/** Starts the time for choosing anew (WCAG 2.2, 2.2.1). */
export const askTime = (
  world: World,
  visit: { browser: Buffer; caseId: string },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, () => ({ fact: { kind: 'time-asked' } }));

/** Ends a case at the visitor's wish. */
export const cancelCase = (
  world: World,
  visit: { browser: Buffer; caseId: string },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, () => ({ fact: { kind: 'case-cancelled' } }));
