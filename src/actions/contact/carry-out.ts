import type { Message } from '../../courier/message.ts';
import { assertNever } from '../../lib/assert-never.ts';
import { timedId } from '../../lib/timed-id.ts';
import { type ChangeEffect, codeUntil } from '../../rules/account/change.ts';
import type { Channel } from '../../rules/policy.ts';
import type { ContactChange } from '../../store/account/contact-changes.ts';
import { endChallengesOfNumber } from '../../store/challenges.ts';
import { forgetImportedDigest } from '../../store/import/batch.ts';
import { forgetReturns } from '../../store/mail/returns.ts';
import { hintOf } from '../../words/masks.ts';
import { queueParcel } from '../outbox.ts';
import { contactOf, type Personal } from '../personal.ts';
import { channelsOf, disavowalLink, recipientOf, tellOne } from '../tell.ts';
import type { World } from '../world.ts';
import type { Held } from './hold.ts';
import { type Contacts, openCode, openContacts, sealContacts } from './sealed.ts';
import { contactHash } from './shared.ts';

/** Obeys one order of the rules; gives the change with what the order wrote into it. */
export async function carryOutChange(
  world: World,
  held: Held,
  change: ContactChange,
  effect: ChangeEffect,
): Promise<ContactChange> {
  const { at } = held;
  const { slot } = change;
  const contacts = openContacts(world, change);
  switch (effect.kind) {
    case 'send-code':
      await sendCode(world, held, change, effect.live);
      return change;
    case 'tell-will-change':
      await tellWillChange(world, held, change, contacts);
      return change;
    case 'tell-kept':
      await tellAll(world, held, change, (firstName) => ({ kind: 'contact-kept', firstName, slot, at }));
      return change;
    case 'tell-changed':
      await tellChanged(world, held, change, contacts);
      return change;
    case 'write-contact':
      // Its owner typed a code from it, or two administrators vouch for it.
      if (contacts.to !== undefined) await forgetReturns(held.tx, contactHash(world, contacts.to));
      return writeContact(world, held, change, contacts);
    case 'restore-contact':
      await restoreContact(held, slot, contacts);
      return change;
    case 'end-messages':
      await endChallengesOfNumber(held.tx, held.account.nameHash, at);
      return change;
    default:
      return assertNever(effect);
  }
}

/** Writes the new contact, and into the change what stood before it. */
function writeContact(world: World, held: Held, change: ContactChange, contacts: Contacts): ContactChange {
  const { personal } = held;
  const { slot, id } = change;
  const from = contactOf(personal, slot);
  const own = personal.own?.includes(slot) ?? false;
  held.personal = withContact(personal, slot, contacts.to, true);
  return {
    ...change,
    contacts: sealContacts(world, id, { ...contacts, own, ...(from !== undefined && { from }) }),
  };
}

/** Puts back only what this change wrote: whatever came later has its own way back. */
async function restoreContact(held: Held, slot: Channel, { from, to, own }: Contacts): Promise<void> {
  const { tx, account, personal } = held;
  if (contactOf(personal, slot) !== to) return;
  held.personal = withContact(personal, slot, from, own);
  // What the records said meanwhile was passed over for this change, and counts as brought.
  if (!own) await forgetImportedDigest(tx, account.id);
}

/** A person with another contact, or none; `own` says whether it is theirs and no import's. */
function withContact(personal: Personal, slot: Channel, to: string | undefined, own: boolean): Personal {
  const field = { email: 'email', 'second-email': 'secondEmail', phone: 'phone' } as const;
  const { [field[slot]]: _former, own: owned = [], ...rest } = personal;
  const others = owned.filter((one) => one !== slot);
  return {
    ...rest,
    ...(to !== undefined && { [field[slot]]: to }),
    // Another mailbox is not the one that was known to refuse messages.
    ...(slot === 'email' && own && { bouncing: false }),
    own: own ? [...others, slot] : others,
  };
}

/** The code goes to the new address and nowhere else; a decoy is written and dropped (EM-17). */
async function sendCode(world: World, held: Held, change: ContactChange, live: boolean): Promise<void> {
  const { tx, at, personal } = held;
  const { slot, stage } = change;
  const { to } = openContacts(world, change);
  if (stage.kind !== 'to-confirm' || to === undefined)
    throw new TypeError('A code was to be sent for nothing');
  const until = codeUntil(stage, { policy: world.institution.policy });
  const message: Message = {
    kind: 'confirm-contact',
    firstName: personal.firstName,
    slot,
    at,
    code: openCode(world, change),
    codeUntil: until,
  };
  const parcel = { id: timedId(at), to: recipientOf(slot, to), language: personal.language, message };
  await queueParcel(world, tx, parcel, { live, caseId: null, at, dropAfter: until });
  held.told = true;
}

/** Every contact of a person and those of a change, each once, in the order people are told by. */
export function everybodyOf(
  world: World,
  personal: Personal,
  changes: readonly { readonly slot: Channel; readonly contacts: Contacts }[],
): [Channel, string][] {
  const known = channelsOf(world, personal).map((one): [Channel, string] => [
    one,
    contactOf(personal, one) ?? '',
  ]);
  const further = changes
    .filter(({ slot }) => slot !== 'phone' || world.courier.carriesSms)
    .flatMap(({ slot, contacts: { from, to } }) =>
      [from, to].flatMap((address): [Channel, string][] => (address === undefined ? [] : [[slot, address]])),
    );
  return [...new Map([...known, ...further].map((one) => [one[1], one])).values()];
}

async function tellAll(
  world: World,
  held: Held,
  change: ContactChange,
  write: (firstName: string, address: string) => Message,
): Promise<void> {
  const { tx, at, account, personal } = held;
  // Nobody writes to the dead (RC-16).
  if (account.status !== 'active') return;
  const { firstName, language } = personal;
  const contacts = openContacts(world, change);
  for (const [channel, address] of everybodyOf(world, personal, [{ slot: change.slot, contacts }]))
    await tellOne(world, tx, recipientOf(channel, address), {
      language,
      message: write(firstName, address),
      at,
    });
  held.told = true;
}

/** The contacts on file learn of the new one a hint; all get the one link that cancels. */
function tellWillChange(world: World, held: Held, change: ContactChange, contacts: Contacts): Promise<void> {
  const { stage, slot } = change;
  if (stage.kind !== 'held') throw new TypeError('A change was announced that is not held');
  const { to, cancel } = contacts;
  return tellAll(world, held, change, (firstName, address) => ({
    kind: 'contact-will-change',
    firstName,
    slot,
    at: stage.since,
    isNew: address === to,
    removed: to === undefined,
    hint: to === undefined ? '' : hintOf(to),
    effectiveAt: stage.effectiveAt,
    link: `${world.baseUrl}/cancelar/${cancel}`,
  }));
}

/** Tells that a change came into effect, with the link that undoes it. */
async function tellChanged(world: World, held: Held, change: ContactChange, { to }: Contacts): Promise<void> {
  const { tx, at, account } = held;
  const disavowal = await disavowalLink(world, tx, account.id, at);
  const { slot } = change;
  const removed = to === undefined;
  await tellAll(world, held, change, (firstName) => ({
    kind: 'contact-changed',
    firstName,
    slot,
    at,
    removed,
    ...disavowal,
  }));
}
