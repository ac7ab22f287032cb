import {
  afterAct,
  isLiving,
  readTicketName,
  statusAt,
  type TicketName,
  type TicketStatus,
} from '../../../rules/desk/tickets.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { changeOfTicketStands } from '../../../store/desk/case-changes.ts';
import { changeTicket, ticketSent } from '../../../store/desk/ticket-changes.ts';
import { lockTicketByName, type Ticket, ticketByName } from '../../../store/desk/tickets.ts';
import { countDestination } from '../../recovery/pressure.ts';
import type { World } from '../../world.ts';
import { lookCounted } from './ticket-limits.ts';
import { openPhone, textTicket } from './ticket-phone.ts';

/** Who asks: the digest of a browser's cookie, and where it comes from. */
type Visitor = { readonly browser: Buffer; readonly networks: readonly string[] };

/** What the address of a ticket shows. Only the browser that took it is its holder. */
export type TicketView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'network-closed'; readonly until: Date }
  | {
      readonly kind: 'ticket';
      readonly found: Ticket;
      readonly status: TicketStatus;
      readonly holder: boolean;
      /** Whether it may still be sent to its own mobile. */
      readonly sendable: boolean;
    };

const sendable = ({ phone, smsAt }: Ticket): boolean => phone !== null && smsAt === null;

/** What became of the visit by now: a change told for an hour has come, or was cancelled in its hold. */
async function resultNow({ db }: World, { id, result }: Ticket): Promise<Ticket['result']> {
  if (result?.kind !== 'changes') return result;
  const change = await changeOfTicketStands(db, id);
  if (change === 'effective') return { kind: 'ready' };
  return change === undefined || change === 'held' ? result : null;
}

/** Looks at a ticket by what stands on it. Names that are none are counted: guessing ends, and finds nothing personal. */
export async function viewTicket(world: World, typed: string, by: Visitor): Promise<TicketView> {
  const name = readTicketName(typed);
  if (!name) return { kind: 'unknown' };
  const found = await ticketByName(world.db, name);
  const holder = found?.holder.equals(by.browser) ?? false;
  if (!holder) {
    const looked = await lookCounted(world, by.networks, async () => found);
    if (looked.kind === 'network-closed') return looked;
  }
  if (!found) return { kind: 'unknown' };
  const status = statusAt(found, world.clock.now());
  const shown = { ...found, result: await resultNow(world, found) };
  return {
    kind: 'ticket',
    found: shown,
    status,
    holder,
    sendable: holder && isLiving(status) && sendable(found),
  };
}

/** One act of its holder on a ticket somebody may still come with. Whoever else asks changes nothing and is told nothing. */
async function asHolder(
  world: World,
  typed: string,
  browser: Buffer,
  act: (tx: Runner, ticket: Ticket, at: Date) => Promise<void>,
): Promise<TicketName | undefined> {
  const name = readTicketName(typed);
  if (!name) return undefined;
  await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const ticket = await lockTicketByName(tx, name);
    if (ticket?.holder.equals(browser) && isLiving(statusAt(ticket, at))) await act(tx, ticket, at);
  });
  return name;
}

/** Gives a ticket back. Gives the name it was asked by, when it is one. */
export const cancelTicket = (world: World, typed: string, browser: Buffer): Promise<TicketName | undefined> =>
  asHolder(world, typed, browser, async (tx, ticket, at) => {
    const after = afterAct(ticket.status, 'cancel');
    if (!after) return;
    await changeTicket(tx, ticket.id, after, at);
    await appendAudit(tx, {
      at,
      actor: ticket.caseId ? 'starter' : 'other',
      event: 'ticket-cancelled',
      ...(ticket.nameHash && { subject: ticket.nameHash }),
      ...(ticket.caseId && { caseId: ticket.caseId }),
      office: ticket.office,
      before: ticket.status,
      after,
      policyVersion: world.institution.policy.version,
    });
  });

/** Sends a ticket to the mobile that was left with it, once. */
export async function sendTicket(
  world: World,
  typed: string,
  browser: Buffer,
): Promise<TicketName | undefined> {
  const name = await asHolder(world, typed, browser, async (tx, ticket, at) => {
    const { id, phone: sealed } = ticket;
    if (!sealed || !sendable(ticket)) return;
    const phone = openPhone(world, { id, phone: sealed });
    const live = await countDestination(world, phone, at);
    await textTicket(world, tx, ticket, { phone, at, reminder: false, live });
    await ticketSent(tx, id, at);
  });
  world.wakeWorker();
  return name;
}
