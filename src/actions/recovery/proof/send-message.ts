import type { Message } from '../../../courier/message.ts';
import { minutesAfter } from '../../../lib/clock.ts';
import { randomCode, randomToken, sha256 } from '../../../lib/digest.ts';
import { timedId } from '../../../lib/timed-id.ts';
import type { Effect } from '../../../rules/case.ts';
import type { Channel } from '../../../rules/policy.ts';
import type { Case } from '../../../store/cases.ts';
import { issueChallenge } from '../../../store/challenges.ts';
import type { Runner } from '../../../store/database.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import { queueParcel } from '../../outbox.ts';
import { contactOf, type Personal } from '../../personal.ts';
import { recipientOf } from '../../tell.ts';
import type { World } from '../../world.ts';
import { aboutCode } from '../typed.ts';

/** What an effect needs beside the case. */
export type Provisions = {
  /** Who is behind the number; absent for a decoy. */
  readonly personal?: Personal;
  /** What the visitor typed as contact: the decoy's stand-in for a destination, and never a destination. */
  readonly named?: string;
  /** Keyed hash of the paper code that was typed. */
  readonly savedCode?: Buffer;
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

// Sound: the column is only ever written from a `DeviceName`.
export const deviceOf = (found: Case): DeviceName => found.device as DeviceName;

/** Shown in a decoy's message, which nobody reads but which must be as long to write as a real one. */
export const nobodysName = 'Maria';

/** Issues a link and a code and queues their message; a decoy's goes the same way and is dropped by the worker. */
export async function sendRecovery(
  world: World,
  tx: Runner,
  { found, at, provisions }: Order,
  channel: Channel,
  live: boolean,
): Promise<void> {
  const { link, code } = world.institution.policy;
  const token = randomToken(link.bytes);
  const digits = randomCode(code.digits);
  const id = timedId(at);
  const times = { linkUntil: minutesAfter(at, link.minutes), codeUntil: minutesAfter(at, code.minutes) };
  await issueChallenge(tx, {
    id,
    caseId: found.id,
    nameHash: found.nameHash,
    channel,
    live,
    linkHash: channel === 'phone' ? null : sha256(token),
    code: world.keys.seal(digits, aboutCode(id)),
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
