import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { secondsAfter } from '../../lib/clock.ts';
import { framesOf } from '../../lib/log.ts';
import { judgeRefusal } from '../../rules/mail/returned-mail.ts';
import { appendAudit } from '../../store/audit.ts';
import { keepCarried } from '../../store/mail/returns.ts';
import { finishMessage, putOffMessage, takeMessages, type Waiting } from '../../store/outbox.ts';
import { contactHash } from '../contact/shared.ts';
import { expireDeskCases } from '../desk/case/expire-cases.ts';
import { markAddress } from '../mail/take-returned.ts';
import { openParcel } from '../outbox.ts';
import type { World } from '../world.ts';
import { grantChanges } from './grant-changes.ts';
import { makeAhead } from './partitions.ts';
import { remindContacts } from './remind-contacts.ts';
import { removePasskeys } from './remove-passkeys.ts';
import { sweep } from './sweep.ts';
import { tendTickets } from './tend-tickets.ts';

/** A message taken by a worker that dies is taken again after this. Longer than any relay's answer. */
const leaseSeconds = 60;

/** Messages under way at once: with five connections to a relay, two rounds of its longest answer stay below the lease. */
const atOnce = 8;

/** Taken before the worker looks around for other work, and for whether it is to stop. */
const perTurn = 64;

/** Waits before the next tries: fast enough to matter within a link's life (EM-13; RFC 5321, 4.5.4.1 is for relays). */
const waits = [15, 60, 180, 480] as const;

/** After these, an hour apart, the notices that outlive a link are given up. */
const lastWait = 3600;

/**
 * Takes what is due and hands it over, a turn of it; gives how many it took. As soon as half of what is under way is done more is
 * taken, so that one slow answer keeps nobody else waiting.
 */
export async function deliverDue(world: World): Promise<number> {
  const under = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let count = 0;
  while (count < perTurn) {
    const most = Math.min(atOnce - under.size, perTurn - count);
    const taken = await takeMessages(world.db, world.clock.now(), most, leaseSeconds);
    count += taken.length;
    for (const waiting of taken) {
      const done = deliverOne(world, waiting)
        .catch((error: unknown) => void failures.push(error))
        .finally(() => under.delete(done));
      under.add(done);
    }
    if (taken.length < most) break;
    while (under.size > atOnce / 2) await Promise.race(under);
  }
  await Promise.all(under);
  if (failures.length > 0) throw failures[0];
  return count;
}

async function deliverOne(world: World, waiting: Waiting): Promise<void> {
  const at = world.clock.now();
  if (at > waiting.dropAfter) {
    await finishMessage(world.db, waiting.parcelId, 'dropped', 'too-late', at);
    return;
  }
  const { live, parcel } = openParcel(world, waiting.parcelId, waiting.payload);
  if (!live) {
    await world.courier.rehearse(parcel);
    await finishMessage(world.db, waiting.parcelId, 'dropped', null, world.clock.now());
    return;
  }
  const contact = parcel.to.by === 'mail' ? contactHash(world, parcel.to.address) : undefined;
  // Before it goes, or a crash in between would leave a return that nobody knows.
  if (contact && world.takesReturns) await keepCarried(world.db, waiting.parcelId, contact, at);
  const receipt = await world.courier.carry(parcel);
  if (receipt.outcome === 'carried') {
    await finishMessage(world.db, waiting.parcelId, 'sent', null, world.clock.now());
    return;
  }
  if (receipt.outcome === 'refused') {
    if (contact && receipt.status !== undefined) await markRefused(world, contact, receipt.status);
    return bury(world, waiting, receipt.reason);
  }
  const next = secondsAfter(at, waits[waiting.tries - 1] ?? lastWait);
  if (next > waiting.dropAfter) return bury(world, waiting, receipt.reason);
  await putOffMessage(world.db, waiting.parcelId, next, receipt.reason);
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
    if (!(await finishMessage(tx, waiting.parcelId, 'dead', reason, at))) return false;
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

const minute = 60 * 1000;

/** What is done from time to time, beside the messages; one that fails is logged and its next turn comes. */
const chores = [
  { every: 10 * minute, failure: 'partitions-failed', act: makeAhead },
  { every: 10 * minute, failure: 'sweep-failed', act: sweep },
  { every: minute / 2, failure: 'grant-failed', act: grantChanges },
  { every: minute, failure: 'passkey-removal-failed', act: removePasskeys },
  { every: 10 * minute, failure: 'remind-failed', act: remindContacts },
  { every: 10 * minute, failure: 'tickets-failed', act: tendTickets },
  { every: minute, failure: 'desk-cases-failed', act: expireDeskCases },
] as const;

export type Worker = { wake(): void; stop(): Promise<void> };

/** A sleep of at most a second that a wake-up ends; one that came too early is not lost. */
function alarm(): { sleep(): Promise<void>; wake(): void } {
  let rung = false;
  let ring: () => void = () => undefined;
  return {
    async sleep() {
      if (!rung)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, 1000);
          ring = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      rung = false;
    },
    wake() {
      rung = true;
      ring();
    },
  };
}

/**
 * A woken worker waits a moment of chance, at most this long. Handing over a living message is more work than dropping a decoy:
 * done at once, it slowed the very next page of whoever had asked, and told the two apart (bench: timing).
 */
const mostMillisecondsLate = 400;

/** Looks for due messages when woken and every second besides; one failure is logged and the next look goes on. */
export function startWorker(world: World): Worker {
  const { sleep, wake } = alarm();
  const failed = (event: string) => (error: unknown) => {
    world.log.error({ event, stack: framesOf(error) });
    return 0;
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  const doneAt = new Map<string, number>();
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      const now = world.clock.now().getTime();
      for (const { every, failure, act } of chores) {
        if (signal.aborted || now - (doneAt.get(failure) ?? 0) <= every) continue;
        doneAt.set(failure, now);
        await act(world).catch(failed(failure));
      }
      const taken = await deliverDue(world).catch(failed('worker-failed'));
      if (taken > 0 || signal.aborted) continue;
      await sleep();
      await pause(randomInt(mostMillisecondsLate), undefined, { signal }).catch(() => undefined);
    }
  };
  const running = loop();
  const stop = async (): Promise<void> => {
    stopping.abort();
    wake();
    await running;
  };
  return { wake, stop };
}
