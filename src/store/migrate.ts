import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '../lib/digest.ts';
import { Fault } from '../lib/fault.ts';
import { type Db, locks, statement } from './database.ts';

const folder = join(import.meta.dirname, '../../migrations');

const known = statement<{ number: number; digest: string }>(
  'known-migrations',
  'select number, digest from migrations order by number',
);

const present = statement<{ found: boolean }>(
  'migrations-are-kept',
  "select to_regclass('migrations') is not null as found",
);

type Migration = { number: number; name: string; text: string; digest: string };

/** The numbered files up to one, in order. */
function migrationFiles(through = Number.POSITIVE_INFINITY): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { number: Number(name.slice(0, 4)), name, text, digest: sha256(text).toString('hex') };
    })
    .filter(({ number }) => number <= through);
}

/** The number of the newest file this program knows. */
export const newestMigration = (): number => migrationFiles().at(-1)?.number ?? 0;

/** The number of the newest that was applied to a database. */
export const migratedTo = async (db: Db): Promise<number> => (await db.run(known)).at(-1)?.number ?? 0;

/**
 * Brings the schema up to this program: forward only, each file in its own transaction, safe when several processes start
 * at once (an advisory lock lets one in). Refuses a schema newer than the program,
 * and files that changed after they were applied. `through` stops at an earlier schema: an upgrade is rehearsed from there.
 */
export async function migrate(db: Db, through?: number): Promise<void> {
  // Not made where it stands: a login that owns nothing may start, as long as there is nothing to bring up.
  if (!(await db.run(present))[0]?.found) await keepMigrations(db);
  const files = migrationFiles(through);
  const applied = new Map((await db.run(known)).map((row) => [row.number, row.digest]));
  const newest = Math.max(0, ...applied.keys());
  if (newest > (files.at(-1)?.number ?? 0))
    throw new Fault('schema-too-new', `The database is at migration ${newest}; this program knows fewer`);
  for (const file of files) {
    const digest = applied.get(file.number);
    if (digest !== undefined && digest !== file.digest)
      throw new Fault('migration-changed', `${file.name} differs from what was applied`);
    if (digest === undefined) await apply(db, file);
  }
}

/** The files that are still to be applied; changes nothing. */
export async function pendingMigrations(db: Db): Promise<readonly string[] | 'too-new'> {
  const files = migrationFiles();
  if (!(await db.run(present))[0]?.found) return files.map(({ name }) => name);
  const applied = new Set((await db.run(known)).map(({ number }) => number));
  if (Math.max(0, ...applied) > (files.at(-1)?.number ?? 0)) return 'too-new';
  return files.filter(({ number }) => !applied.has(number)).map(({ name }) => name);
}

const keepMigrations = (db: Db): Promise<void> =>
  db.script(`begin;
    select pg_advisory_xact_lock(${locks.migrate});
    create table if not exists migrations (
      number int primary key, name text not null, digest text not null, at timestamptz not null default now());
    comment on column migrations.number is 'plain';
    comment on column migrations.name is 'plain';
    comment on column migrations.digest is 'plain';
    comment on column migrations.at is 'plain';
    commit;`);

/** Applies one file unless another process did so while we waited. */
async function apply(db: Db, { number, name, text, digest }: Migration): Promise<void> {
  await db.script(`begin;
    select pg_advisory_xact_lock(${locks.migrate});
    do $migration$ begin
      if not exists (select from migrations where number = ${number}) then
        execute $body$${text}$body$;
        insert into migrations (number, name, digest) values (${number}, '${name}', '${digest}');
      end if;
    end $migration$;
    commit;`);
}
