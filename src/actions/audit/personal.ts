import { randomBytes } from '../../lib/digest.ts';
import { openUnder, sealUnder } from '../../lib/seal.ts';
import { erasePersonKey, findPersonKey, personKey } from '../../store/audit/person-keys.ts';
import { type AuditLine, appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';

/** What the log tells, under the person's own key, of a case at the counter. */
export type CaseDetails = { readonly contact?: string; readonly note?: string };

export const aboutPersonKey = (subject: Buffer): string => `audit key ${subject.toString('hex')}`;
const aboutValue = (subject: Buffer): string => `audit of ${subject.toString('hex')}`;

/**
 * Seals what a line of the log tells of one person, for `AuditLine.personal`, under that person's own key. The log is sealed
 * over the ciphertext: once the key is erased nobody can read it, and the log stays whole (AU-08).
 */
export async function sealForAudit(
  { keys, clock }: World,
  tx: Runner,
  subject: Buffer,
  value: unknown,
): Promise<Buffer> {
  const fresh = keys.seal(randomBytes(32).toString('base64'), aboutPersonKey(subject));
  const kept = await personKey(tx, subject, fresh, clock.now());
  const key = Buffer.from(keys.open<string>(kept, aboutPersonKey(subject)), 'base64');
  return sealUnder(key, value, aboutValue(subject));
}

/** What was sealed for a person; nothing once it was erased. The caller names the type it sealed. */
export async function openFromAudit<T>(
  { keys }: World,
  on: Runner,
  subject: Buffer,
  personal: Buffer,
): Promise<T | undefined> {
  const kept = await findPersonKey(on, subject);
  if (!kept) return undefined;
  const key = Buffer.from(keys.open<string>(kept, aboutPersonKey(subject)), 'base64');
  try {
    return openUnder<T>(key, personal, aboutValue(subject));
  } catch {
    // Sealed under a key that was erased before this one was made.
    return undefined;
  }
}

/** Erases all that the log tells of one person, in the transaction of what asked for it, and notes that it did. */
export async function eraseAuditPayload(
  world: World,
  tx: Runner,
  subject: Buffer,
  actor: AuditLine['actor'],
): Promise<void> {
  if (!(await erasePersonKey(tx, subject))) return;
  await appendAudit(tx, {
    at: world.clock.now(),
    actor,
    event: 'audit-payload-erased',
    subject,
    policyVersion: world.institution.policy.version,
  });
}
