import { setTimeout as pause } from 'node:timers/promises';
import { framesOf } from '../../lib/log.ts';
import type { World } from '../world.ts';
import { mostRows, sealBatch } from './seal.ts';
import { shipCheckpoints } from './ship.ts';

/** A row waits no longer than five seconds for its seal: this, and the time a batch takes. */
const everyMilliseconds = 3000;
/** A sink that is down is asked again after this, and warned of each time. */
const downMilliseconds = 30_000;

export type Sealer = { stop(): Promise<void> };

/** Repeats an act until it is stopped; the act says how long to wait for its next turn. */
function repeat(world: World, failure: string, act: () => Promise<number>): Sealer {
  const stopping = new AbortController();
  const { signal } = stopping;
  const loop = async (): Promise<void> => {
    while (!signal.aborted) {
      const wait = await act().catch((error: unknown) => {
        world.log.error({ event: failure, stack: framesOf(error) });
        return everyMilliseconds;
      });
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** Seals the log and hands its seals outside, beside everything else: neither waits for a relay, nor a message for a sink. */
export function keepSealed(world: World): Sealer {
  const sealing = repeat(world, 'seal-failed', async () => {
    // A full batch has more behind it; whatever came since an ordinary one is the next one's.
    return (await sealBatch(world)) < mostRows ? everyMilliseconds : 0;
  });
  const shipping = repeat(world, 'ship-failed', async () => {
    const shipped = await shipCheckpoints(world);
    if (shipped !== 'down') return shipped > 0 ? 0 : everyMilliseconds;
    world.log.warn({ event: 'checkpoint-sink-down' });
    return downMilliseconds;
  });
  return {
    async stop() {
      await Promise.all([sealing.stop(), shipping.stop()]);
    },
  };
}
