/** How much the product adds to the statements it runs: the identity number posted, beside pgbench running the same. */

import { paths } from '../../src/web/paths.ts';
import { Visitor } from '../browser/visitor.ts';
import { crowd } from '../crowd.ts';
import { identifyFloor } from '../floors/identify-floor.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 16;
const windows = 5;
const postsPerWindow = 2000;
const leastRatio = 0.5;

/** Brings visitors to the page of the number, so that the window holds nothing but the post. */
async function arriveAll({ server }: Stand): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  await crowd(server.port, clients, postsPerWindow, async (connection) => {
    const visitor = new Visitor(connection);
    await visitor.load(paths.identify);
    visitors.push(visitor);
  });
  return visitors;
}

type Found = { readonly perSecond: number; readonly product: number; readonly database: number };

async function post(stand: Stand): Promise<Found> {
  const visitors = await arriveAll(stand);
  const cpu = () => [cpuOf(stand.server.pid), cpuOfFamily(stand.database.pid)] as const;
  const [product, database] = cpu();
  const { seconds } = await crowd(stand.server.port, clients, postsPerWindow, async (connection, turn) => {
    const { number } = stand.people.known();
    await visitors[turn]?.on(connection).submit(paths.identify, { numero: number }, paths.nameContact);
  });
  const [productAfter, databaseAfter] = cpu();
  return {
    perSecond: postsPerWindow / seconds,
    product: (productAfter - product) / postsPerWindow,
    database: (databaseAfter - database) / postsPerWindow,
  };
}

export async function identify(stand: Stand): Promise<Section> {
  const floor = await identifyFloor(stand, clients);
  const product: Found[] = [];
  const bare: number[] = [];
  for (let window = 0; window < windows; window++) {
    product.push(await post(stand));
    bare.push(await floor.perSecond());
  }
  const ratios = product.map(({ perSecond }, window) => perSecond / (bare[window] ?? Number.NaN));
  const ratio = median(ratios);
  return {
    title: `identify: the number posted, ${clients} at once, medians of ${windows} interleaved windows`,
    rows: [
      { what: 'product', found: `${rounded(median(product.map((one) => one.perSecond)), 0)} posts/s` },
      {
        what: floor.name,
        found: `${rounded(median(bare), 0)} /s`,
        beside: 'the same statements, the same server',
      },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      {
        what: 'processor ms per post, product / database',
        found: `${rounded(median(product.map((one) => one.product)), 2)} / ${rounded(median(product.map((one) => one.database)), 2)}`,
      },
    ],
    notes: floor.notes,
  };
}
