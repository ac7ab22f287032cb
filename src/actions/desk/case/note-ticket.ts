import { minutesAfter } from '../../../lib/clock.ts';
import type { TicketResult } from '../../../rules/desk/tickets.ts';
import type { DeskCase } from '../../../store/desk/cases.ts';
import { setTicketResult } from '../../../store/desk/ticket-changes.ts';
import type { World } from '../../world.ts';
import type { CaseHeld } from './hold-case.ts';

/** What the ticket of a case shows of it; nothing, once it came to nothing. */
function resultOf(world: World, { stage, errand }: DeskCase, at: Date): TicketResult | undefined {
  if (stage.kind === 'awaiting') return { kind: 'in-review' };
  if (stage.kind !== 'closed') return { kind: 'received' };
  if (stage.because !== 'approved') return undefined;
  if (errand.kind === 'lift-freeze') return { kind: 'ready' };
  return { kind: 'changes', at: minutesAfter(at, world.institution.policy.desk.holdHours * 60) };
}

/** Has the ticket somebody came with tell where their case stands (C17). */
export async function noteOnTicket(world: World, { held, kept }: CaseHeld): Promise<void> {
  if (kept.ticketId === null) return;
  await setTicketResult(held.tx, kept.ticketId, resultOf(world, kept, held.at), held.at);
}
