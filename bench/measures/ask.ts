/** The whole ask, from the start to "check your inbox", and the message handed to the relay. */
import { setTimeout as wait } from 'node:timers/promises';
import { Visitor } from '../browser/visitor.ts';
import { ask as walkTheAsk } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median, quantile } from '../statistics.ts';
import { type Row, rounded, type Section } from '../table.ts';

const clients = 8;
const windows = 5;
const asksPerWindow = 600;

/** What peers did on a machine like this one, by the same job (docs/conformance.md); quoted, not measured here. */
const peers = 'parse-server 421, better-auth 319, Django 154, LemonLDAP 24 asks/s';
const best = { perSecond: 421, p50: 17, p99: 48, product: 3.3, database: 0.67 };

type Found = {
  readonly perSecond: number;
  readonly asks: readonly number[];
  readonly requests: readonly number[];
  /** Milliseconds of processor per ask, the message's delivery included. */
  readonly product: number;
  readonly database: number;
  readonly browser: number;
  /** Seconds until the last message was at the relay, after the last answer. */
  readonly drained: number;
};

async function untilTaken({ sink }: Stand, count: number): Promise<void> {
  while ((await sink.count()) < count) await wait(10);
}

async function oneWindow(stand: Stand, gzip: boolean): Promise<Found> {
  const { server, database, sink, people } = stand;
  const requests: number[] = [];
  const before = await sink.count();
  const cpu = () => [cpuOf(server.pid), cpuOfFamily(database.pid), process.cpuUsage()] as const;
  const [product, postgres, browser] = cpu();
  const { seconds, each } = await crowd(server.port, clients, asksPerWindow, (connection) =>
    walkTheAsk(new Visitor(connection, { gzip, watch: (_, took) => requests.push(took) }), people.known()),
  );
  const answered = performance.now();
  const [, , browserAfter] = cpu();
  await untilTaken(stand, before + asksPerWindow);
  const drained = (performance.now() - answered) / 1000;
  const [productAfter, postgresAfter] = cpu();
  const used = (browserAfter.user + browserAfter.system - browser.user - browser.system) / 1000;
  return {
    perSecond: asksPerWindow / seconds,
    asks: each,
    requests,
    product: (productAfter - product) / asksPerWindow,
    database: (postgresAfter - postgres) / asksPerWindow,
    browser: used / asksPerWindow,
    drained,
  };
}

function rowsOf(name: string, found: readonly Found[]): Row[] {
  const of = (pick: (one: Found) => number): number => median(found.map(pick));
  const asks = of((one) => one.perSecond);
  const each = (pick: (one: Found) => readonly number[], share: number): string =>
    rounded(of((one) => quantile(pick(one), share)));
  return [
    {
      what: `${name}: asks per second`,
      found: rounded(asks, 0),
      beside: `best peer ${best.perSecond}; ratio ${rounded(asks / best.perSecond, 2)}`,
    },
    {
      what: '  whole ask (8 requests), p50 / p99 ms',
      found: `${each((one) => one.asks, 0.5)} / ${each((one) => one.asks, 0.99)}`,
      beside: `best peer ${best.p50} / ${best.p99}`,
    },
    {
      what: '  each request, p50 / p99 ms',
      found: `${each((one) => one.requests, 0.5)} / ${each((one) => one.requests, 0.99)}`,
    },
    {
      what: '  processor ms per ask, product / database',
      found: `${rounded(
        of((one) => one.product),
        2,
      )} / ${rounded(
        of((one) => one.database),
        2,
      )}`,
      beside: `best peer ${best.product} / ${best.database}; this browser ${rounded(
        of((one) => one.browser),
        2,
      )}`,
    },
    {
      what: '  last message at the relay after',
      found: `${rounded(
        of((one) => one.drained),
        2,
      )} s`,
    },
  ];
}

export async function ask(stand: Stand): Promise<Section> {
  const compressed: Found[] = [];
  const plain: Found[] = [];
  await oneWindow(stand, true);
  for (let window = 0; window < windows; window++) {
    compressed.push(await oneWindow(stand, true));
    plain.push(await oneWindow(stand, false));
  }
  return {
    title: `ask: ${clients} at once, medians of ${windows} interleaved windows of ${asksPerWindow}`,
    rows: [...rowsOf('pages compressed', compressed), ...rowsOf('pages plain', plain)],
    notes: [
      `Peers, quoted: ${peers}.`,
      "A browser without script, as the peers' instrument is: each page is loaded and its form sent. Theirs is one page and one form.",
    ],
  };
}
