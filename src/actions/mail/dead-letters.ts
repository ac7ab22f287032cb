import { isId } from '../../lib/digest.ts';
import { appendAudit } from '../../store/audit.ts';
import {
  countDeadLetters,
  type DeadLetter,
  deadLetters,
  queueByState,
  reviveLetters,
} from '../../store/mail/dead-letters.ts';
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

/**
 * Puts one dead letter back into the queue, or all of them, each with its line in the log. Gives how many, and how many stay
 * since they expired; of an id that names none, neither.
 */
export async function retryDeadLetters(
  world: World,
  only?: string,
): Promise<{ readonly revived: number; readonly expired: number }> {
  if (only !== undefined && !isId(only)) return { revived: 0, expired: 0 };
  const id = only ?? null;
  const done = await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    const cases = await reviveLetters(tx, id, at);
    for (const caseId of cases)
      await appendAudit(tx, {
        at,
        actor: 'operator',
        event: 'message-retried',
        ...(caseId !== null && { caseId }),
        policyVersion: world.institution.policy.version,
      });
    return { revived: cases.length, expired: await countDeadLetters(tx, id) };
  });
  if (done.revived > 0) world.wakeWorker();
  return done;
}

/** How the queue stands, and whether the relays answer. */
export const mailStatus = async (world: World) => ({
  queue: await queueByState(world.db),
  relays: await world.courier.relays(),
});
