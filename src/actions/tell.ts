import type { Message, Parcel } from '../courier/message.ts';
import { minutesAfter } from '../lib/clock.ts';
import { randomToken, sha256 } from '../lib/digest.ts';
import { timedId } from '../lib/timed-id.ts';
import type { Channel, Language } from '../rules/policy.ts';
import { putDisavowal } from '../store/account/disavowals.ts';
import type { Runner } from '../store/database.ts';
import { queueParcel } from './outbox.ts';
import { contactOf, type Personal } from './personal.ts';
import type { World } from './world.ts';

/** Every channel there is, in the order people are told by. */
export const allChannels: readonly Channel[] = ['email', 'second-email', 'phone'];

const dayMinutes = 24 * 60;
/** A notice outlives a night without a relay, and no more. */
const noticeMinutes = dayMinutes;

/** The way a contact is reached. */
export const recipientOf = (channel: Channel, address: string): Parcel['to'] =>
  channel === 'phone' ? { by: 'sms', phone: address } : { by: 'mail', address };

/** The channels on which a person can be told something: those on file, as far as the house can carry to them. */
export const channelsOf = (world: World, personal: Personal, among = allChannels): Channel[] =>
  among.filter((one) => contactOf(personal, one) && (one !== 'phone' || world.courier.carriesSms));

/** One notice to one address. `live: false` is written and dropped: a decoy. */
export const tellOne = (
  world: World,
  tx: Runner,
  to: Parcel['to'],
  notice: { language: Language; message: Message; at: Date; caseId?: string | null; live?: boolean },
): Promise<void> =>
  queueParcel(
    world,
    tx,
    { id: timedId(notice.at), to, language: notice.language, message: notice.message },
    {
      live: notice.live ?? true,
      caseId: notice.caseId ?? null,
      at: notice.at,
      dropAfter: minutesAfter(notice.at, noticeMinutes),
    },
  );

/** What a notice that can be disavowed carries: a link of its own, and until when it works. */
export type DisavowalLink = { readonly link: string; readonly linkUntil: Date };

/** A link for "it was not me" over what happened at `at`; only its digest is kept. */
export async function disavowalLink(
  world: World,
  tx: Runner,
  accountId: string,
  at: Date,
): Promise<DisavowalLink> {
  const token = randomToken(world.institution.policy.link.bytes);
  const linkUntil = minutesAfter(at, world.institution.policy.disavowal.days * dayMinutes);
  await putDisavowal(tx, { tokenHash: sha256(token), accountId, at, until: linkUntil });
  return { link: `${world.baseUrl}/no-fui-yo/${token}`, linkUntil };
}

/**
 * Tells every confirmed channel of a person at once (RC-06), in the transaction of what it tells. `write` makes the message
 * from the reader's name and a link that disavows what happened.
 */
export async function tellEverywhere(
  world: World,
  tx: Runner,
  who: { accountId: string; personal: Personal; at: Date; caseId?: string },
  write: (firstName: string, disavowal: DisavowalLink) => Message,
): Promise<void> {
  const { personal, at, accountId, caseId } = who;
  const { language, firstName } = personal;
  const disavowal = await disavowalLink(world, tx, accountId, at);
  for (const channel of channelsOf(world, personal)) {
    const to = recipientOf(channel, contactOf(personal, channel) ?? '');
    const message = write(firstName, disavowal);
    await tellOne(world, tx, to, { language, message, at, caseId: caseId ?? null });
  }
}
