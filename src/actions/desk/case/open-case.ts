import { randomInt, randomUUID } from 'node:crypto';
import { randomToken, sha256 } from '../../../lib/digest.ts';
import type { CaseRefusal, DeskEvent, DeskState, Errand } from '../../../rules/desk/case.ts';
import { decideDeskCase, deskDueAt } from '../../../rules/desk/decide-case.ts';
import { statusAt } from '../../../rules/desk/tickets.ts';
import type { Account } from '../../../store/accounts.ts';
import { countOpenedSince, putDeskCase } from '../../../store/desk/case-changes.ts';
import { type DeskCase, lockOpenDeskCase } from '../../../store/desk/cases.ts';
import { setTicketResult } from '../../../store/desk/ticket-changes.ts';
import { lockTicketById } from '../../../store/desk/tickets.ts';
import { newWords } from '../../contact/freeze.ts';
import { type Held, holdingIn } from '../../contact/hold.ts';
import type { World } from '../../world.ts';
import { asStaff, type DeskHeld, noteDesk, type OnShift } from '../as-staff.ts';
import { startOfDay } from '../find.ts';
import { handOf } from './hold-case.ts';
import { newDeskCode, sealPapers } from './papers.ts';

/** A case begun, the one that is open for this account already, or why none is. */
export type Opened =
  | { readonly kind: 'opened' | 'already-open'; readonly id: string }
  | { readonly kind: 'refused'; readonly because: CaseRefusal };

/** Begins a case for somebody found. There is one open case of an account at most: two windows never work on the same person. */
export async function openCase(
  world: World,
  staff: OnShift,
  account: Account,
  wanted: { readonly errand: Errand; readonly ticketId?: string },
): Promise<Opened> {
  const done = await asStaff(world, staff, (desk) =>
    holdingIn(world, desk.tx, account, async (held): Promise<Opened> => {
      const open = await lockOpenDeskCase(desk.tx, account.id);
      if (!open) return begin(world, desk, held, wanted);
      const { near } = await handOf(world, desk, held);
      return near === 'nobody'
        ? { kind: 'already-open', id: open.id }
        : { kind: 'refused', because: 'own-person' };
    }),
  );
  return done?.result ?? { kind: 'refused', because: 'wrong-role' };
}

/** A case before anything was done with it. */
const unopened = (errand: Errand, { standing }: Held): DeskState => ({
  stage: { kind: 'unopened' },
  errand,
  hands: [],
  version: 0,
  standing,
});

async function begin(
  world: World,
  desk: DeskHeld,
  held: Held,
  { errand, ticketId }: { readonly errand: Errand; readonly ticketId?: string },
): Promise<Opened> {
  const { at, account } = held;
  const { policy } = world.institution;
  const { staff, tx } = desk;
  const event: DeskEvent = {
    kind: 'opened',
    by: await handOf(world, desk, held),
    opened: await countOpenedSince(tx, staff.id, startOfDay(world, at)),
    frozen: account.frozenAt !== null,
    active: account.status === 'active',
    at,
  };
  const { state, refusal } = decideDeskCase(unopened(errand, held), event, { policy });
  const id = randomUUID();
  const ticket = await ownTicket(desk, held, ticketId);
  await noteDesk(world, desk, {
    event: 'desk-case-opened',
    subject: account.nameHash,
    caseId: id,
    before: 'unopened',
    after: state.stage.kind,
    // The reports ask for cases nobody had a ticket for.
    ...(ticket !== undefined && { reason: 'ticket' }),
    ...(refusal && { refusal }),
  });
  if (refusal) return { kind: 'refused', because: refusal };
  await keep(world, desk, held, { id, state, ticket });
  return { kind: 'opened', id };
}

/** The first row of a case. */
async function keep(
  world: World,
  desk: DeskHeld,
  held: Held,
  {
    id,
    state: { stage, hands, errand },
    ticket,
  }: { readonly id: string; readonly state: DeskState; readonly ticket: string | undefined },
): Promise<void> {
  const cancel = randomToken(32);
  await putDeskCase(desk.tx, {
    ...fresh(world, id, desk.staff),
    errand,
    accountId: held.account.id,
    ticketId: ticket ?? null,
    stage,
    hands,
    sealed: sealPapers(world, id, { cancel }),
    openedAt: held.at,
    cancelHash: sha256(cancel),
    due: deskDueAt(stage, { policy: world.institution.policy }),
  });
  if (ticket !== undefined) await setTicketResult(desk.tx, ticket, { kind: 'received' }, held.at);
}

/** The ticket somebody came with, if it was taken in a case of this very number: the words of any other prove nothing of them. */
async function ownTicket({ tx }: DeskHeld, { account, at }: Held, id = ''): Promise<string | undefined> {
  const ticket = await lockTicketById(tx, id);
  if (!ticket?.nameHash?.equals(account.nameHash)) return undefined;
  return ['cancelled', 'expired'].includes(statusAt(ticket, at)) ? undefined : ticket.id;
}

/** Words and a number that say nothing: together they are the address of the person's own page. */
const fresh = (world: World, id: string, { id: openedBy, session }: OnShift) =>
  ({
    id,
    words: newWords(),
    number: randomInt(1000, 10_000),
    office: session.shift.office,
    openedBy,
    version: 0,
    code: newDeskCode(world, id),
    submittedAt: null,
    submittedBy: null,
    seenAt: null,
    changeId: null,
  }) satisfies Partial<DeskCase>;
