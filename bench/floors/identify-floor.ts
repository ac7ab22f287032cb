/** The statements of one posted number, by themselves: what no product on this database can be faster than. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { identify } from '../../src/actions/recovery/identify.ts';
import type { World } from '../../src/actions/world.ts';
import type { Parameter, Runner, Statement } from '../../src/store/database.ts';
import { tallyOn } from '../../src/store/limits.ts';
import type { Stand } from '../stand/stand.ts';
import { findPgbench, quoted } from './pgbench.ts';

export type Floor = {
  readonly name: string;
  readonly notes: readonly string[];
  perSecond(): Promise<number>;
};

type Recorded = { readonly name: string; readonly text: string; readonly parameters: readonly Parameter[] };

/** Has the real act run on a database that only writes down what it is asked: the texts are then the product's own. */
async function recorded(stand: Stand): Promise<Recorded[]> {
  const asked: Recorded[] = [];
  const recorder: Runner = {
    async run<Row>({ name, text }: Statement<Row>, parameters: readonly Parameter[] = []): Promise<Row[]> {
      asked.push({ name, text, parameters });
      return [];
    },
  };
  const db = { ...stand.world.db, ...recorder };
  const world: World = { ...stand.world, db, counters: db, tally: tallyOn(db) };
  await identify(world, {
    claim: { subject: 'person', identity: { kind: 'ec.ci', number: stand.people.known().number } },
    profile: 'affiliate',
    purpose: 'recover',
    portal: null,
    language: 'es',
    device: 'android',
    browser: Buffer.alloc(32, 1),
    networks: ['192.0.2.0/24'],
    work: 0,
    suspicious: false,
  });
  return asked;
}

/** A parameter as SQL. What differs from post to post is made from pgbench's own random number. */
function literal(value: Parameter, place: number): string {
  if (value === null) return 'null';
  if (value instanceof Date) return `${quoted(value.toISOString())}::timestamptz`;
  if (Buffer.isBuffer(value))
    return value.length === 32
      ? `sha256(('${place}/' || :r::text)::bytea)`
      : `'\\x${value.toString('hex')}'::bytea`;
  if (typeof value === 'string' && /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(value)) return 'gen_random_uuid()';
  if (Array.isArray(value)) {
    const items = value.map((item, index) => literal(item, place * 10 + index));
    return `array[${items.join(', ')}]`;
  }
  return quoted(String(value));
}

/** The counters' statement as a connection runs it that does not wait for the disk, as theirs does not. */
const lax = (text: string): string => `${text}, set_config('synchronous_commit', 'off', true)`;

function scriptOf(statements: readonly Recorded[]): string {
  const lines = statements.map(({ name, text, parameters }) => {
    const escaped = text.replace(/'([\w-]+:[\w-]+)'/g, (_, inner: string) => quoted(inner));
    const filled = escaped.replace(/\$(\d+)/g, (_, place) =>
      literal(parameters[Number(place) - 1] ?? null, Number(place)),
    );
    return (name === 'count-starts' ? lax(filled) : filled).replace(/\s+/g, ' ');
  });
  return `\\set r random(1, 2000000000)\n${lines.map((line) => `${line};`).join('\n')}\n`;
}

const secondsPerWindow = 3;

function withPgbench(program: string, stand: Stand, clients: number, script: string): Floor {
  const file = join(stand.folder, 'identify.sql');
  writeFileSync(file, script);
  const url = new URL(stand.database.url);
  const where = ['-h', url.searchParams.get('host') ?? '', '-p', '5432', '-U', 'reclave', 'reclave'];
  const how = ['-n', '-M', 'prepared', '-c', String(clients), '-j', '2', '-T', String(secondsPerWindow)];
  return {
    name: 'pgbench -M prepared',
    notes: [],
    async perSecond() {
      const { stdout } = await promisify(execFile)(program, [...how, '-f', file, ...where]);
      return Number(/^tps = ([\d.]+)/m.exec(stdout)?.[1]);
    },
  };
}

/** Where there is no pgbench: node-postgres with nothing around it. A lower floor, since it shares our one thread. */
function withDriver(stand: Stand, clients: number, script: string): Floor {
  const statements = script.split('\n').filter((line) => line.endsWith(';'));
  const once = async (client: pg.Client): Promise<void> => {
    const r = String(Math.floor(Math.random() * 2_000_000_000));
    for (const [place, line] of statements.entries())
      await client.query({
        name: `floor-${place}`,
        text: line.replaceAll(':r::text', '$1::text'),
        values: [r],
      });
  };
  return {
    name: 'node-postgres, bare',
    notes: [
      'pgbench was not found (PATH, or beside the database): the floor is node-postgres, and stands higher',
    ],
    async perSecond() {
      const all = Array.from(
        { length: clients },
        () => new pg.Client({ connectionString: stand.database.url }),
      );
      await Promise.all(all.map((client) => client.connect()));
      const end = performance.now() + secondsPerWindow * 1000;
      let done = 0;
      const run = async (client: pg.Client): Promise<void> => {
        for (; performance.now() < end; done++) await once(client);
      };
      await Promise.all(all.map(run));
      await Promise.all(all.map((client) => client.end()));
      return done / secondsPerWindow;
    },
  };
}

export async function identifyFloor(stand: Stand, clients: number): Promise<Floor> {
  const script = scriptOf(await recorded(stand));
  const program = findPgbench(stand);
  return program ? withPgbench(program, stand, clients, script) : withDriver(stand, clients, script);
}
