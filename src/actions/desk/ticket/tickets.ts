import { endOfLocalDay, minutesAfter } from '../../../lib/clock.ts';

import type { StaffRole } from '../../../rules/desk/staff.ts';
import { afterAct, statusAt, type TicketAct, type TicketResult } from '../../../rules/desk/tickets.ts';
import { appendAudit } from '../../../store/audit.ts';
import { lockMember } from '../../../store/desk/staff/members.ts';
import {
  changeTicket,
  type DayTicket,
  setTicketResult,
  ticketsOfDay,
} from '../../../store/desk/ticket-changes.ts';
import { lockTicketById } from '../../../store/desk/tickets.ts';
import type { World } from '../../world.ts';

/** Who of the staff acts, on a shift at which office. */
export type OnShift = { readonly staffId: string; readonly office: string; readonly role: StaffRole };

/** What staff do with a ticket; its holder cancels it and time ends it. */
export type DeskTicketAct = Extract<TicketAct, 'call' | 'miss' | 'serve'>;

/** `elsewhere`: no ticket of this office. `not-now`: it was cancelled, or is not that far yet. */
export type TicketRefusal = 'elsewhere' | 'not-now';

const dayMinutes = 24 * 60;
/** More than an office serves in a day; a list longer than this is a flood, not a queue. */
const mostListed = 500;

/** S10: who may come to this office today and who was served: words and needs, nothing of who they are. */
export function dayTickets(world: World, { office }: OnShift): Promise<DayTicket[]> {
  const at = world.clock.now();
  const since = minutesAfter(endOfLocalDay(at, 0, world.institution.timezone), -dayMinutes);
  return ticketsOfDay(world.db, office, { at, since, most: mostListed });
}

/** Calls a ticket out, notes that nobody came, or that they were served. Done twice it is done once. */
export function moveTicket(
  world: World,
  by: OnShift,
  id: string,
  act: DeskTicketAct,
): Promise<TicketRefusal | undefined> {
  return world.db.transaction(async (tx) => {
    // Who was shut out while the form was on its way serves nobody here.
    if ((await lockMember(tx, by.staffId))?.disabledAt) return 'elsewhere';
    const at = world.clock.now();
    const ticket = await lockTicketById(tx, id);
    if (ticket?.office !== by.office) return 'elsewhere';
    const status = statusAt(ticket, at);
    const after = afterAct(status, act);
    if (!after) return 'not-now';
    if (after === status) return undefined;
    await changeTicket(tx, id, after, at);
    await appendAudit(tx, {
      at,
      actor: by.role,
      event: `ticket-${after}`,
      ...(ticket.nameHash && { subject: ticket.nameHash }),
      ...(ticket.caseId && { caseId: ticket.caseId }),
      staff: by.staffId,
      office: by.office,
      before: status,
      after,
      policyVersion: world.institution.policy.version,
    });
    return undefined;
  });
}

/** C17: what the address of a ticket shows after the visit. */
export function noteTicketResult(
  world: World,
  by: Pick<OnShift, 'office'>,
  id: string,
  result: TicketResult,
): Promise<TicketRefusal | undefined> {
  return world.db.transaction(async (tx) => {
    const ticket = await lockTicketById(tx, id);
    if (ticket?.office !== by.office) return 'elsewhere';
    if (ticket.status !== 'served' && ticket.status !== 'called') return 'not-now';
    await setTicketResult(tx, id, result, world.clock.now());
    return undefined;
  });
}
