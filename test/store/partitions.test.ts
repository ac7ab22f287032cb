/** Tables cut by time: nothing old is read by a walk, nothing is lost for want of a partition, the log stays append-only. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { partitionsReady } from '../../src/actions/upkeep/partitions.ts';
import { sha256 } from '../../src/lib/digest.ts';
import { leastIdAt, timedId } from '../../src/lib/timed-id.ts';
import { caseById, caseOfBrowser, lockCaseById } from '../../src/store/cases.ts';
import { openDatabase, statement } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { takeMessages } from '../../src/store/outbox.ts';
import { dropPartition, makePartitions, partitions } from '../../src/store/upkeep/partitions.ts';
import { askMessage, Walker } from '../walker.ts';
import { openWorld, sql, type TestWorld, urlOfDatabase } from '../world.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const monthMilliseconds = 30.5 * 24 * 60 * 60_000;

let newKeys = 10;

/** A whole recovery, from the number to the new key. */
async function recover(walker: Walker): Promise<void> {
  await askMessage(walker, 'more-contacts');
  const letter = (await world.mail()).filter(({ message }) => message.kind === 'recover').at(-1);
  assert.ok(letter?.message.kind === 'recover');
  await walker.submit({ codigo: letter.message.code });
  // Former keys are refused.
  const key = `Zumbido4Trece${newKeys++}`;
  await walker.submit({ clave: key, clave2: key }, '/recuperar/clave');
  assert.equal(walker.page.url.pathname, '/recuperar/listo');
}

const browse = (): Walker => new Walker((request) => world.app.fetch(request, { ip: '192.0.2.9' }));

