/** How much the product adds to the two hashes of a new key: the former one compared, the new one made. */
import { paths } from '../../src/web/paths.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import { argonAlone } from '../floors/argon-floor.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median, quantile } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 16;
const windows = 3;
const perWindow = 160;
const hashesPerKey = 2;
const leastRatio = 0.8;

type Ready = { readonly visitor: Visitor; readonly number: string };

/** Brings people to the page of the new key, so that the window holds nothing but the post. */
async function arriveAll({ server, people, sink }: Stand): Promise<Ready[]> {
  const ready: Ready[] = [];
  await crowd(server.port, clients, perWindow, async (connection) => {
    const person = people.known();
    const visitor = new Visitor(connection);
    await ask(visitor, person);
    await visitor.submit(
      paths.enterCode,
      { codigo: codeIn(await sink.mailTo(person.email)) },
      paths.chooseKey,
    );
    await visitor.load(paths.chooseKey);
    ready.push({ visitor, number: person.number });
  });
  return ready;
}

type Found = {
  readonly perSecond: number;
  readonly each: readonly number[];
  readonly product: number;
  readonly database: number;
};

async function completeAll(stand: Stand): Promise<Found> {
  const ready = await arriveAll(stand);
  const cpu = () => [cpuOf(stand.server.pid), cpuOfFamily(stand.database.pid)] as const;
  const [product, database] = cpu();
  const { seconds, each } = await crowd(stand.server.port, clients, perWindow, async (connection, turn) => {
    const one = ready[turn];
    const key = newKey(turn);
    const fields = { usuario: one?.number ?? '', clave: key, clave2: key, repetida: '' };
    await one?.visitor.on(connection).submit(paths.chooseKey, fields, paths.done);
  });
  const [productAfter, databaseAfter] = cpu();
  return {
    perSecond: perWindow / seconds,
    each,
    product: (productAfter - product) / perWindow,
    database: (databaseAfter - database) / perWindow,
  };
}

export async function completion(stand: Stand): Promise<Section> {
  const bareWindow = await argonAlone(stand.world, clients, hashesPerKey * perWindow);
  const product: Found[] = [];
  const bare: number[] = [];
  for (let window = 0; window < windows; window++) {
    product.push(await completeAll(stand));
    bare.push((await bareWindow()) / hashesPerKey);
  }
  const of = (pick: (one: Found) => number): number => median(product.map(pick));
  const ratio = median(product.map(({ perSecond }, window) => perSecond / (bare[window] ?? Number.NaN)));
  const share = (part: number): string =>
    rounded(
      of(({ each }) => quantile(each, part)),
      0,
    );
  return {
    title: `completion: a new key set, ${clients} at once, distinct people, medians of ${windows} interleaved windows of ${perWindow}`,
    rows: [
      { what: 'product', found: `${rounded(of((one) => one.perSecond))} keys/s` },
      {
        what: 'argon2 alone',
        found: `${rounded(median(bare))} /s`,
        beside: `${hashesPerKey} hashes a key, as many at once`,
      },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      { what: 'each key, p50 / p99 ms', found: `${share(0.5)} / ${share(0.99)}` },
      {
        what: 'processor ms per key, product / database',
        found: `${rounded(of((one) => one.product))} / ${rounded(of((one) => one.database))}`,
      },
    ],
  };
}
