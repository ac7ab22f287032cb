import { randomInt, randomUUID } from 'node:crypto';
import { localDay } from '../../../lib/clock.ts';
import { remindAt, type TicketName, type TicketNeed, ticketUntil } from '../../../rules/desk/tickets.ts';
import type { Language } from '../../../rules/policy.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { lockTicketsOf, type NewTicket, putTicket, ticketByRequest } from '../../../store/desk/tickets.ts';
import { caseWords } from '../../../words/case-words.ts';
import { viewCase } from '../../recovery/view-case.ts';
import type { World } from '../../world.ts';
import { countTicket } from './ticket-limits.ts';
import { sealPhone } from './ticket-phone.ts';

/** What somebody asks a ticket for. */
export type TicketWish = {
  /** One of a kind for each form: sent twice it takes one ticket. */
  readonly request: string;
  readonly office: string;
  readonly needs: readonly TicketNeed[];
  /** E.164. */
  readonly phone?: string;
  readonly language: Language;
  readonly browser: Buffer;
  readonly networks: readonly string[];
};

/** The ticket, or until when this network must wait. */
export type Taken =
  | { readonly kind: 'taken'; readonly name: TicketName }
  | { readonly kind: 'network-closed'; readonly until: Date };

/**
 * Takes a ticket for whoever asks. Inside a case it keeps the case's two words and the keyed hash of its number; whether there
 * is such an account is asked by nobody here (RE-01).
 */
export async function takeTicket(world: World, wish: TicketWish): Promise<Taken> {
  const before = await ticketByRequest(world.db, wish.request);
  if (before) return { kind: 'taken', name: before };
  const until = await countTicket(world, wish.networks);
  if (until) return { kind: 'network-closed', until };
  const made = await writeOut(world, wish);
  const name = await world.db.transaction(async (tx) => {
    await lockTicketsOf(tx, wish.office);
    const twin = await ticketByRequest(tx, wish.request);
    return twin ?? putNext(world, tx, made);
  });
  return { kind: 'taken', name };
}

/** What the ticket says, but for its number. */
async function writeOut(world: World, wish: TicketWish): Promise<NewTicket> {
  const { institution, clock } = world;
  const at = clock.now();
  const until = ticketUntil(at, institution.policy.office, institution.timezone);
  const view = await viewCase(world, wish.browser);
  const mine = view && !view.over && (view.found.holder ? view.by.holder : view.by.starter);
  const id = randomUUID();
  return {
    id,
    request: wish.request,
    office: wish.office,
    issuedOn: localDay(at, institution.timezone),
    words: mine ? view.found.words : `${pick(caseWords)} ${pick(caseWords)}`,
    needs: wish.needs,
    language: wish.language,
    nameHash: mine ? view.found.nameHash : null,
    caseId: mine ? view.found.id : null,
    holder: wish.browser,
    phone: wish.phone === undefined ? null : sealPhone(world, id, wish.phone),
    issuedAt: at,
    until,
    remindAt: wish.phone === undefined ? undefined : remindAt(at, until),
  };
}

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? '';

/** Gives it the next number of the office's day that these words do not have yet. */
async function putNext(world: World, tx: Runner, made: NewTicket): Promise<TicketName> {
  for (let skip = 0; ; skip++) {
    const number = await putTicket(tx, made, skip);
    if (number === undefined) continue;
    await appendAudit(tx, {
      at: made.issuedAt,
      actor: made.caseId ? 'starter' : 'other',
      event: 'ticket-taken',
      ...(made.nameHash && { subject: made.nameHash }),
      ...(made.caseId && { caseId: made.caseId }),
      office: made.office,
      policyVersion: world.institution.policy.version,
    });
    return { words: made.words, number };
  }
}
