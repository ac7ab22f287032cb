/**
 * Whether memory stays where it is over an hour's worth of requests, sent as fast as they are answered. The heap may hold little more
 * than what lives: left to itself V8 lets garbage lie while there is room, and what is kept by mistake would hide in it.
 */
import { Visitor } from '../browser/visitor.ts';
import { ask } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import { memoryOf } from '../stand/process.ts';
import { startServer } from '../stand/server.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

/** An hour of one machine's share of a national day (docs/performance.md), at eight requests a walk's first half. */
const requests = 72_000;
const perAsk = 8;
const windows = 12;
const mostGrowth = 1.1;
const heapMegabytes = 64;

/** Memory of a server of its own after each window, and the seconds all of them took. */
async function served({ environment, people }: Stand, asks: number) {
  const server = await startServer(environment, [`--max-old-space-size=${heapMegabytes}`]);
  const memory: number[] = [];
  let seconds = 0;
  try {
    for (let window = 0; window < windows; window++) {
      const done = await crowd(server.port, 8, asks, (connection) =>
        ask(new Visitor(connection), people.known()),
      );
      seconds += done.seconds;
      memory.push(memoryOf(server.pid).rss);
    }
  } finally {
    await server.stop();
  }
  return { memory, seconds };
}

export async function soak(stand: Stand): Promise<Section> {
  const asks = Math.ceil(requests / perAsk / windows);
  const { memory, seconds } = await served(stand, asks);
  const third = windows / 3;
  const [early, late] = [median(memory.slice(third, 2 * third)), median(memory.slice(2 * third))];
  const ratio = late / early;
  return {
    title: `soak: ${windows * asks * perAsk} requests in ${rounded(seconds / 60)} minutes, heap of ${heapMegabytes} MB at most`,
    rows: [
      { what: 'memory after each twelfth, RSS MB', found: memory.map((one) => rounded(one, 0)).join(' ') },
      {
        what: 'last third over the one before it',
        found: rounded(ratio, 2),
        beside: `at most ${mostGrowth}`,
        holds: ratio <= mostGrowth,
      },
    ],
  };
}
