import { decideDeskCase } from '../../rules/desk/decide-case.ts';
import { appendAudit } from '../../store/audit.ts';
import { closeDeskCase } from '../../store/desk/case-changes.ts';
import { lockOpenDeskCase, stateOf } from '../../store/desk/cases.ts';
import { setTicketResult } from '../../store/desk/ticket-changes.ts';
import type { World } from '../world.ts';
import type { Held } from './hold.ts';

/**
 * Ends the case at the counter that is open for a held account, because the account itself moved on: recovered, disavowed, shut, or
 * acted for by somebody else. What ended it tells everybody; this says nothing more.
 */
export async function overtakeDeskCase(world: World, held: Held): Promise<void> {
  const { tx, at, account, standing } = held;
  const kept = await lockOpenDeskCase(tx, account.id);
  if (!kept) return;
  const { policy } = world.institution;
  const { state } = decideDeskCase({ ...stateOf(kept), standing }, { kind: 'overtaken', at }, { policy });
  await closeDeskCase(tx, kept.id, state.stage, at);
  if (kept.ticketId !== null) await setTicketResult(tx, kept.ticketId, undefined, at);
  await appendAudit(tx, {
    at,
    actor: 'system',
    event: 'desk-overtaken',
    subject: account.nameHash,
    caseId: kept.id,
    before: kept.stage.kind,
    after: 'closed:overtaken',
    office: kept.office,
    policyVersion: policy.version,
  });
}
