/** What a stolen database would tell: nothing. And what its guards refuse. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { samplePeople } from '../../src/directory/sample.ts';
import { Fault } from '../../src/lib/fault.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { askMessage, goodKey, sample, sayNumber, Walker } from '../walker.ts';
import { openWorld, sql, type TestWorld, urlOfDatabase } from '../world.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

type Column = { table_name: string; column_name: string; data_type: string; mark: string | null };

const columnsOf = () =>
  world.sql<Column>(`select c.table_name, c.column_name, c.data_type,
      col_description(format('%I', c.table_name)::regclass, c.ordinal_position) as mark
    from information_schema.columns c where c.table_schema = 'public'
      and not (select relispartition from pg_class where oid = format('%I', c.table_name)::regclass) order by 1, 2`);

/** Every row of every table as text, bytes as hex and as text alike. */
async function dump(): Promise<string> {
  const tables = await world.sql<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  );
  const parts: string[] = [];
  for (const { name } of tables) {
    const rows = await world.sql<Record<string, unknown>>(`select * from ${name}`);
    for (const row of rows)
      for (const value of Object.values(row))
        parts.push(
          Buffer.isBuffer(value)
            ? `${value.toString('latin1')} ${value.toString('hex')}`
            : JSON.stringify(value),
        );
  }
  return parts.join('\n');
}

/** The spellings a secret could hide in. */
const spellings = (secret: string): string[] => [
  secret,
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
];

describe('the schema', () => {
  it('says of every column whether it is plain, personal or secret (LP-01)', async () => {
    const unmarked = (await columnsOf()).filter(({ mark }) => !/^(plain|personal|secret)\b/.test(mark ?? ''));
    assert.deepEqual(
      unmarked.map((one) => `${one.table_name}.${one.column_name}`),
      [],
    );
  });

  it('keeps personal columns sealed, and never in text or JSON', async () => {
    const personal = (await columnsOf()).filter(({ mark }) => mark?.startsWith('personal'));
    assert.ok(personal.length >= 3);
    for (const { table_name, column_name, data_type } of personal)
      assert.equal(data_type, 'bytea', `${table_name}.${column_name}`);
  });

  it('holds nothing of anybody that can be read, during a walk and after it (RT-03, AU-04, ATK-52)', async () => {
    const browser = new Walker((request) => world.app.fetch(request, { ip: '192.0.2.9' }));
    await askMessage(browser, 'more-contacts');
    const waiting = await dump();
    const [letter] = (await world.mail()).filter(({ message }) => message.kind === 'recover');
    assert.ok(letter?.message.kind === 'recover');
    const { code, link } = letter.message;
    const token = link.split('/').at(-1) ?? '';
    await browser.submit({ codigo: code });
    await browser.submit({ clave: goodKey, clave2: goodKey }, '/recuperar/clave');
    assert.equal(browser.page.url.pathname, '/recuperar/listo');
    const stranger = new Walker((request) => world.app.fetch(request, { ip: '192.0.2.10' }));
    await sayNumber(stranger, 'all-is-well');
    await stranger.submit({ dia: '17', mes: '5' });
    const everything = `${waiting}\n${await dump()}`;
    const people = samplePeople().flatMap(({ identity, person }) => [
      identity.number,
      ...(person ? [person.email, person.secondEmail, person.phone, person.key, person.lastName] : []),
      ...Object.values(person?.answers ?? {}).filter((answer) => answer.length > 5),
    ]);
    const secrets = [...people, code, token, goodKey, sample('more-contacts').person?.firstName];
    for (const secret of secrets.flatMap((one) => one || []))
      for (const spelling of spellings(secret))
        assert.ok(!everything.includes(spelling), `${secret} as ${spelling}`);
  });

  it('lets the audit log only grow (AU-02)', async () => {
    for (const text of ["update audit set actor = 'system'", 'delete from audit', 'truncate audit'])
      await assert.rejects(world.sql(text), /only ever added to/, text);
  });

  it('refuses a completed recovery without evidence of possession (QN-03)', async () => {
    const insert = (evidence: string) =>
      world.sql(`insert into audit (at, actor, event, after, evidence, policy_version)
        values (now(), 'holder', 'key-chosen', 'closed:completed', ${evidence}, 'x')`);
    await assert.rejects(insert('null'), /possession_behind_every_key/);
    await assert.rejects(insert("'screen'"), /possession_behind_every_key/);
    await insert("'mailbox'");
  });

  it('has at most one living message for a number (RT-06)', async () => {
    const browser = new Walker((request) => world.app.fetch(request, { ip: '192.0.2.11' }));
    await askMessage(browser, 'pensioner');
    await assert.rejects(
      world.sql(`insert into challenges select gen_random_uuid(), case_id, name_hash, channel, live, null, code, issued_at,
        link_until, code_until from challenges where live and ended_at is null limit 1`),
      /one_live_challenge/,
    );
  });
});

describe('the migrator', () => {
  const emptyDatabase = async (name: string): Promise<string> => {
    await sql(`drop database if exists ${name} with (force)`);
    await sql(`create database ${name}`);
    return urlOfDatabase(name);
  };

  it('brings an empty database up once, however many start at once', async () => {
    const url = await emptyDatabase('migrate_together');
    const databases = Array.from({ length: 5 }, () => openDatabase(url, 2));
    try {
      await Promise.all(databases.map((db) => migrate(db)));
      const applied = await sql<{ name: string }>('select name from migrations order by number', [], url);
      const files = readdirSync(join(import.meta.dirname, '../../migrations')).sort();
      assert.deepEqual(
        applied.map(({ name }) => name),
        files,
      );
    } finally {
      await Promise.all(databases.map((db) => db.close()));
      await sql('drop database migrate_together with (force)');
    }
  });

  it('refuses a schema newer than the program, and a file that changed after it was applied', async () => {
    const url = await emptyDatabase('migrate_guard');
    const db = openDatabase(url, 2);
    try {
      await migrate(db);
      await migrate(db);
      await sql("insert into migrations (number, name, digest) values (9999, 'later', 'x')", [], url);
      await assert.rejects(
        migrate(db),
        (error: unknown) => error instanceof Fault && error.code === 'schema-too-new',
      );
      await sql(
        "delete from migrations where number = 9999; update migrations set digest = 'x' where number = 1",
        [],
        url,
      );
      await assert.rejects(
        migrate(db),
        (error: unknown) => error instanceof Fault && error.code === 'migration-changed',
      );
    } finally {
      await db.close();
      await sql('drop database migrate_guard with (force)');
    }
  });
});
