import { hashKey, verifyKey } from '../../../lib/keys/key-hash.ts';
import { leastPassphrase } from '../../../rules/desk/break-glass.ts';
import { appendAudit } from '../../../store/audit.ts';
import { lockMember, memberByCode } from '../../../store/desk/staff/members.ts';
import { type KeptPassphrase, passphraseOf, putPassphrase } from '../../../store/desk/staff/passphrases.ts';
import type { World } from '../../world.ts';

/** What became of a new passphrase. Whoever has one changes it with the former one only. */
export type PassphraseSet = 'set' | 'nobody' | 'too-short' | 'wrong-former';

/**
 * Sets the passphrase by which an administrator confirms from the command line. It counts from a day later on, and the log rings:
 * who sets another's is seen before it is of use.
 */
export async function setPassphrase(
  world: World,
  { code, former, next }: { code: string; former: string; next: string },
): Promise<PassphraseSet> {
  if ([...next.normalize('NFC')].length < leastPassphrase) return 'too-short';
  const hash = await hashKey(next, world.institution.policy.key.hash, world.keys.pepper);
  return world.db.transaction(async (tx) => {
    const seen = await memberByCode(tx, code);
    const member = seen && (await lockMember(tx, seen.id));
    if (!member || member.disabledAt || !member.roles.includes('administrator')) return 'nobody';
    const at = world.clock.now();
    const kept = await passphraseOf(tx, member.id);
    const refused = kept && !(await isPassphrase(world, kept, former));
    await appendAudit(tx, {
      at,
      actor: 'operator',
      event: 'staff-passphrase-set',
      staff: member.id,
      ...(refused && { refusal: 'wrong-former' }),
      policyVersion: world.institution.policy.version,
    });
    world.log.warn({ event: 'staff-passphrase-set' });
    if (refused) return 'wrong-former';
    await putPassphrase(tx, member.id, { hash, at });
    return 'set';
  });
}

/** Whether this is the passphrase that is kept. */
export const isPassphrase = ({ keys }: World, kept: KeptPassphrase, typed: string): Promise<boolean> =>
  verifyKey(kept.hash, typed, keys.peppers);
