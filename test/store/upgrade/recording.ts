/**
 * What a version of the program left in its database: recorded once, when that version was the newest, and never again. A later
 * schema change that old rows do not survive is seen by it. To record the newest: `RECLAVE_TEST_RECORD=1` before the test.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import { sealBatch } from '../../../src/actions/audit/seal.ts';
import { beginAndProve, browserOf, somebody } from '../../attacks/places.ts';
import { signedIn } from '../../journeys/contact-steps.ts';
import { goodKey } from '../../walker.ts';
import { openWorld, sql } from '../../world.ts';
import { sealEverywhere } from '../everywhere.ts';

const folder = import.meta.dirname;

/** Who was doing what. `asked` is the browser of `somebody(4)`, before the code it was sent. */
type Story = { readonly at: string; readonly code: string; readonly asked: readonly [string, string][] };

type Row = Readonly<Record<string, unknown>>;

export type Recording = {
  /** The newest migration there was. */
  readonly number: number;
  readonly story: Story;
  readonly tables: ReadonlyMap<string, readonly Row[]>;
};

/** Every recording, the oldest first. */
export function recordings(): Recording[] {
  return globSync('*.jsonl', { cwd: folder })
    .sort()
    .map((name) => {
      const [first = '', ...rest] = readFileSync(join(folder, name), 'utf8').trim().split('\n');
      const story: Story = JSON.parse(first);
      const rows = rest.map((line): { table: string; row: Row } => JSON.parse(line));
      const tables = Map.groupBy(rows, ({ table }) => table);
      return {
        number: Number(basename(name, '.jsonl')),
        story,
        tables: new Map([...tables].map(([table, found]) => [table, found.map(({ row }) => row)])),
      };
    });
}

const tablesOf = async (url: string): Promise<string[]> => {
  const found = await sql<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
     and not relispartition and relname <> 'migrations' order by 1`,
    [],
    url,
  );
  return found.map(({ name }) => name);
};

/** Writes what a recording holds into an earlier or equal schema: of each row the columns that stand there. */
export async function load({ tables }: Recording, url: string): Promise<void> {
  const here = new Set(await tablesOf(url));
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    // In whatever order the tables come: what belongs together was recorded together.
    await client.query(`set session_replication_role = replica`);
    for (const [table, rows] of tables) {
      if (!here.has(table)) continue;
      const { rows: columns } = await client.query<{ name: string; identity: string }>(
        `select attname as name, attidentity as identity from pg_attribute
         where attrelid = $1::regclass and attnum > 0 and not attisdropped`,
        [table],
      );
      const known = columns.filter(({ name }) => rows.some((row) => name in row)).map(({ name }) => name);
      await client.query(
        `insert into ${table} (${known.join(', ')}) overriding system value
         select ${known.join(', ')} from json_populate_recordset(null::${table}, $1)`,
        [JSON.stringify(rows)],
      );
      for (const { name } of columns.filter(({ identity }) => identity !== ''))
        await client.query(
          `select setval(pg_get_serial_sequence('${table}', '${name}'), max(${name})) from ${table}`,
        );
    }
  } finally {
    await client.end();
  }
}

/** How many rows each table of a database has. */
export async function countRows(url: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const table of await tablesOf(url)) {
    const [row] = await sql<{ n: number }>(`select count(*)::int as n from ${table}`, [], url);
    counts.set(table, row?.n ?? 0);
  }
  return counts;
}

/** Records what this version leaves behind: people with keys and walks of every kind, a sealed log, a message that waits. */
export async function record(): Promise<void> {
  const world = await openWorld();
  try {
    await beginAndProve(world, browserOf(world, '198.51.100.90'), somebody(8));
    const proven = browserOf(world, '198.51.100.91');
    await beginAndProve(world, proven, somebody(9));
    await proven.submit({ clave: goodKey, clave2: goodKey }, '/recuperar/clave');
    await signedIn(world, somebody(7));
    const { asked, code } = await sealEverywhere(world);
    await sealBatch(world.world);
    await world.sql(
      `delete from accounts a where not exists (select from cases where account_id = a.id)
         and not exists (select from sessions where account_id = a.id)
         and not exists (select from desk_cases where account_id = a.id)
         and not exists (select from break_glass where account_id = a.id) and a.id > 3`,
    );
    const story: Story = { at: world.clock.now().toISOString(), code, asked: [...asked.cookies] };
    const lines = [JSON.stringify(story)];
    for (const table of await tablesOf(world.databaseUrl)) {
      const rows = await world.sql<{ row: Row }>(`select row_to_json(t) as row from ${table} t`);
      for (const { row } of rows) lines.push(JSON.stringify({ table, row }));
    }
    const [newest] = await world.sql<{ number: number }>('select max(number) as number from migrations');
    writeFileSync(join(folder, `${String(newest?.number).padStart(4, '0')}.jsonl`), `${lines.join('\n')}\n`);
  } finally {
    await world.close();
  }
}
