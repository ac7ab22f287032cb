import { randomInt, randomUUID } from 'node:crypto';
import { sha256 } from '../../lib/digest.ts';
import { decideDisavowal, type Undoing, undoneSince } from '../../rules/account/disavowal.ts';
import type { Language } from '../../rules/policy.ts';
import { type ContactChange, lockContactChangesSince } from '../../store/account/contact-changes.ts';
import { type Disavowal, disavowalOf, useDisavowal } from '../../store/account/disavowals.ts';
import { fraudWordsOf, putFraudCase } from '../../store/account/fraud/fraud-cases.ts';
import {
  closeCasesOf,
  formerKeyTimes,
  freezeAccount,
  putBackKey,
  removeFactorsSince,
} from '../../store/account/fraud/freeze.ts';
import { endSessionsOf } from '../../store/account/sessions.ts';
import { accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { endChallengesOfNumber } from '../../store/challenges.ts';
import { caseWords } from '../../words/case-words.ts';
import { openPersonal } from '../personal.ts';
import { recipientOf, tellOne } from '../tell.ts';
import type { World } from '../world.ts';
import { applyTo } from './apply.ts';
import { everybodyOf } from './carry-out.ts';
import { type Held, holding } from './hold.ts';
import { openContacts } from './sealed.ts';

/** What the link of a notice turns out to be. Only one that was sent is ever anything but unknown. */
export type DisavowalView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'live'; readonly language: Language }
  | { readonly kind: 'expired'; readonly until: Date }
  /** Pressed: the account was shut, under these two words. */
  | { readonly kind: 'pressed'; readonly words: string };

/** Looks at a link and changes nothing, however often and by whatever machine it is opened. */
export async function viewDisavowal(world: World, token: string): Promise<DisavowalView> {
  const found = await disavowalOf(world.db, sha256(token));
  const account = found && (await accountById(world.db, found.accountId));
  if (!account) return { kind: 'unknown' };
  if (found.usedAt) return { kind: 'pressed', words: (await fraudWordsOf(world.db, account.id)) ?? '' };
  if (world.clock.now() > found.until) return { kind: 'expired', until: found.until };
  return { kind: 'live', language: openPersonal(world, account).language };
}

/**
 * "It was not me": in one transaction everything of the last days is undone, everybody is signed out and the account shut.
 * Pressed twice, or by fifty at once, it happens once.
 */
export async function disavow(world: World, token: string): Promise<void> {
  const tokenHash = sha256(token);
  const seen = await disavowalOf(world.db, tokenHash);
  if (!seen) return;
  await holding(world, seen.accountId, async (held) => {
    const { tx, at } = held;
    const found = await disavowalOf(tx, tokenHash);
    if (!found) return;
    const rule = world.institution.policy.disavowal;
    const since = undoneSince(found.at, at, rule);
    const changes = await lockContactChangesSince(tx, found.accountId, since);
    const undoing = decideDisavowal(await seenBy(held, found, changes), at, rule);
    if (undoing.kind !== 'undo') return;
    await useDisavowal(tx, tokenHash, at);
    await undo(world, held, undoing, changes);
    await endEverything(world, held);
    await note(world, held);
    if (!held.account.frozenAt) await freeze(world, held, undoing, changes);
  });
}

const seenBy = async ({ tx, account }: Held, found: Disavowal, changes: readonly ContactChange[]) => ({
  happened: found.at,
  until: found.until,
  usedAt: found.usedAt,
  keySetAt: account.keyHash === null ? null : account.keySetAt,
  formerKeys: await formerKeyTimes(tx, account.id),
  changes,
});

type Undo = Extract<Undoing, { kind: 'undo' }>;

async function undo(
  world: World,
  held: Held,
  undoing: Undo,
  changes: readonly ContactChange[],
): Promise<void> {
  const { tx, account } = held;
  const byId = new Map(changes.map((one) => [one.id, one]));
  const each = [
    ...undoing.cancel.map((id) => [id, { kind: 'disavowed' }] as const),
    ...undoing.undo.map((id) => [id, { kind: 'undone' }] as const),
  ];
  for (const [id, fact] of each) {
    const change = byId.get(id);
    if (change) await applyTo(world, held, change, fact, 'other');
  }
  await removeFactorsSince(tx, account.id, undoing.since);
  if (undoing.key !== 'keep') await putBackKey(tx, account.id, undoing.key);
}

/** Sessions, devices, open cases and what was sent for them. */
async function endEverything(world: World, { tx, at, account }: Held): Promise<void> {
  await endSessionsOf(tx, account.id, at);
  await endChallengesOfNumber(tx, account.nameHash, at);
  for (const caseId of await closeCasesOf(tx, account.nameHash, at))
    await appendAudit(tx, {
      at,
      actor: 'other',
      event: 'case-cancelled',
      subject: account.nameHash,
      caseId,
      after: 'closed:cancelled',
      policyVersion: world.institution.policy.version,
    });
}

/** Each press has its line: one on an account that was shut before undoes things, too, and tells nobody. */
const note = (world: World, { tx, at, account }: Held): Promise<void> =>
  appendAudit(tx, {
    at,
    actor: 'other',
    event: 'account-frozen',
    subject: account.nameHash,
    before: account.frozenAt ? 'frozen' : account.status,
    after: 'frozen',
    policyVersion: world.institution.policy.version,
  });

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? '';

/** Shuts the account under two new words and tells every contact, also those that were just undone. */
async function freeze(
  world: World,
  held: Held,
  undoing: Undo,
  changes: readonly ContactChange[],
): Promise<void> {
  const { tx, at, account, personal } = held;
  const words = `${pick(caseWords)} ${pick(caseWords)}`;
  await freezeAccount(tx, account.id, at);
  await putFraudCase(tx, { id: randomUUID(), accountId: account.id, words, at });
  // Nobody writes to the dead (RC-16).
  if (account.status !== 'active') return;
  const touched = changes
    .filter(({ id, stage }) => undoing.undo.includes(id) || stage.kind === 'held')
    .map((one) => ({ slot: one.slot, contacts: openContacts(world, one) }));
  const { firstName, language } = personal;
  const message = { kind: 'frozen', firstName, caseWords: words, at } as const;
  for (const [channel, address] of everybodyOf(world, personal, touched))
    await tellOne(world, tx, recipientOf(channel, address), { language, message, at });
  held.told = true;
}
