import { randomInt, randomUUID } from 'node:crypto';
import type { Channel } from '../../rules/policy.ts';
import { keepPasskeysOf } from '../../store/account/factors/passkeys.ts';
import { putFraudCase } from '../../store/account/fraud/fraud-cases.ts';
import { closeCasesOf, freezeAccount } from '../../store/account/fraud/freeze.ts';
import { endSessionsOf } from '../../store/account/sessions.ts';
import { appendAudit } from '../../store/audit.ts';
import { endChallengesOfNumber } from '../../store/challenges.ts';
import { caseWords } from '../../words/case-words.ts';
import { recipientOf, tellOne } from '../tell.ts';
import type { World } from '../world.ts';
import type { By } from './apply.ts';
import { everybodyOf } from './carry-out.ts';
import type { Held } from './hold.ts';
import type { Contacts } from './sealed.ts';

/** Contacts beside those on file that are told too: what was just undone, what would have come. */
type Touched = readonly { readonly slot: Channel; readonly contacts: Contacts }[];

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? '';

/** Two words that name a case at a counter and in a message. */
export const newWords = (): string => `${pick(caseWords)} ${pick(caseWords)}`;

/**
 * Signs everybody out and shuts the account under two new words; every contact is told. An account that is shut already stays
 * as it is. Without `openedBy` it was the person, by the link of a notice.
 */
export async function freezeHeld(
  world: World,
  held: Held,
  { touched = [], openedBy }: { touched?: Touched; openedBy?: string | undefined },
): Promise<void> {
  const { tx, at, account, personal } = held;
  const actor = openedBy === undefined ? 'other' : 'agent';
  await endEverything(world, held, actor);
  // Each press has its line: one on an account that was shut before may undo things, too, and tells nobody.
  await appendAudit(tx, {
    at,
    actor,
    event: 'account-frozen',
    subject: account.nameHash,
    before: account.frozenAt ? 'frozen' : account.status,
    after: 'frozen',
    ...(openedBy !== undefined && { staff: openedBy }),
    policyVersion: world.institution.policy.version,
  });
  if (account.frozenAt) return;
  const words = newWords();
  await freezeAccount(tx, account.id, at);
  await putFraudCase(tx, { id: randomUUID(), accountId: account.id, words, at, openedBy });
  // Nobody writes to the dead (RC-16).
  if (account.status !== 'active') return;
  const { firstName, language } = personal;
  const message = { kind: 'frozen', firstName, caseWords: words, at } as const;
  for (const [channel, address] of everybodyOf(world, personal, touched))
    await tellOne(world, tx, recipientOf(channel, address), { language, message, at });
  held.told = true;
}

/** Ends sessions, open cases and what was sent for them, and the wait of a passkey that was to go. */
export async function endEverything(world: World, { tx, at, account }: Held, actor: By): Promise<void> {
  await endSessionsOf(tx, account.id, at);
  await keepPasskeysOf(tx, account.id);
  await endChallengesOfNumber(tx, account.nameHash, at);
  for (const caseId of await closeCasesOf(tx, account.nameHash, at))
    await appendAudit(tx, {
      at,
      actor,
      event: 'case-cancelled',
      subject: account.nameHash,
      caseId,
      after: 'closed:cancelled',
      policyVersion: world.institution.policy.version,
    });
}
