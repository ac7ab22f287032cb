import { randomUUID } from 'node:crypto';
import { newPaperCode } from '../../lib/keys/paper-code.ts';
import { letterUntil, mayAskLetter } from '../../rules/account/letter.ts';
import { lastLetterAt, putLetter } from '../../store/account/factors/letters.ts';
import { accountOrStandIn } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Case } from '../../store/cases.ts';
import type { Runner } from '../../store/database.ts';
import { lockStandingOf } from '../../store/standings.ts';
import { letterCodeHash, openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';

/** What is printed: sealed until it is. */
export type LetterToPrint = {
  readonly name: string;
  readonly postal: readonly string[];
  readonly language: Personal['language'];
  readonly code: string;
  readonly askedAt: string;
  readonly until: string;
};

/** A letter opens for its own row only. */
export const aboutLetter = (id: string): string => `letter ${id}`;

/** Nobody can be written to by mail or phone, and somebody can be written to by post. */
const needsLetter = (personal: Personal): boolean =>
  personal.postal !== undefined && !personal.email && !personal.secondEmail && !personal.phone;

/**
 * Queues a letter with a code to the postal address on record, for a person without any other contact. For everybody else
 * the same rows are written and nothing is ever printed. One a week for each number.
 */
export async function askLetter(world: World, found: Case): Promise<void> {
  await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    await lockStandingOf(tx, found.nameHash, at);
    const allowed = mayAskLetter(await lastLetterAt(tx, found.nameHash), at);
    const read = await accountOrStandIn(tx, found.accountId);
    const personal = read && openPersonal(world, read.account);
    const reader =
      read?.own && read.account.status === 'active' && personal && needsLetter(personal)
        ? personal
        : undefined;
    if (allowed) await queueLetter(world, tx, found, reader, at);
    await appendAudit(tx, {
      at,
      actor: 'starter',
      event: 'letter-asked',
      subject: found.nameHash,
      caseId: found.id,
      ...(!allowed && { refusal: 'too-soon' }),
      policyVersion: world.institution.policy.version,
    });
  });
}

async function queueLetter(
  world: World,
  tx: Runner,
  found: Case,
  reader: Personal | undefined,
  at: Date,
): Promise<void> {
  const id = randomUUID();
  const code = newPaperCode();
  const until = letterUntil(at, world.institution.policy.letter);
  const printed: LetterToPrint = {
    name: reader ? `${reader.firstName} ${reader.lastName}`.trim() : '',
    postal: reader?.postal ?? [],
    language: found.language,
    code,
    askedAt: at.toISOString(),
    until: until.toISOString(),
  };
  await putLetter(tx, {
    id,
    nameHash: found.nameHash,
    accountId: found.accountId,
    live: reader !== undefined,
    codeHash: letterCodeHash(world, found.nameHash, code),
    payload: world.keys.seal(printed, aboutLetter(id)),
    askedAt: at,
    until,
  });
}
