/** How much the product adds to the one thing that must be slow: sign-ins with the right key, beside argon2 by itself. */
import { paths } from '../../src/web/paths.ts';
import { Visitor } from '../browser/visitor.ts';
import { crowd } from '../crowd.ts';
import { argonAlone } from '../floors/argon-floor.ts';
import { formerKey } from '../stand/people.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median, quantile } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 16;
const windows = 3;
const perWindow = 320;
const leastRatio = 0.8;

/** Brings visitors to the page of the sign-in, so that the window holds nothing but the post. */
async function arriveAll({ server }: Stand): Promise<Visitor[]> {
  const visitors: Visitor[] = [];
  await crowd(server.port, clients, perWindow, async (connection) => {
    const visitor = new Visitor(connection);
    await visitor.load(paths.signIn);
    visitors.push(visitor);
  });
  return visitors;
}

type Found = {
  readonly perSecond: number;
  readonly each: readonly number[];
  readonly product: number;
  readonly database: number;
};

/** Distinct people on distinct devices, each once. */
async function signInAll(stand: Stand): Promise<Found> {
  const visitors = await arriveAll(stand);
  const cpu = () => [cpuOf(stand.server.pid), cpuOfFamily(stand.database.pid)] as const;
  const [product, database] = cpu();
  const { seconds, each } = await crowd(stand.server.port, clients, perWindow, async (connection, turn) => {
    const { number } = stand.people.known();
    const fields = { numero: number, clave: formerKey, portal: 'portal', volver: '' };
    await visitors[turn]?.on(connection).submit(paths.signIn, fields, paths.account);
  });
  const [productAfter, databaseAfter] = cpu();
  return {
    perSecond: perWindow / seconds,
    each,
    product: (productAfter - product) / perWindow,
    database: (databaseAfter - database) / perWindow,
  };
}

export async function signIn(stand: Stand): Promise<Section> {
  const bareWindow = await argonAlone(stand.world, clients, perWindow);
  const product: Found[] = [];
  const bare: number[] = [];
  for (let window = 0; window < windows; window++) {
    product.push(await signInAll(stand));
    bare.push(await bareWindow());
  }
  const of = (pick: (one: Found) => number): number => median(product.map(pick));
  const ratio = median(product.map(({ perSecond }, window) => perSecond / (bare[window] ?? Number.NaN)));
  const share = (part: number): string =>
    rounded(
      of(({ each }) => quantile(each, part)),
      0,
    );
  return {
    title: `sign-in: the right key, ${clients} at once, distinct people, medians of ${windows} interleaved windows of ${perWindow}`,
    rows: [
      { what: 'product', found: `${rounded(of((one) => one.perSecond))} sign-ins/s` },
      {
        what: 'argon2 alone',
        found: `${rounded(median(bare))} /s`,
        beside: 'the same cost, as many at once',
      },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      { what: 'each sign-in, p50 / p99 ms', found: `${share(0.5)} / ${share(0.99)}` },
      {
        what: 'processor ms per sign-in, product / database',
        found: `${rounded(
          of((one) => one.product),
          2,
        )} / ${rounded(
          of((one) => one.database),
          2,
        )}`,
      },
    ],
  };
}
