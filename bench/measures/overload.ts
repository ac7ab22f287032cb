/**
 * Twice as many newcomers as can be served, for a while: whether those who are served still are soon, whether the others are told
 * when to come back, and whether people who are inside already get to the end.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { paths } from '../../src/web/paths.ts';
import { Connection } from '../browser/connection.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import type { Stand } from '../stand/stand.ts';
import { quantile } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const closedClients = 16;
const closedPosts = 1500;
const seconds = 20;
const times = 2;
/** Somebody inside goes on every so often. */
const insideEvery = 500;
const longestP99 = 5000;

/** One newcomer: the page of the number, and the number. */
async function newcomer({ people }: Stand, connection: Connection): Promise<'served' | 'refused'> {
  const visitor = new Visitor(connection);
  const page = await visitor.look(paths.identify);
  if (page.status === 503) return told(page.head);
  const answer = await visitor.post(paths.identify, { numero: people.known().number });
  if (answer.status === 503) return told(answer.head);
  if (answer.status !== 303) throw new Error(`A newcomer was answered ${answer.status}`);
  return 'served';
}

/** A refusal that names no time would be a closed door. */
function told(head: string): 'refused' {
  if (!/^retry-after: \d+\r$/im.test(head)) throw new Error('A refusal without a time');
  return 'refused';
}

/** What can be served: as many as come one after another, with nobody waiting outside. */
async function sustainable(stand: Stand): Promise<number> {
  const { seconds: took } = await crowd(stand.server.port, closedClients, closedPosts, async (connection) => {
    await newcomer(stand, connection);
  });
  return closedPosts / took;
}

type Outside = { served: number[]; refused: number[]; failed: number; reasons: Set<string> };

/** Newcomers by the clock, whether or not those before them were answered. */
async function storm(stand: Stand, perSecond: number): Promise<Outside> {
  const found: Outside = { served: [], refused: [], failed: 0, reasons: new Set() };
  const under: Promise<void>[] = [];
  const start = performance.now();
  let sent = 0;
  const one = async (): Promise<void> => {
    const begun = performance.now();
    const connection = await Connection.open(stand.server.port);
    const became = await newcomer(stand, connection);
    found[became].push(performance.now() - begun);
    connection.close();
  };
  while (performance.now() - start < seconds * 1000) {
    const due = ((performance.now() - start) / 1000) * perSecond;
    for (; sent < due; sent++)
      under.push(
        one().catch((error: unknown) => {
          found.failed++;
          found.reasons.add(String(error).slice(0, 200));
        }),
      );
    await wait(5);
  }
  await Promise.all(under);
  return found;
}

/** People with a message in hand, who type its code while the storm goes on. */
async function inside(stand: Stand, holders: readonly Holder[]): Promise<{ done: number; took: number[] }> {
  const took: number[] = [];
  let done = 0;
  const failures = new Set<string>();
  await Promise.all(
    holders.map(async ({ visitor, code }, place) => {
      await wait(place * insideEvery);
      const begun = performance.now();
      const goOn = async (): Promise<void> => {
        const connection = await Connection.open(stand.server.port);
        await visitor.on(connection).submit(paths.enterCode, { codigo: code }, paths.chooseKey);
        await visitor.load(paths.chooseKey);
        connection.close();
        done++;
      };
      await goOn().catch((error: unknown) => failures.add(String(error).slice(0, 200)));
      took.push(performance.now() - begun);
    }),
  );
  for (const failure of failures) console.log(`  inside: ${failure}`);
  return { done, took };
}

type Holder = { readonly visitor: Visitor; readonly code: string };

async function holdMessages({ server, people, sink }: Stand, count: number): Promise<Holder[]> {
  const holders: Holder[] = [];
  await crowd(server.port, 4, count, async (connection) => {
    const person = people.known();
    const visitor = new Visitor(connection);
    await ask(visitor, person);
    holders.push({ visitor, code: codeIn(await sink.mailTo(person.email)) });
  });
  return holders;
}

export async function overload(stand: Stand): Promise<Section> {
  const rate = await sustainable(stand);
  const holders = await holdMessages(stand, Math.floor((seconds * 1000) / insideEvery) - 4);
  const [outside, people] = await Promise.all([storm(stand, times * rate), inside(stand, holders)]);
  const all = outside.served.length + outside.refused.length + outside.failed;
  const share = (count: number): string => `${rounded((100 * count) / all, 1)} %`;
  const p99 = quantile(outside.served, 0.99);
  const after = await sustainable(stand);
  return {
    title: `overload: newcomers at ${times} times what is sustainable (${rounded(rate, 0)} /s) for ${seconds} s`,
    rows: [
      {
        what: 'served, p50 / p99 ms',
        found: `${rounded(quantile(outside.served, 0.5), 0)} / ${rounded(p99, 0)}`,
        beside: `p99 under ${longestP99}`,
        holds: p99 < longestP99,
      },
      {
        what: 'served',
        found: `${rounded(outside.served.length / seconds, 0)} /s`,
        beside: share(outside.served.length),
      },
      {
        what: 'refused with a time',
        found: `${outside.refused.length}`,
        beside: share(outside.refused.length),
      },
      { what: 'neither', found: `${outside.failed}`, beside: 'none', holds: outside.failed === 0 },
      {
        what: 'inside already: got on',
        found: `${people.done} of ${holders.length}`,
        beside: `slowest ${rounded(Math.max(...people.took), 0)} ms`,
        holds: people.done === holders.length,
      },
      {
        what: 'sustainable afterwards',
        found: `${rounded(after, 0)} /s`,
        beside: `ratio ${rounded(after / rate, 2)}`,
      },
    ],
    notes: [...outside.reasons],
  };
}
