import type { Message } from '../../courier/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { clearAttempts } from '../../store/account/attempts.ts';
import { endLettersOf } from '../../store/account/factors/letters.ts';
import { savedCodesLeft, spendSavedCode } from '../../store/account/factors/saved-codes.ts';
import { liftFreeze } from '../../store/account/fraud/lift-freeze.ts';
import { endSessionsOf } from '../../store/account/sessions.ts';
import { accountById, clearAttemptLock, writeKey } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { closeOtherCases } from '../../store/cases.ts';
import { codeOfCase, endChallengesOf, spendCode } from '../../store/challenges.ts';
import type { Runner } from '../../store/database.ts';
import { forgetQuestionsOf } from '../../store/question-sets.ts';
import { endChangesOf } from '../contact/end-changes.ts';
import { mailboxProved } from '../mail/health.ts';
import { openPersonal } from '../personal.ts';
import { type DisavowalLink, tellEverywhere, tellOne } from '../tell.ts';
import type { World } from '../world.ts';
import { deviceOf, nobodysName, type Order, sendRecovery } from './proof/send-message.ts';

/** Obeys one order. It judges nothing: whether a message lives was decided. */
export async function carryOut(world: World, tx: Runner, order: Order): Promise<void> {
  const { effect, found, at, provisions } = order;
  switch (effect.kind) {
    case 'send-message':
      return sendRecovery(world, tx, order, effect.channel, effect.live);
    case 'tell-someone-tried':
      return tellSomeoneTried(world, tx, order, effect.live);
    case 'spend-saved-code':
      return spendPaperCode(tx, order);
    case 'tell-saved-code':
      return tellSavedCode(world, tx, order);
    case 'spend-letter':
      await endLettersOf(tx, found.nameHash, at);
      return;
    case 'tell-unlocked':
      return tellOfKey(world, tx, order, 'unlocked');
    case 'lift-freeze':
      return openAgain(tx, order);
    case 'tell-key-changed':
      return tellOfKey(world, tx, order, 'key-changed');
    case 'spend-code':
      return spendMessageCode(world, tx, order);
    case 'write-key':
      if (!found.accountId || !provisions.keyHash) throw new TypeError('A key was to be written for nobody');
      return writeKey(tx, found.accountId, provisions.keyHash, world.institution.policy.key.lastKeys, at);
    case 'clear-attempt-lock':
      if (found.accountId) await clearAttemptLock(tx, found.accountId);
      await clearAttempts(tx, found.nameHash);
      return;
    case 'end-everything-else':
      return endEverythingElse(world, tx, order, effect.sessions);
    case 'hand-to-actor':
      return;
    default:
      return assertNever(effect);
  }
}

/** A code works once; whoever typed it reads the mailbox it was sent to. */
async function spendMessageCode(world: World, tx: Runner, { found, at }: Order): Promise<void> {
  const challenge = await codeOfCase(tx, found.id);
  if (!challenge) return;
  await spendCode(tx, challenge.id, at);
  await mailboxProved(world, tx, { accountId: found.accountId, channel: challenge.channel, at });
}

/** Lifts a freeze. Whoever signed in at its very moment left a session asleep, and must not wake up with it. */
async function openAgain(tx: Runner, { found, at }: Order): Promise<void> {
  if (found.accountId) await liftFreeze(tx, found.accountId, at, 'two-channels');
  await endSessionsOf(tx, found.accountId, at);
}

/** Tells the main mailbox, or writes a notice for nobody. */
async function tellSomeoneTried(
  world: World,
  tx: Runner,
  { found, at, provisions }: Order,
  live: boolean,
): Promise<void> {
  const account = await accountById(tx, found.accountId);
  // Nobody writes to the dead, nor tells the suspended that their account is open to them (RC-16).
  const personal = account?.status === 'active' ? openPersonal(world, account) : undefined;
  const address = live ? personal?.email : undefined;
  await tellOne(
    world,
    tx,
    { by: 'mail', address: address ?? provisions.named ?? '' },
    {
      language: personal?.language ?? found.language,
      message: { kind: 'someone-tried', firstName: personal?.firstName ?? nobodysName, at },
      at,
      caseId: found.id,
      live: address !== undefined,
    },
  );
}

/** Tells every channel of the person whose case this is. Only a case that was proven has somebody to tell. */
async function tellOwner(
  world: World,
  tx: Runner,
  { found, at }: Order,
  write: (firstName: string, disavowal: DisavowalLink) => Message,
): Promise<void> {
  const account = await accountById(tx, found.accountId);
  if (account?.status !== 'active') return;
  const personal = openPersonal(world, account);
  await tellEverywhere(world, tx, { accountId: account.id, personal, at, caseId: found.id }, write);
}

/** Once used, a paper code is no code; whoever cannot use it up was too late, and the act said so. */
async function spendPaperCode(tx: Runner, { found, at, provisions }: Order): Promise<void> {
  const { savedCode } = provisions;
  if (!savedCode || !(await spendSavedCode(tx, found.accountId, savedCode, at)))
    throw new TypeError('A paper code was to be used up that does not work');
}

/** A used code is told to every channel, with how many are left (RC-11). */
async function tellSavedCode(world: World, tx: Runner, order: Order): Promise<void> {
  const { accountId } = order.found;
  const { left } = accountId ? await savedCodesLeft(tx, accountId) : { left: 0 };
  await tellOwner(world, tx, order, (firstName, disavowal) => ({
    kind: 'saved-codes',
    firstName,
    happened: 'used',
    left,
    at: order.at,
    ...disavowal,
  }));
}

/** What became of the key, told to every channel. */
const tellOfKey = (
  world: World,
  tx: Runner,
  order: Order,
  kind: 'key-changed' | 'unlocked',
): Promise<void> => {
  const { found, at } = order;
  return tellOwner(world, tx, order, (firstName, disavowal) => ({
    kind,
    firstName,
    caseWords: found.words,
    at,
    device: deviceOf(found),
    ...disavowal,
  }));
};

/** Completion ends every other case, message and session of the number (RC-02, RT-06). */
async function endEverythingElse(
  world: World,
  tx: Runner,
  { found, at }: Order,
  sessions: boolean,
): Promise<void> {
  await endChallengesOf(tx, found.nameHash, found.id, at);
  await endLettersOf(tx, found.nameHash, at);
  if (sessions && found.accountId) {
    await endSessionsOf(tx, found.accountId, at);
    await endChangesOf(world, tx, { id: found.accountId, nameHash: found.nameHash });
  }
  await forgetQuestionsOf(tx, found.nameHash);
  const because = sessions ? 'key-changed' : 'replaced';
  for (const caseId of await closeOtherCases(tx, found, because, at))
    await appendAudit(tx, {
      at,
      actor: 'system',
      event: 'case-replaced',
      subject: found.nameHash,
      caseId,
      after: `closed:${because}`,
      policyVersion: world.institution.policy.version,
    });
}
