/** How much the product adds to what must be slow: one form that ends in hashes, beside argon2 by itself. */
import type { Connection } from '../browser/connection.ts';
import { crowd } from '../crowd.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median, quantile } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';
import { argonAlone } from './argon-floor.ts';

const clients = 16;
const windows = 3;
const leastRatio = 0.8;

/** One form of one visitor, who stands before it already: a window holds nothing but the post. */
type Hashed<Ready> = {
  readonly title: string;
  /** What is counted, in the plural. */
  readonly unit: string;
  readonly perWindow: number;
  readonly hashesEach: number;
  arrive(stand: Stand, connection: Connection): Promise<Ready>;
  post(ready: Ready, connection: Connection, turn: number): Promise<void>;
};

type Found = {
  readonly perSecond: number;
  readonly each: readonly number[];
  readonly product: number;
  readonly database: number;
};

async function oneWindow<Ready>(stand: Stand, form: Hashed<Ready>): Promise<Found> {
  const { server, database } = stand;
  const { perWindow } = form;
  const ready: Ready[] = [];
  await crowd(server.port, clients, perWindow, async (connection) => {
    ready.push(await form.arrive(stand, connection));
  });
  const cpu = () => [cpuOf(server.pid), cpuOfFamily(database.pid)] as const;
  const [product, postgres] = cpu();
  const { seconds, each } = await crowd(server.port, clients, perWindow, async (connection, turn) => {
    const one = ready[turn];
    if (one) await form.post(one, connection, turn);
  });
  const [productAfter, postgresAfter] = cpu();
  return {
    perSecond: perWindow / seconds,
    each,
    product: (productAfter - product) / perWindow,
    database: (postgresAfter - postgres) / perWindow,
  };
}

/** Windows of the product and of bare hashes by turns. */
export async function besideArgon<Ready>(stand: Stand, form: Hashed<Ready>): Promise<Section> {
  const { title, unit, perWindow, hashesEach } = form;
  const bareWindow = await argonAlone(stand.world, clients, hashesEach * perWindow);
  const product: Found[] = [];
  const bare: number[] = [];
  for (let window = 0; window < windows; window++) {
    product.push(await oneWindow(stand, form));
    bare.push((await bareWindow()) / hashesEach);
  }
  const of = (pick: (one: Found) => number): string => rounded(median(product.map(pick)));
  const ratio = median(product.map(({ perSecond }, window) => perSecond / (bare[window] ?? Number.NaN)));
  const within = (share: number): string => of(({ each }) => quantile(each, share));
  return {
    title: `${title}, ${clients} at once, distinct people, medians of ${windows} interleaved windows of ${perWindow}`,
    rows: [
      { what: 'product', found: `${of((one) => one.perSecond)} ${unit}/s` },
      {
        what: 'argon2 alone',
        found: `${rounded(median(bare))} /s`,
        beside: `the same cost, as many at once, ${hashesEach} each`,
      },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      { what: 'each, p50 / p99 ms', found: `${within(0.5)} / ${within(0.99)}` },
      {
        what: 'processor ms each, product / database',
        found: `${of((one) => one.product)} / ${of((one) => one.database)}`,
      },
    ],
  };
}
