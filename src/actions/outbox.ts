import type { Parcel } from '../courier/message.ts';
import type { Runner } from '../store/database.ts';
import { queueMessage } from '../store/outbox.ts';
import type { World } from './world.ts';

/** A sealed outbox row: the parcel, and whether anybody is to get it. */
export type Queued = { readonly live: boolean; readonly parcel: Parcel };

export const aboutParcel = (parcelId: string): string => `outbox ${parcelId}`;

/** Queues a parcel in the transaction that caused it. A decoy is queued alike and dropped by the worker. */
export async function queueParcel(
  { keys }: World,
  tx: Runner,
  parcel: Parcel,
  how: { live: boolean; caseId: string | null; at: Date; dropAfter: Date },
): Promise<void> {
  const queued: Queued = { live: how.live, parcel };
  await queueMessage(tx, {
    parcelId: parcel.id,
    caseId: how.caseId,
    payload: keys.seal(queued, aboutParcel(parcel.id)),
    due: how.at,
    dropAfter: how.dropAfter,
  });
}

const instants = ['askedAt', 'codeUntil', 'linkUntil', 'effectiveAt', 'leavesAt', 'until', 'at'] as const;

/** Opens a queued parcel; instants come back as dates. */
export function openParcel({ keys }: World, parcelId: string, payload: Buffer): Queued {
  const queued = keys.open<Queued>(payload, aboutParcel(parcelId));
  const message: Record<string, unknown> = { ...queued.parcel.message };
  for (const field of instants)
    if (typeof message[field] === 'string') message[field] = new Date(message[field]);
  // Sound: only `queueParcel` seals this, and JSON turns nothing but its dates into text.
  return { live: queued.live, parcel: { ...queued.parcel, message: message as Parcel['message'] } };
}
