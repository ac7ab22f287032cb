import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Piece } from '../../directory/pieces.ts';
import type { Sealed, SealerData } from './sealer.ts';

type Sealer = { readonly ask: (piece: Piece) => Promise<Sealed>; readonly close: () => Promise<unknown> };

/** One processor is left to the database, and more than a few of ours only wait for it. */
const threads = (): number => Math.max(1, Math.min(4, availableParallelism() - 1));

/** Pieces a thread has at a time: one in work, one waiting. */
const ahead = 2;

/** A thread answers in the order it was asked. */
function startSealer(data: SealerData): Sealer {
  const worker = new Worker(new URL('./sealer.ts', import.meta.url), { workerData: data });
  const waiting: { resolve: (sealed: Sealed) => void; reject: (fault: Error) => void }[] = [];
  worker.on('message', (sealed: Sealed) => waiting.shift()?.resolve(sealed));
  worker.on('error', (fault: Error) => {
    for (const one of waiting.splice(0)) one.reject(fault);
  });
  const ask = (piece: Piece): Promise<Sealed> => {
    const answer = new Promise<Sealed>((resolve, reject) => waiting.push({ resolve, reject }));
    // Whoever stops early asks for nothing more: what breaks then breaks nothing.
    answer.catch(() => undefined);
    worker.postMessage(piece);
    return answer;
  };
  return { ask, close: () => worker.terminate() };
}

/**
 * Reads and seals pieces in threads of their own, and gives what comes of each in the order of the file. A few are under way at
 * any time and never more, however large the file is.
 */
export async function* sealPieces<Cut extends Piece>(
  pieces: AsyncIterable<Cut>,
  data: SealerData,
): AsyncGenerator<readonly [Cut, Sealed], void, undefined> {
  const sealers = Array.from({ length: threads() }, () => startSealer(data));
  const asked: (readonly [Cut, Promise<Sealed>])[] = [];
  let turn = 0;
  try {
    for await (const piece of pieces) {
      const sealer = sealers[turn++ % sealers.length];
      if (!sealer) throw new TypeError('No thread');
      asked.push([piece, sealer.ask(piece)]);
      const [oldest] = asked.length > ahead * sealers.length ? asked.splice(0, 1) : [];
      if (oldest) yield [oldest[0], await oldest[1]];
    }
    for (const [piece, sealed] of asked) yield [piece, await sealed];
  } finally {
    await Promise.all(sealers.map((one) => one.close()));
  }
}
