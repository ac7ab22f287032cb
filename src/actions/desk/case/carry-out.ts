import type { Message } from '../../../courier/message.ts';
import { assertNever } from '../../../lib/assert-never.ts';
import { minutesAfter } from '../../../lib/clock.ts';
import { timedId } from '../../../lib/timed-id.ts';
import type { DeskEffect } from '../../../rules/desk/case.ts';
import type { Channel } from '../../../rules/policy.ts';
import { liftFreeze } from '../../../store/account/fraud/lift-freeze.ts';
import { hintOf } from '../../../words/masks.ts';
import { everybodyOf } from '../../contact/carry-out.ts';
import { beginAtOffice } from '../../contact/change-contact.ts';
import { endOpenChanges } from '../../contact/end-changes.ts';
import { freezeHeld } from '../../contact/freeze.ts';
import { queueParcel } from '../../outbox.ts';
import { contactOf } from '../../personal.ts';
import { disavowalLink, recipientOf, tellOne } from '../../tell.ts';
import type { World } from '../../world.ts';
import type { CaseHeld } from './hold-case.ts';
import { newDeskCode, openDeskCode } from './papers.ts';

/** Obeys one order of the rules of the counter. */
export async function carryOutDesk(world: World, on: CaseHeld, effect: DeskEffect): Promise<void> {
  const { held, kept, papers } = on;
  switch (effect.kind) {
    case 'send-code':
      return sendCode(world, on, effect.live);
    case 'tell-asked':
      return tellAsked(world, on);
    case 'tell-kept':
      return tellKept(world, on);
    case 'hold-contact': {
      const { errand } = kept;
      if (errand.kind !== 'change-contact' || papers.to === undefined)
        throw new TypeError('A case was approved that changes no contact');
      const changeId = await beginAtOffice(world, held, {
        slot: errand.slot,
        to: papers.to,
        cancel: papers.cancel,
      });
      on.kept = { ...kept, changeId };
      return;
    }
    case 'lift-freeze':
      await liftFreeze(held.tx, held.account.id, held.at, 'office');
      return tellOpened(world, on);
    case 'freeze':
      await endOpenChanges(world, held, 'agent');
      return freezeHeld(world, held, { openedBy: on.desk?.staff.id });
    case 'alert':
      // The list of the second person shows it; the log only says that there is something to look at.
      world.log.warn({ event: 'identity-not-confirmed' });
      return;
    default:
      return assertNever(effect);
  }
}

/** The new contact of a case, under the place it would take. */
const wanted = ({ kept: { errand }, papers, held }: CaseHeld) => {
  if (errand.kind !== 'change-contact') return [];
  const from = contactOf(held.personal, errand.slot);
  const contacts = {
    own: false,
    cancel: papers.cancel,
    ...(from !== undefined && { from }),
    ...(papers.to !== undefined && { to: papers.to }),
  };
  return [{ slot: errand.slot, contacts }];
};

/** Every contact on file and the new one, each once. Nobody writes to the dead (RC-16). */
const readersOf = (world: World, on: CaseHeld): [Channel, string][] =>
  on.held.account.status === 'active' ? everybodyOf(world, on.held.personal, wanted(on)) : [];

async function tellEach(
  world: World,
  on: CaseHeld,
  write: (firstName: string, address: string) => Message,
): Promise<void> {
  const { held } = on;
  const { firstName, language } = held.personal;
  for (const [channel, address] of readersOf(world, on))
    await tellOne(world, held.tx, recipientOf(channel, address), {
      language,
      message: write(firstName, address),
      at: held.at,
    });
  held.told = true;
}

const officeName = ({ institution }: World, id: string): string =>
  institution.offices.find((one) => one.id === id)?.name ?? institution.shortName;

/** The code goes to the new address and nowhere else; the agent never learns it, nor whether the mailbox had room. */
async function sendCode(world: World, on: CaseHeld, live: boolean): Promise<void> {
  const { held, kept, papers } = on;
  const { errand } = kept;
  if (errand.kind !== 'change-contact' || papers.to === undefined)
    throw new TypeError('A code was to be sent for nothing');
  on.kept = { ...kept, code: newDeskCode(world, kept.id) };
  const until = minutesAfter(held.at, world.institution.policy.code.minutes);
  const { firstName, language } = held.personal;
  const message: Message = {
    kind: 'confirm-contact',
    firstName,
    slot: errand.slot,
    at: held.at,
    code: openDeskCode(world, on.kept),
    codeUntil: until,
  };
  const parcel = { id: timedId(held.at), to: recipientOf(errand.slot, papers.to), language, message };
  await queueParcel(world, held.tx, parcel, { live, caseId: null, at: held.at, dropAfter: until });
  held.told = true;
}

/** Before anything is decided, every channel learns of it and can cancel with one tap (HD-05). */
const tellAsked = (world: World, on: CaseHeld): Promise<void> => {
  const { kept, papers, held } = on;
  const { errand } = kept;
  return tellEach(world, on, (firstName, address) => ({
    kind: 'asked-at-office',
    firstName,
    ...(errand.kind === 'change-contact' && { slot: errand.slot }),
    isNew: address === papers.to,
    hint: papers.to === undefined ? '' : hintOf(papers.to),
    office: officeName(world, kept.office),
    at: held.at,
    link: `${world.baseUrl}/cancelar/${papers.cancel}`,
  }));
};

const tellKept = (world: World, on: CaseHeld): Promise<void> => {
  const { at } = on.held;
  const { errand } = on.kept;
  return tellEach(world, on, (firstName) =>
    errand.kind === 'change-contact'
      ? { kind: 'contact-kept', firstName, slot: errand.slot, at }
      : { kind: 'stays-shut', firstName, at },
  );
};

async function tellOpened(world: World, on: CaseHeld): Promise<void> {
  const { held, kept } = on;
  const { at } = held;
  const disavowal = await disavowalLink(world, held.tx, held.account.id, at);
  const office = officeName(world, kept.office);
  await tellEach(world, on, (firstName) => ({ kind: 'account-opened', firstName, office, at, ...disavowal }));
}
