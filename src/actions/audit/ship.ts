import { checkpointsAfter, noteShipped, shippedUpTo } from '../../store/audit/checkpoints.ts';
import { isAlone } from '../../store/upkeep/alone.ts';
import type { World } from '../world.ts';

/** Checkpoints handed over at once. */
const atOnce = 100;

/**
 * Hands the outside sink the next checkpoints it lacks, in their order; gives how many, or that it would not take them. What
 * was handed over is noted after: a crash between the two hands it over twice, and leaves no gap (AU-07).
 */
export async function shipCheckpoints({
  counters,
  keys,
  clock,
  checkpointSink: sink,
}: World): Promise<number | 'down'> {
  if (!sink) return 0;
  const name = keys.find(`checkpoint sink ${sink.address}`);
  return counters.transaction(async (tx) => {
    if (!(await isAlone(tx, 'ship'))) return 0;
    const waiting = await checkpointsAfter(tx, await shippedUpTo(tx, name), atOnce);
    const last = waiting.at(-1);
    if (!last) return 0;
    const lines = waiting.map((checkpoint) => JSON.stringify({ kind: 'checkpoint', checkpoint }));
    if (!(await sink.append(lines))) return 'down';
    await noteShipped(tx, name, last.batch, clock.now());
    return waiting.length;
  });
}
