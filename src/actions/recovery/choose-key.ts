import { hashKey } from '../../lib/keys/key-hash.ts';
import type { Outcome } from '../../rules/case.ts';
import { normalizeKey } from '../../rules/key-rule.ts';
import { accountById } from '../../store/accounts.ts';
import type { Case } from '../../store/cases.ts';
import { judgeNewKey, type KeyProblem } from '../judge-key.ts';
import type { World } from '../world.ts';
import { actorIn, advance } from './advance.ts';
import { accountNow } from './proof/means.ts';

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
  const problem = account ? await judgeNewKey(world, account, key) : undefined;
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
