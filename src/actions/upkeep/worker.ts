import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { framesOf } from '../../lib/log.ts';
import { expireDeskCases } from '../desk/case/expire-cases.ts';
import type { World } from '../world.ts';
import { deliverDue } from './deliver.ts';
import { grantChanges } from './grant-changes.ts';
import { makeAhead } from './partitions.ts';
import { remindContacts } from './remind-contacts.ts';
import { removePasskeys } from './remove-passkeys.ts';
import { sweep } from './sweep.ts';
import { tendTickets } from './tend-tickets.ts';

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