describe('an id with its instant in front', () => {
  it('is a UUID of version 7 that sorts by its time', () => {
    const at = new Date('2026-11-24T15:12:00.000Z');
    assert.match(timedId(at), /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    assert.ok(timedId(at) > leastIdAt(at));
    assert.ok(timedId(at) < leastIdAt(new Date(at.getTime() + 1)));
    assert.notEqual(timedId(at), timedId(at));
  });

  it('begins for the database where it begins for us', async () => {
    const at = new Date('2031-02-28T23:59:59.999Z');
    const [row] = await world.sql<{ id: string }>('select least_id_at($1) as id', [at]);
    assert.equal(row?.id, leastIdAt(at));
  });
});

describe('partitions of the log', () => {
  it('can only be added to through the log, by the application and by the owner (AU-02)', async () => {
    const names = await world.sql<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class c join pg_inherits i on i.inhrelid = c.oid
       where i.inhparent in ('audit'::regclass, 'audit_leaves'::regclass)`,
    );
    assert.ok(names.length >= 8, `${names.length} partitions`);
    for (const { name } of names) {
      for (const text of [
        `delete from ${name}`,
        `truncate ${name}`,
        `select from ${name}`,
        `drop table ${name}`,
      ])
        await assert.rejects(
          world.world.db.run(statement('try-it', text)),
          /permission denied|must be owner/,
          text,
        );
      await assert.rejects(world.sql(`truncate ${name}`), /only ever added to/, name);
    }
    const [held] = await world.sql<{ name: string }>(
      'select tableoid::regclass::text as name from audit limit 1',
    );
    assert.ok(held);
    for (const text of [`delete from ${held.name}`, `update ${held.name} set actor = 'system'`])
      await assert.rejects(world.sql(text), /only ever added to/, text);
  });

  it('are made by the application, and dropped by the owner alone', async () => {
    const later = new Date('2031-05-05T00:00:00.000Z');
    const made = await makePartitions(world.world.db, later, 0);
    const months = ['cases_2031_05', 'outbox_2031_05', 'audit_2031_05'];
    const days = ['05', '06', '07', '08'].map((day) => `limits_2031_05_${day}`);
    assert.deepEqual(made, [...months, ...days]);
    assert.deepEqual(await makePartitions(world.world.db, later, 0), []);
    const found = (await partitions(world.world.db)).filter(({ name }) => made.includes(name));
    assert.equal(found.length, made.length);
    for (const one of found) {
      const end = one.parent === 'limits' ? `2031-05-0${Number(one.name.slice(-2)) + 1}` : '2031-06-01';
      assert.equal(one.until?.toISOString(), `${end}T00:00:00.000Z`);
      await assert.rejects(dropPartition(world.world.db, one), /permission denied/);
    }
    for (const text of [
      'select from audit_2031_05',
      'delete from audit_2031_05',
      "update audit_2031_05 set actor = 'system'",
      'truncate audit_2031_05',
    ])
      await assert.rejects(world.world.db.run(statement('try-new', text)), /permission denied/, text);
    await assert.rejects(world.sql('truncate audit_2031_05'), /only ever added to/);
    await assert.rejects(world.sql("select drop_partition('audit', 'audit_default')"), /no partition/);
    await assert.rejects(world.sql("select drop_partition('accounts', 'accounts')"), /no partition/);
  });
});

describe('a walk', () => {
  it('reads no partition that is long over, also when there are three years of them', async () => {
    const { world: inner, clock } = world;
    // What a connection counted is told to others at its leisure, unless it is asked to.
    await world.sql(
      `select make_partitions('${clock.now().toISOString()}', 40); select pg_stat_force_next_flush()`,
    );
    assert.ok((await partitions(inner.db)).length > 80);
    clock.move(36 * monthMilliseconds);
    const recent = clock.now().toISOString().slice(0, 7).replace('-', '_');
    const before = new Date(clock.now().getTime() - monthMilliseconds)
      .toISOString()
      .slice(0, 7)
      .replace('-', '_');
    const counted = async (): Promise<Map<string, number>> => {
      const rows = await world.sql<{ name: string; n: string }>(
        `select relname as name, seq_scan + coalesce(idx_scan, 0) as n from pg_stat_user_tables
         where relname ~ '^(cases|audit)_\\d'`,
      );
      return new Map(rows.map(({ name, n }) => [name, Number(n)]));
    };
    // Statements take a plan for good after some turns: enough walks for both kinds of plan.
    const untouched = await counted();
    for (let turn = 0; turn < 6; turn++) {
      await recover(browse());
      clock.move(26 * 60 * 60_000);
    }
    let found = await counted();
    // What a connection did is told to others within a second or so.
    for (
      let tries = 0;
      tries < 100 && found.get(`cases_${recent}`) === untouched.get(`cases_${recent}`);
      tries++
    ) {
      await inner.db.run(statement('look-around', 'select 1'));
      found = await counted();
    }
    assert.ok((found.get(`cases_${recent}`) ?? 0) > (untouched.get(`cases_${recent}`) ?? 0));
    const touched = [...found].filter(([name, n]) => n !== untouched.get(name)).map(([name]) => name);
    const old = touched.filter((name) => !/default/.test(name) && name.slice(-7) < before);
    assert.deepEqual(old, []);
    clock.move(-36 * monthMilliseconds);
  });

  it('goes on where nobody made partitions, and that is seen', async () => {
    assert.equal((await partitionsReady(world.world)).strays, false);
    world.clock.move(400 * monthMilliseconds);
    await recover(browse());
    const [row] = await world.sql<{ name: string }>(
      'select tableoid::regclass::text as name from cases order by opened desc limit 1',
    );
    assert.equal(row?.name, 'cases_default');
    assert.equal((await partitionsReady(world.world)).strays, true);
    world.clock.move(-400 * monthMilliseconds);
  });
});

describe('a database of a former release', () => {
  const name = `former_${process.pid}`;
  const url = urlOfDatabase(name);
  const ids = [
    '00000000-1111-4111-8111-111111111111',
    '01a19467-e800-4111-8111-111111111111',
    'fedcba98-1111-4111-8111-111111111111',
  ];
  const october = timedId(new Date('2026-10-31T00:00:00.000Z'));
  const folder = join(import.meta.dirname, '../../migrations');
  before(async () => {
    await sql(`create database ${name}`);
    await sql(
      'create table migrations (number int primary key, name text not null, digest text not null, at timestamptz not null default now())',
      [],
      url,
    );
    for (const file of readdirSync(folder)
      .sort()
      .filter((one) => one < '0016')) {
      const text = readFileSync(join(folder, file), 'utf8');
      await sql(text, [], url);
      const values = [Number(file.slice(0, 4)), file, sha256(text).toString('hex')];
      await sql('insert into migrations (number, name, digest) values ($1, $2, $3)', values, url);
    }
    await sql(
      "insert into standings (name_hash, code_since, screen_since) values ('\\x01', now(), now())",
      [],
      url,
    );
    for (const [place, id] of ids.entries()) {
      await sql(
        `insert into cases (id, name_hash, profile, words, language, device, starter, stage, typed, opened, policy_version)
         values ($1, '\\x01', 'affiliate', 'CANOA FAROL', 'es', 'other', decode($2, 'hex'), '{"kind":"answering"}', '\\x00', now(), 'x')`,
        [id, `0${place}`],
        url,
      );
      await sql(
        `insert into challenges (id, case_id, name_hash, channel, live, code, issued_at, link_until, code_until)
         values ($1, $1, '\\x01', 'email', false, '\\x00', now(), now(), now())`,
        [id],
        url,
      );
    }
    for (const id of [...ids, october])
      await sql(
        `insert into outbox (parcel_id, payload, due, drop_after) values ($1, '\\x00', now(), now());`,
        [id],
        url,
      );
    await sql(
      "insert into limits (counted, since, n) select '\\x01', now() - make_interval(days => n), n + 1 from generate_series(0, 2) n",
      [],
      url,
    );
    await sql(
      `insert into audit (at, actor, event, policy_version)
       select '2026-01-31T23:59:59Z'::timestamptz + make_interval(months => n), 'system', 'x', 'x' from generate_series(0, 4) n;
       insert into audit_leaves select seq, seq::int, 0, '\\x01' from audit where seq <= 3`,
      [],
      url,
    );
  });
  after(() => sql(`drop database ${name} with (force)`));

  it('keeps its cases, messages, log and seals, and its next row follows the last', async () => {
    const db = openDatabase(url, 2);
    try {
      await migrate(db);
      for (const [place, id] of ids.entries()) {
        assert.equal((await caseById(db, id))?.id, id);
        assert.equal((await caseOfBrowser(db, Buffer.from([place]), new Date()))?.id, id);
        assert.equal((await db.transaction((tx) => lockCaseById(tx, id)))?.found.id, id);
      }
      const [row] = await sql(
        `insert into audit (at, actor, event, policy_version) values (now(), 'system', 'x', 'x')
         returning seq, (select count(*) from challenges) as challenges, (select count(*) from audit) as rows,
           (select count(*) from audit_leaves) as leaves, (select count(distinct tableoid) from audit) as months`,
        [],
        url,
      );
      assert.deepEqual(row, { seq: '6', challenges: '3', rows: '5', leaves: '3', months: '5' });
      const taken = await takeMessages(db, new Date(), 8, 60);
      assert.deepEqual(taken.map(({ parcelId }) => parcelId).sort(), [...ids, october].sort());
      const [held] = await sql(
        `select (select tableoid::regclass::text from outbox where parcel_id = $1) as october,
           (select sum(n) from limits) as counted`,
        [october],
        url,
      );
      assert.deepEqual(held, { october: 'outbox_2026_10', counted: '6' });
      await sql('delete from cases', [], url);
      assert.deepEqual(await sql('select from challenges', [], url), []);
    } finally {
      await db.close();
    }
  });
});
