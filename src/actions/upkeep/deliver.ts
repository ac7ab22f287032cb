import { secondsAfter } from '../../lib/clock.ts';
import { together } from '../../lib/together.ts';
import { judgeRefusal } from '../../rules/mail/returned-mail.ts';
import { appendAudit } from '../../store/audit.ts';
import { keepCarried } from '../../store/mail/returns.ts';
import { finishMessages, putOffMessage, takeMessages, type Waiting } from '../../store/outbox.ts';
import { contactHash } from '../contact/shared.ts';
import { markAddress } from '../mail/take-returned.ts';
import { openParcel } from '../outbox.ts';
import type { World } from '../world.ts';

/** A message taken by a worker that dies is taken again after this. Longer than any relay's answer. */
const leaseSeconds = 60;

/** Messages under way at once: with five connections to a relay, two rounds of its longest answer stay below the lease. */
const atOnce = 10;

/** With fewer under way more are taken: no connection is to wait for the database. */
const fewest = 7;

/** So long messages are taken before the worker looks around for other work, and for whether it is to stop. */
const turnMilliseconds = 1000;

/** Waits before the next tries: fast enough to matter within a link's life (EM-13; RFC 5321, 4.5.4.1 is for relays). */
const waits = [15, 60, 180, 480] as const;

/** After these, an hour apart, the notices that outlive a link are given up. */
const lastWait = 3600;

/**
 * Takes what is due and hands it over, a turn of it; gives how many it took. As soon as some of what is under way has left more is
 * taken, so that one slow answer keeps nobody else waiting.
 */
export async function deliverDue(world: World): Promise<number> {
  const note = notesOn(world);
  const under = new Set<Promise<void>>();
  const notes: Promise<void>[] = [];
  const failures: unknown[] = [];
  const failed = (error: unknown): void => void failures.push(error);
  let count = 0;
  const until = performance.now() + turnMilliseconds;
  try {
    while (performance.now() < until) {
      const most = atOnce - under.size;
      const taken = await takeMessages(world.db, world.clock.now(), most, leaseSeconds);
      count += taken.length;
      for (const waiting of taken) {
        const left = carryOne(world, waiting, note)
          .then((putDown) => void notes.push(putDown().catch(failed)), failed)
          .finally(() => under.delete(left));
        under.add(left);
      }
      if (taken.length < most) break;
      while (under.size >= fewest) await Promise.race(under);
    }
  } finally {
    // Also when no more can be taken: what a relay has accepted is put down, or it would leave once more.
    await Promise.all(under);
    await Promise.all(notes);
  }
  if (failures.length > 0) throw failures[0];
  return count;
}

type Carried = { readonly parcelId: string; readonly contact: Buffer };

/** What is put down of one message. Those that come while others are put down share the next statement, and its commit. */
type Notes = {
  readonly goesTo: (message: Carried) => Promise<void>;
  readonly sent: (parcelId: string) => Promise<void>;
  readonly decoyed: (parcelId: string) => Promise<void>;
  readonly late: (parcelId: string) => Promise<void>;
};

function notesOn({ db, clock }: World): Notes {
  const noting = <One>(all: (those: readonly One[], at: Date) => Promise<unknown>) =>
    together<One, void>(async (those) => {
      await all(those, clock.now());
      return those.map(() => undefined);
    });
  const done = (state: 'sent' | 'dropped', reason: string | null) =>
    noting<string>((parcelIds, at) => finishMessages(db, parcelIds, state, reason, at));
  return {
    goesTo: noting<Carried>((those, at) => keepCarried(db, those, at)),
    sent: done('sent', null),
    decoyed: done('dropped', null),
    late: done('dropped', 'too-late'),
  };
}

/** Hands one message over, if it is for anybody; gives what is to be put down of it. */
async function carryOne(world: World, waiting: Waiting, note: Notes): Promise<() => Promise<void>> {
  const { parcelId, dropAfter, tries } = waiting;
  const at = world.clock.now();
  if (at > dropAfter) return () => note.late(parcelId);
  const { live, parcel } = openParcel(world, parcelId, waiting.payload);
  if (!live) {
    await world.courier.rehearse(parcel);
    return () => note.decoyed(parcelId);
  }
  const contact = parcel.to.by === 'mail' ? contactHash(world, parcel.to.address) : undefined;
  // Before it goes, or a crash in between would leave a return that nobody knows.
  if (contact && world.takesReturns) await note.goesTo({ parcelId, contact });
  const receipt = await world.courier.carry(parcel);
  if (receipt.outcome === 'carried') return () => note.sent(parcelId);
  const { reason } = receipt;
  if (receipt.outcome === 'refused')
    return async () => {
      if (contact && receipt.status !== undefined) await markRefused(world, contact, receipt.status);
      await bury(world, waiting, reason);
    };
  const next = secondsAfter(at, waits[tries - 1] ?? lastWait);
  if (next > dropAfter) return () => bury(world, waiting, reason);
  return async () => void (await putOffMessage(world.db, parcelId, next, reason));
}

/** The relay itself knows that an address takes nothing: nobody has to wait for the mail to come back. */
async function markRefused(world: World, contact: Buffer, status: string): Promise<void> {
  const verdict = judgeRefusal(status);
  if (verdict === 'refused')
    await world.db.transaction((tx) => markAddress(world, tx, contact, verdict, status));
}

/** A dead letter: kept for the operator, told to the audit, never to a page. */
async function bury(world: World, waiting: Waiting, reason: string): Promise<void> {
  const at = world.clock.now();
  const buried = await world.db.transaction(async (tx) => {
    if ((await finishMessages(tx, [waiting.parcelId], 'dead', reason, at)).length === 0) return false;
    await appendAudit(tx, {
      at,
      actor: 'system',
      event: 'message-undelivered',
      refusal: reason,
      policyVersion: world.institution.policy.version,
    });
    return true;
  });
  if (buried) world.log.warn({ event: 'message-undelivered', code: reason });
}
