/** What a grown registry costs a walk: the same recoveries before and after millions of accounts came. */
import { type Db, openDatabase, statement } from '../../src/store/database.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey, recover } from '../browser/walk.ts';
import { crowd } from '../crowd.ts';
import { cpuOfFamily } from '../stand/process.ts';
import type { Stand } from '../stand/stand.ts';
import { median } from '../statistics.ts';
import { rounded, type Section } from '../table.ts';

const clients = 4;
const windows = 5;
const perWindow = 60;
const mostRatio = 1.2;
const atOnce = 100_000;

/** As large as a real row: 416 bytes sealed, a key as argon2 writes it. */
const fill = statement(
  'bench-grow',
  `insert into accounts (name_hash, subject, status, personal, key_hash, key_set_at, imported_at, contacts_since)
   select sha256(('growth ' || n)::bytea), 'person', 'active', convert_to(repeat(md5(n::text), 13), 'UTF8'),
     repeat(md5(n::text), 3), $1, $1, $1 from generate_series($2::int, $3::int) n`,
);

async function grow(owner: Db, from: number, to: number): Promise<void> {
  const at = new Date();
  for (let first = from; first < to; first += atOnce)
    await owner.run(fill, [at, first, Math.min(first + atOnce, to) - 1]);
}

/** Nothing that came of filling is to be done while walks are measured. */
async function settle(owner: Db): Promise<void> {
  await owner.script('vacuum (analyze) accounts');
  await owner.script('checkpoint');
}

let turn = 0;

/** Milliseconds of the database's processors for one recovery, and those a person waits for. */
async function costOfRecovery({ server, people, sink, database }: Stand) {
  const before = cpuOfFamily(database.pid);
  const { each } = await crowd(server.port, clients, perWindow, async (connection) => {
    const person = people.known();
    const visitor = new Visitor(connection);
    await ask(visitor, person);
    await recover(visitor, person, codeIn(await sink.mailTo(person.email)), newKey(turn++));
  });
  return { cpu: (cpuOfFamily(database.pid) - before) / perWindow, whole: median(each) };
}

async function costs(stand: Stand) {
  const found: Awaited<ReturnType<typeof costOfRecovery>>[] = [];
  for (let window = 0; window < windows; window++) found.push(await costOfRecovery(stand));
  return { cpu: median(found.map(({ cpu }) => cpu)), whole: median(found.map(({ whole }) => whole)) };
}

export async function growth(stand: Stand): Promise<Section> {
  const { database, people } = stand;
  const { grown } = stand.sizes;
  const owner = openDatabase(database.url, 1);
  try {
    // Statements are planned, and pages are in memory, before anything is measured.
    await costOfRecovery(stand);
    await settle(owner);
    const small = await costs(stand);
    await grow(owner, people.count, grown);
    await settle(owner);
    await costOfRecovery(stand);
    const large = await costs(stand);
    const ratio = large.cpu / small.cpu;
    return {
      title: `growth: a recovery at ${people.count} and at ${grown} accounts, ${clients} at once, medians of ${windows} windows`,
      rows: [
        { what: 'database, before', found: `${rounded(small.cpu, 2)} ms` },
        { what: 'database, after', found: `${rounded(large.cpu, 2)} ms` },
        { what: 'ratio', found: rounded(ratio, 2), beside: `${mostRatio} at most`, holds: ratio < mostRatio },
        {
          what: 'from start to signed in',
          found: `${rounded(large.whole)} ms`,
          beside: `${rounded(small.whole)} ms before`,
        },
      ],
      notes: [
        'Processor time of PostgreSQL, all its processes; those who came later are in the registry and do not walk.',
      ],
    };
  } finally {
    await owner.close();
  }
}
