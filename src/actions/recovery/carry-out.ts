import { randomUUID } from 'node:crypto';
import type { Message } from '../../courier/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { minutesAfter } from '../../lib/clock.ts';
import { randomCode, randomToken, sha256 } from '../../lib/digest.ts';
import type { Effect } from '../../rules/case.ts';
import type { Channel } from '../../rules/policy.ts';
import { clearAttempts } from '../../store/account/attempts.ts';
import { endSessionsOf } from '../../store/account/sessions.ts';
import { accountById, clearAttemptLock, writeKey } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Case, closeOtherCases } from '../../store/cases.ts';
import { codeOfCase, endChallengesOf, issueChallenge, spendCode } from '../../store/challenges.ts';
import type { Runner } from '../../store/database.ts';
import { forgetQuestionsOf } from '../../store/question-sets.ts';
import type { DeviceName } from '../../words/shapes.ts';
import { queueParcel } from '../outbox.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import { type DisavowalLink, recipientOf, tellEverywhere, tellOne } from '../tell.ts';
import type { World } from '../world.ts';

/** What an effect needs beside the case. */
export type Provisions = {
  /** Who is behind the number; absent for a decoy. */
  readonly personal?: Personal;
  /** What the visitor typed as contact: the decoy's stand-in for a destination, and never a destination. */
  readonly named?: string;
  /** Hash of the new key. */
  readonly keyHash?: string;
};

/** One order of the rules, to be obeyed inside the transaction. */
export type Order = {
  readonly effect: Effect;
  readonly found: Case;
  readonly at: Date;
  readonly provisions: Provisions;
};

/** Obeys one order. It judges nothing: whether a message lives was decided. */
export async function carryOut(world: World, tx: Runner, order: Order): Promise<void> {
  const { effect, found, at, provisions } = order;
  switch (effect.kind) {
    case 'send-message':
      return sendRecovery(world, tx, order, effect.channel, effect.live);
    case 'tell-someone-tried':
      return tellSomeoneTried(world, tx, order, effect.live);
    case 'tell-key-changed':
      return tellOwner(world, tx, order, (firstName, disavowal) => ({
        kind: 'key-changed',
        firstName,
        caseWords: found.words,
        at,
        device: deviceOf(found),
        ...disavowal,
      }));
    case 'spend-code': {
      const challenge = await codeOfCase(tx, found.id);
      if (challenge) await spendCode(tx, challenge.id, at);
      return;
    }
    case 'write-key':
      if (!found.accountId || !provisions.keyHash) throw new TypeError('A key was to be written for nobody');
      return writeKey(tx, found.accountId, provisions.keyHash, world.institution.policy.key.lastKeys, at);
    case 'clear-attempt-lock':
      if (found.accountId) await clearAttemptLock(tx, found.accountId);
      await clearAttempts(tx, found.nameHash);
      return;
    case 'end-everything-else':
      return endEverythingElse(world, tx, found, at);
    case 'hand-to-actor':
      return;
    default:
      return assertNever(effect);
  }
}

// Sound: the column is only ever written from a `DeviceName`.
const deviceOf = (found: Case): DeviceName => found.device as DeviceName;

/** Shown in a decoy's message, which nobody reads but which must be as long to write as a real one. */
const nobodysName = 'Maria';

/** Issues a link and a code and queues their message; a decoy's goes the same way and is dropped by the worker. */
async function sendRecovery(
  world: World,
  tx: Runner,
  { found, at, provisions }: Order,
  channel: Channel,
  live: boolean,
): Promise<void> {
  const { link, code } = world.institution.policy;
  const token = randomToken(link.bytes);
  const digits = randomCode(code.digits);
  const id = randomUUID();
  const times = { linkUntil: minutesAfter(at, link.minutes), codeUntil: minutesAfter(at, code.minutes) };
  await issueChallenge(tx, {
    id,
    caseId: found.id,
    nameHash: found.nameHash,
    channel,
    live,
    linkHash: channel === 'phone' ? null : sha256(token),
    code: world.keys.seal(digits, `challenge ${id}`),
    issuedAt: at,
    ...times,
  });
  const reader = live
    ? personOf(provisions, channel)
    : { firstName: nobodysName, address: provisions.named ?? '' };
  const message: Message = {
    ...askedBy(found, at),
    firstName: reader.firstName,
    code: digits,
    link: `${world.baseUrl}/r/${token}`,
    ...times,
  };
  const parcel = { id, to: recipientOf(channel, reader.address), language: found.language, message };
  const dropAfter = channel === 'phone' ? times.codeUntil : times.linkUntil;
  await queueParcel(world, tx, parcel, { live, caseId: found.id, at, dropAfter });
}

/** What a message says of the walk that asked for it. */
const askedBy = (found: Case, askedAt: Date) =>
  ({
    kind: 'recover',
    purpose: found.purpose,
    caseWords: found.words,
    askedAt,
    device: deviceOf(found),
  }) as const;

/** Who gets a living message: the contact on record, or nobody. What was typed is never a destination (EM-01). */
function personOf({ personal }: Provisions, channel: Channel): { firstName: string; address: string } {
  const address = personal && contactOf(personal, channel);
  if (!personal || address === undefined) throw new TypeError('A living message has nowhere to go');
  return { firstName: personal.firstName, address };
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

/** Completion ends every other case, message and session of the number (RC-02, RT-06). */
async function endEverythingElse(world: World, tx: Runner, found: Case, at: Date): Promise<void> {
  await endChallengesOf(tx, found.nameHash, found.id, at);
  await endSessionsOf(tx, found.accountId, at);
  await forgetQuestionsOf(tx, found.nameHash);
  for (const caseId of await closeOtherCases(tx, found, at))
    await appendAudit(tx, {
      at,
      actor: 'system',
      event: 'case-replaced',
      subject: found.nameHash,
      caseId,
      after: 'closed:replaced',
      policyVersion: world.institution.policy.version,
    });
}
