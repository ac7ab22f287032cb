import { parcelOfReturn } from '../../lib/contact/return-address.ts';
import { judgeReport, type MailReport, type MailVerdict } from '../../rules/mail/returned-mail.ts';
import { appendAudit } from '../../store/audit.ts';
import { endChallenge } from '../../store/challenges.ts';
import type { Runner } from '../../store/database.ts';
import { countReturn, holdersOf, takeReturn } from '../../store/mail/returns.ts';
import type { World } from '../world.ts';

/** A mailbox shared by more accounts is marked for all; the log names no more of them. */
const mostNamed = 50;

/**
 * Takes a report on a message that was handed over. Only the address it was returned to says which message that was, and only
 * we can have made it: whatever else a report claims is not read (EM-12).
 */
export async function takeReturned(
  world: World,
  { to, report }: { readonly to: string; readonly report: MailReport },
): Promise<MailVerdict> {
  const parcelId = parcelOfReturn(world.keys, to);
  const verdict = judgeReport(report);
  if (parcelId === undefined || verdict === 'ignored') return 'ignored';
  return world.db.transaction(async (tx) => {
    // The code and link of what somebody else may hold die at once. First, as where they are used: nobody waits in a circle.
    if (verdict === 'refused') await endChallenge(tx, parcelId, world.clock.now());
    const contact = await takeReturn(tx, parcelId, verdict);
    const marked = contact && (await markAddress(world, tx, contact, verdict, report.status));
    return marked ? verdict : 'ignored';
  });
}

/** Marks an address, if anybody still names it: a return for one that was replaced meanwhile tells nothing. */
export async function markAddress(
  world: World,
  tx: Runner,
  contact: Buffer,
  verdict: 'refused' | 'delayed',
  status: string,
): Promise<boolean> {
  const at = world.clock.now();
  const subjects = await holdersOf(tx, contact, mostNamed);
  if (subjects.length === 0) return false;
  await countReturn(tx, contact, verdict, at);
  if (verdict === 'refused')
    for (const subject of subjects)
      await appendAudit(tx, {
        at,
        actor: 'system',
        event: 'mail-returned',
        subject,
        after: `status:${status}`,
        policyVersion: world.institution.policy.version,
      });
  return true;
}
