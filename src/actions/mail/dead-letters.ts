import { isId } from '../../lib/digest.ts';
import { appendAudit } from '../../store/audit.ts';
import { type DeadLetter, deadLetters, queueByState, reviveLetter } from '../../store/mail/dead-letters.ts';
import { openParcel } from '../outbox.ts';
import type { World } from '../world.ts';

/** A message that was given up, as an operator may see it: nothing of whom it was for, or of what it says. */
export type DeadLetterView = {
  readonly id: string;
  readonly kind: string;
  readonly by: 'mail' | 'sms' | 'unknown';
  readonly tries: number;
  readonly reason: string | null;
  readonly since: Date;
  /** Until when it may be sent again; absent when that is over. */
  readonly until?: Date;
};

/** What a sealed message is; one whose key left the ring stays unknown. */
function kindOf(world: World, { parcelId, payload }: DeadLetter): Pick<DeadLetterView, 'kind' | 'by'> {
  try {
    if (payload) {
      const { message, to } = openParcel(world, parcelId, payload).parcel;
      return { kind: message.kind, by: to.by };
    }
  } catch {
    // Told as unknown: one letter that cannot be read must not hide the others.
  }
  return { kind: 'unknown', by: 'unknown' };
}

/** The messages that were given up, the oldest first. */
export async function listDeadLetters(world: World): Promise<DeadLetterView[]> {
  const now = world.clock.now();
  return (await deadLetters(world.db)).map((letter) => ({
    id: letter.parcelId,
    ...kindOf(world, letter),
    tries: letter.tries,
    reason: letter.reason,
    since: letter.since,
    ...(letter.dropAfter > now && letter.payload && { until: letter.dropAfter }),
  }));
}

/** Puts dead letters back into the queue, each with its line in the log. Gives how many; the others expired or are not there. */
export async function retryDeadLetters(world: World, ids: readonly string[]): Promise<number> {
  const revived = await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    let count = 0;
    for (const id of ids.filter(isId)) {
      const letter = await reviveLetter(tx, id, at);
      if (!letter) continue;
      count++;
      await appendAudit(tx, {
        at,
        actor: 'operator',
        event: 'message-retried',
        ...(letter.caseId !== null && { caseId: letter.caseId }),
        policyVersion: world.institution.policy.version,
      });
    }
    return count;
  });
  if (revived > 0) world.wakeWorker();
  return revived;
}

/** How the queue stands, and whether the relays answer. */
export const mailStatus = async (world: World) => ({
  queue: await queueByState(world.db),
  relays: await world.courier.relays(),
});
