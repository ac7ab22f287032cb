import { verifyKey } from '../../lib/keys/key-hash.ts';
import { normalizeKey } from '../../rules/key-rule.ts';
import { afterFailure, afterSuccess, type SignInStanding, signInStanding } from '../../rules/waits.ts';
import { lockAttemptsOf, saveAttemptsOf } from '../../store/account/attempts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';
import type { Owner } from './owner.ts';

/** Right, or not; and what the next try would meet. */
export type OwnerKey =
  | { readonly kind: 'right' }
  | { readonly kind: 'refused'; readonly standing: SignInStanding };

/**
 * Asks whoever is signed in for their key again. A wrong one counts as a failed sign-in (PW-18), under the same lock and the same
 * waits: an open session is no place to guess in. `accepted` is done in the transaction that takes the right one.
 */
export async function verifyOwnerKey(
  world: World,
  { account }: Owner,
  typed: string,
  accepted?: (tx: Runner, at: Date) => Promise<unknown>,
): Promise<OwnerKey> {
  const { keyHash, nameHash } = account;
  const same = await verifyKey(keyHash ?? world.dummyHash, normalizeKey(typed), world.keys.peppers);
  return world.db.transaction(async (tx): Promise<OwnerKey> => {
    const at = world.clock.now();
    const { signIn: rule, version } = world.institution.policy;
    const attempts = await lockAttemptsOf(tx, nameHash, at);
    const before = signInStanding(attempts, rule, at);
    const right = before.kind === 'free' && same && keyHash !== null;
    const after = right ? afterSuccess() : before.kind === 'free' ? afterFailure(attempts, at) : attempts;
    await saveAttemptsOf(tx, nameHash, after);
    await appendAudit(tx, {
      at,
      actor: 'owner',
      event: 'key-confirmed',
      subject: nameHash,
      ...(!right && { refusal: 'wrong-key' }),
      policyVersion: version,
    });
    if (!right) return { kind: 'refused', standing: signInStanding(after, rule, at) };
    await accepted?.(tx, at);
    return { kind: 'right' };
  });
}
