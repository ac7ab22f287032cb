import { appendAudit } from '../../store/audit.ts';
import { expireTickets, takeTicketsToRemind } from '../../store/desk/ticket-changes.ts';
import { openPhone, textTicket } from '../desk/ticket/ticket-phone.ts';
import { countDestination } from '../recovery/pressure.ts';
import type { World } from '../world.ts';
import { openedIfWhole } from './opened.ts';

/** Tickets in one turn; what is left is due in the next. */
const atOnce = 200;

/** Ends tickets whose last day is over, and reminds of those whose last day is tomorrow (UX E6). */
export async function tendTickets(world: World): Promise<void> {
  await expire(world);
  if ((await remind(world)) > 0) world.wakeWorker();
}

const expire = (world: World): Promise<void> =>
  world.db.transaction(async (tx) => {
    const at = world.clock.now();
    for (const { office, nameHash, caseId } of await expireTickets(tx, at, atOnce))
      await appendAudit(tx, {
        at,
        actor: 'system',
        event: 'ticket-expired',
        ...(nameHash && { subject: nameHash }),
        ...(caseId && { caseId }),
        office,
        after: 'expired',
        policyVersion: world.institution.policy.version,
      });
  });

const remind = (world: World): Promise<number> =>
  world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const due = await takeTicketsToRemind(tx, at, atOnce);
    for (const ticket of due) {
      const phone = openedIfWhole(world, 'tickets-failed', () => openPhone(world, ticket));
      if (phone === undefined) continue;
      const live = await countDestination(world, phone, at);
      await textTicket(world, tx, ticket, { phone, at, reminder: true, live });
    }
    return due.length;
  });
