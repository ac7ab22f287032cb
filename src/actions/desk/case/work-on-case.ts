import { sameAddress } from '../../../lib/contact/email.ts';
import type { Hand } from '../../../rules/desk/case.ts';
import { type Checklist, judgeChecklist, type Proofed } from '../../../rules/desk/proofing.ts';
import type { Channel } from '../../../rules/policy.ts';
import { contactOf, type Personal } from '../../personal.ts';
import { countDestination } from '../../recovery/pressure.ts';
import { allChannels } from '../../tell.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';
import { applyToCase, type CaseHeld, type Decided, handOf, holdingCase, judgeCase } from './hold-case.ts';

/** What an agent does with a case at the window. Each gives what was decided, or nothing when there is no such case for them. */
type Work = Promise<Decided | undefined>;

/** Judges what was shown and ticked; the points and what is lacking come back, and what was shown is kept with the case. */
export function proveIdentity(
  world: World,
  staff: OnShift,
  id: string,
  checklist: Checklist,
): Promise<(Decided & { readonly proofed: Proofed }) | undefined> {
  return holdingCase(world, staff, id, async (on) => {
    const { desk, held, kept } = on;
    if (!desk) return undefined;
    const { subject } = held.personal.claim;
    // The words of a ticket count for who took it before coming; without one there are none to say.
    const list = { ...checklist, wordsSaid: checklist.wordsSaid && kept.ticketId !== null };
    const { policy } = world.institution;
    const proofed = judgeChecklist(list, { policy, subject, at: held.at });
    const fact = { kind: 'proofed', by: await handOf(world, desk, held), faults: proofed.faults } as const;
    return { ...(await applyToCase(world, on, fact, { ...on.papers, checklist: list })), proofed };
  });
}

/** Names the new contact: a code goes there, for the person to type (HD-12). */
export function nameDeskContact(world: World, staff: OnShift, id: string, to: string): Work {
  return holdingCase(world, staff, id, async (on) => {
    const { desk, held, kept } = on;
    if (!desk || kept.errand.kind !== 'change-contact') return undefined;
    const same = alreadyHas(held.personal, to);
    const wish = { kind: 'contact-named', by: await handOf(world, desk, held), same } as const;
    const room = await roomFor(world, on, wish, to);
    return applyToCase(world, on, { ...wish, room }, { ...on.papers, to });
  });
}

type Wish =
  | { readonly kind: 'contact-named'; readonly by: Hand; readonly same: boolean }
  | { readonly kind: 'code-asked'; readonly by: Hand };

/** Whether the address may get one more message, counted only when one would go out: a refused wish costs no mailbox anything. */
async function roomFor(world: World, on: CaseHeld, wish: Wish, to: string): Promise<boolean> {
  if (judgeCase(world, on, { ...wish, room: true }).decided.refusal) return false;
  return countDestination(world, to, on.held.at);
}

const alreadyHas = (personal: Personal, to: string): boolean =>
  allChannels.some((one: Channel) => {
    const known = contactOf(personal, one);
    return known !== undefined && (one === 'phone' ? known === to : sameAddress(known, to));
  });

/** Sends another code to the same contact. */
export function askDeskCode(world: World, staff: OnShift, id: string): Work {
  return holdingCase(world, staff, id, async (on) => {
    const { desk, held, papers } = on;
    if (!desk || papers.to === undefined) return undefined;
    const wish = { kind: 'code-asked', by: await handOf(world, desk, held) } as const;
    return applyToCase(world, on, { ...wish, room: await roomFor(world, on, wish, papers.to) });
  });
}

/** Goes back to the contact: it was misread, or the second person asked for another. */
export function nameContactAgain(world: World, staff: OnShift, id: string): Work {
  return holdingCase(world, staff, id, async (on) => {
    if (!on.desk) return undefined;
    return applyToCase(world, on, { kind: 'contact-again', by: await handOf(world, on.desk, on.held) });
  });
}

/** Sends the case to the second person; `note` is the agent's one sentence. */
export function submitCase(world: World, staff: OnShift, id: string, note: string): Work {
  return holdingCase(world, staff, id, async (on) => {
    if (!on.desk) return undefined;
    const fact = { kind: 'submitted', by: await handOf(world, on.desk, on.held) } as const;
    return applyToCase(world, on, fact, { ...on.papers, note });
  });
}

/** The identity could not be confirmed: the case is over. With suspicion the account is shut too; both read the same (HD-10). */
export function leaveUnconfirmed(
  world: World,
  staff: OnShift,
  id: string,
  { suspicious }: { readonly suspicious: boolean },
): Work {
  return holdingCase(world, staff, id, async (on) => {
    if (!on.desk) return undefined;
    const by = await handOf(world, on.desk, on.held);
    return applyToCase(world, on, { kind: 'unconfirmed', by, suspicious });
  });
}
