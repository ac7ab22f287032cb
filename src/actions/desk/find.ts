import { endOfLocalDay, minutesAfter } from '../../lib/clock.ts';

import type { SearchReason } from '../../rules/desk/reasons.ts';
import { readTicketName } from '../../rules/desk/tickets.ts';
import type { Claim } from '../../rules/identity.ts';
import { accountByName } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import { countActsSince } from '../../store/desk/acts.ts';
import { ticketByName } from '../../store/desk/tickets.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { asStaff, type DeskHeld, noteDesk, type OnShift } from './as-staff.ts';
import { grantTo } from './grant.ts';

/** What a search came to. A ticket taken without a number says so: the agent then asks for the document. */
export type Found =
  | { readonly kind: 'found'; readonly grant: string }
  | { readonly kind: 'nobody' | 'ticket-without-number' | 'too-many-searches' };

const dayMinutes = 24 * 60;

/** When today began, by the clock of the institution. */
export const startOfDay = (world: World, at: Date): Date =>
  minutesAfter(endOfLocalDay(at, 0, world.institution.timezone), -dayMinutes);

/** How often a member searched today: shown to them on every search. */
export const searchesToday = (world: World, staff: OnShift, on: Runner = world.db): Promise<number> =>
  countActsSince(on, staff.id, 'desk-searched', startOfDay(world, world.clock.now()));

/**
 * Finds one person by the exact number, or by a ticket: never by a name, a piece or a list. Every search is kept with its reason and
 * shown to who was searched for; past the day's limit it finds nobody and rings (HD-06).
 */
export async function findPerson(
  world: World,
  staff: OnShift,
  asked: { readonly typed: string; readonly claims: readonly Claim[]; readonly reason: SearchReason },
): Promise<Found> {
  const found = await asStaff(world, staff, async (desk): Promise<Found> => {
    const { reason } = asked;
    const limit = world.institution.policy.desk.searchesPerDay;
    if ((await searchesToday(world, staff, desk.tx)) >= limit) {
      world.log.warn({ event: 'desk-searches-exhausted' });
      await noteDesk(world, desk, { event: 'desk-searched', reason, refusal: 'too-many-searches' });
      return { kind: 'too-many-searches' };
    }
    const ticket = await ticketNamed(desk, asked.typed);
    const nameHash = ticket ? ticket.nameHash : await numberOf(world, desk, asked.claims);
    const account = nameHash ? await accountByName(desk.tx, nameHash) : undefined;
    await noteDesk(world, desk, {
      event: 'desk-searched',
      reason,
      ...(account && { subject: account.nameHash }),
      ...(!account && { refusal: 'nobody' }),
    });
    if (account) {
      const by = ticket && { ticketId: ticket.id };
      return { kind: 'found', grant: grantTo(world, staff, { accountId: account.id, ...by }) };
    }
    return { kind: ticket && !ticket.nameHash ? 'ticket-without-number' : 'nobody' };
  });
  return found ?? { kind: 'nobody' };
}

async function ticketNamed({ tx }: DeskHeld, typed: string) {
  const name = readTicketName(typed);
  return name && ticketByName(tx, name);
}

/** The first of the numbers a text may be that has an account. */
async function numberOf(
  world: World,
  { tx }: DeskHeld,
  claims: readonly Claim[],
): Promise<Buffer | undefined> {
  for (const claim of claims) {
    const nameHash = nameHashOf(world, claim);
    if (await accountByName(tx, nameHash)) return nameHash;
  }
  return undefined;
}
