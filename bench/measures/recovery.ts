/** Whole recoveries: asked, read from the mailbox, a new key set, signed in with it. */
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey, recover } from '../browser/walk.ts';
import { capacity } from '../capacity.ts';
import { crowd } from '../crowd.ts';
import { argonAlone } from '../floors/argon-floor.ts';
import { recordRecoveries } from '../floors/recovery-floor.ts';
import { replay } from '../floors/replay.ts';
import { cpuOf, cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 8;
const windows = 3;
const perWindow = 120;
const hashesPerWindow = 160;
const leastRatio = 0.5;

/** The former key compared, the new one hashed, the sign-in verified. */
const hashesPerRecovery = 3;

let turn = 0;

type Found = { readonly perSecond: number; readonly product: number; readonly database: number };

async function recoverAll({ server, database, people, sink }: Stand): Promise<Found> {
  const cpu = () => [cpuOf(server.pid), cpuOfFamily(database.pid)] as const;
  const [product, postgres] = cpu();
  const { seconds } = await crowd(server.port, clients, perWindow, async (connection) => {
    const person = people.known();
    const visitor = new Visitor(connection);
    await ask(visitor, person);
    await recover(visitor, person, codeIn(await sink.mailTo(person.email)), newKey(turn++));
  });
  const [productAfter, postgresAfter] = cpu();
  return {
    perSecond: perWindow / seconds,
    product: (productAfter - product) / perWindow,
    database: (postgresAfter - postgres) / perWindow,
  };
}

export async function recovery(stand: Stand): Promise<Section[]> {
  const walks = await recordRecoveries(stand, windows * perWindow);
  // The replay uses the first accounts of the stand; the product goes on after them.
  for (const _ of walks) stand.people.known();
  const hashes = await argonAlone(stand.world, clients, hashesPerWindow);
  const whole: Found[] = [];
  const bare: number[] = [];
  const database: number[] = [];
  for (let window = 0; window < windows; window++) {
    whole.push(await recoverAll(stand));
    bare.push(await hashes());
    const walksNow = walks.slice(window * perWindow, (window + 1) * perWindow);
    database.push((await replay(stand, clients, walksNow)) ?? Number.NaN);
  }
  const of = (pick: (one: Found) => number): number => median(whole.map(pick));
  const floors = bare.map((argon, window) => 1 / (hashesPerRecovery / argon + 1 / (database[window] ?? 0)));
  const ratio = median(whole.map(({ perSecond }, window) => perSecond / (floors[window] ?? Number.NaN)));
  const statements = walks[0]?.length ?? 0;
  const found: Section = {
    title: `recovery: from the start to signed in, ${clients} at once, medians of ${windows} interleaved windows of ${perWindow}`,
    rows: [
      {
        what: 'recoveries per second',
        found: rounded(of((one) => one.perSecond)),
        beside: 'peers with the same hash: 15.3, 12.6',
      },
      {
        what: 'argon2id by itself',
        found: `${rounded(median(bare), 0)} hashes/s`,
        beside: `${hashesPerRecovery} hashes a recovery`,
      },
      {
        what: 'its statements by themselves',
        found: `${rounded(median(database), 0)} /s`,
        beside: `pgbench, the same ${statements} statements with the same values`,
      },
      { what: 'floor of both, one after the other', found: `${rounded(median(floors))} /s` },
      {
        what: 'ratio',
        found: rounded(ratio, 2),
        beside: `at least ${leastRatio}`,
        holds: ratio >= leastRatio,
      },
      {
        what: 'processor ms per recovery, product / database',
        found: `${rounded(of((one) => one.product))} / ${rounded(of((one) => one.database))}`,
      },
    ],
    notes: [
      'The browsers, the relay and its sink share the two processors with the product; the floors have them alone.',
    ],
  };
  return [found, capacity({ product: of((one) => one.product), database: of((one) => one.database) })];
}
