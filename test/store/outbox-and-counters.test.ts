/** Messages are cut by month and counters by day: none is lost at a boundary, each is found where it lies, old ones go in one piece. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { patiently } from '../../src/actions/upkeep/drop-due.ts';
import { makeAhead } from '../../src/actions/upkeep/partitions.ts';
import { type Done, runUpkeep } from '../../src/actions/upkeep/run-upkeep.ts';
import { sweep } from '../../src/actions/upkeep/sweep.ts';
import { timedId } from '../../src/lib/timed-id.ts';
import { type Db, openDatabase, type Runner, statement } from '../../src/store/database.ts';
import { tallyOn } from '../../src/store/limits.ts';
import { finishMessages, putOffMessage, queueMessage, takeMessages } from '../../src/store/outbox.ts';
import { makePartitions } from '../../src/store/upkeep/partitions.ts';
import { askMessage, goodKey, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let owner: Db;
before(async () => {
  world = await openWorld();
  owner = openDatabase(world.databaseUrl, 2);
});
after(async () => {
  await owner.close();
  await world.close();
});

const setClock = (instant: string): void =>
  world.clock.move(new Date(instant).getTime() - world.clock.now().getTime());

/** Puts a message into the queue as it would be at an instant; gives the id of its parcel. */
async function queue(instant: string): Promise<string> {
  const at = new Date(instant);
  const parcelId = timedId(at);
  const dropAfter = new Date(at.getTime() + 60_000);
  await queueMessage(world.world.db, {
    parcelId,
    caseId: null,
    payload: Buffer.from('x'),
    due: at,
    dropAfter,
  });
  return parcelId;
}

/** Where messages lie, and how they stand. */
const messages = async (...ids: string[]): Promise<string[]> =>
  (
    await world.sql<{ said: string }>(
      `select tableoid::regclass || ' ' || state as said from outbox where $1::uuid[] = '{}' or parcel_id = any ($1)
       order by parcel_id`,
      [ids],
    )
  ).map(({ said }) => said);

async function upkeep(): Promise<Done> {
  const done = await runUpkeep(world.world, owner, { dryRun: false });
  assert.ok(typeof done !== 'string', 'another upkeep runs');
  return done;
}

const uses = statement<{ name: string; n: string }>(
  'uses-of-partitions',
  `select relname as name, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd as n
   from pg_stat_xact_user_tables where relname ~ '^(outbox|limits)_' order by 1`,
);

/** Which partitions an act reads or writes. */
const touchedBy = (act: (tx: Runner) => Promise<unknown>): Promise<string[]> =>
  world.world.db.transaction(async (tx) => {
    // What the connection did before is counted, too, until it tells others.
    const former = new Map((await tx.run(uses)).map(({ name, n }) => [name, n]));
    await act(tx);
    return (await tx.run(uses))
      .filter(({ name, n }) => n !== (former.get(name) ?? '0'))
      .map(({ name }) => name);
  });

describe('a message', () => {
  it('asked for before a month ends is handed over once, in the next one', async () => {
    setClock('2026-11-30T23:59:40.000Z');
    await makeAhead(world.world);
    const walker = new Walker((request) => world.app.fetch(request, { ip: '192.0.2.9' }));
    await askMessage(walker, 'more-contacts');
    const queued = await messages();
    assert.ok(queued.length > 0);
    assert.ok(queued.every((one) => one === 'outbox_2026_11 queued'));
    setClock('2026-12-01T00:00:10.000Z');
    const carried = await world.mail();
    assert.equal(carried.length, 1);
    assert.deepEqual(await world.mail(), carried);
    // The other one is a decoy.
    assert.deepEqual((await messages()).sort(), ['outbox_2026_11 dropped', 'outbox_2026_11 sent']);
    const [letter] = carried;
    assert.ok(letter?.message.kind === 'recover');
    await walker.submit({ codigo: letter.message.code });
    await walker.submit({ clave: goodKey, clave2: goodKey }, '/recuperar/clave');
    const notices = (await messages()).filter((one) => one.endsWith('queued'));
    assert.ok(notices.length > 0);
    assert.ok(notices.every((one) => one === 'outbox_2026_12 queued'));
    await world.mail();
  });

  it('is taken, put off and done with in its own month, and no other is looked at for it', async () => {
    const ids = [await queue('2026-11-30T23:59:59.999Z'), await queue('2026-12-01T00:00:00.000Z')];
    const taken = await takeMessages(world.world.db, world.clock.now(), 8, 60);
    assert.deepEqual(taken.map(({ parcelId }) => parcelId).sort(), ids.toSorted());
    assert.deepEqual(await takeMessages(world.world.db, world.clock.now(), 8, 60), []);
    for (const [index, act] of [
      (tx: Runner, id: string) => putOffMessage(tx, id, world.clock.now(), 'test'),
      (tx: Runner, id: string) => finishMessages(tx, [id], 'sent', null, world.clock.now()),
    ].entries())
      for (const [place, id] of ids.entries())
        assert.deepEqual(await touchedBy((tx) => act(tx, id)), [`outbox_2026_1${place + 1}`], `act ${index}`);
    assert.deepEqual(await messages(...ids), ['outbox_2026_11 sent', 'outbox_2026_12 sent']);
  });
});

describe('the upkeep', () => {
  before(async () => {
    await world.sql('delete from outbox');
    await makePartitions(world.world.db, new Date('2027-01-15T00:00:00.000Z'), 8);
    setClock('2027-06-10T12:00:00.000Z');
  });

  it('drops a month of messages in one piece, and never with one that waits or ended lately (LP-02)', async () => {
    const end = (id: string, state: 'sent' | 'dead', instant: string) =>
      finishMessages(world.world.db, [id], state, null, new Date(instant));
    await end(await queue('2027-01-05T00:00:00.000Z'), 'sent', '2027-01-05T00:00:01.000Z');
    const waits = await queue('2027-02-05T00:00:00.000Z');
    await end(await queue('2027-02-06T00:00:00.000Z'), 'sent', '2027-02-06T00:00:01.000Z');
    await end(await queue('2027-03-05T00:00:00.000Z'), 'dead', '2027-06-01T00:00:00.000Z');
    await end(await queue('2027-05-01T00:00:00.000Z'), 'sent', '2027-05-01T00:00:01.000Z');
    await end(await queue('2027-05-02T00:00:00.000Z'), 'dead', '2027-05-02T00:00:01.000Z');
    const { dropped, forgotten } = await upkeep();
    const months = dropped.filter((name) => name.startsWith('outbox_2027'));
    assert.deepEqual(months, ['outbox_2027_01', 'outbox_2027_04']);
    assert.equal(forgotten.messages, 2);
    const left = ['outbox_2027_02 queued', 'outbox_2027_03 dead', 'outbox_2027_05 sent'];
    assert.deepEqual(await messages(), left);
    // One that is put back while the upkeep looks is seen by whoever drops.
    const [row] = await world.sql<{ gone: boolean }>(
      "select drop_partition('outbox', 'outbox_2027_02') as gone",
    );
    assert.equal(row?.gone, false);
    await world.mail();
    assert.deepEqual(await messages(waits), ['outbox_2027_02 dropped']);
  });

  it('drops the days of counters that are over, and the worker takes what fell outside them', async () => {
    const days = async (): Promise<string[]> =>
      (
        await world.sql<{ name: string }>(
          `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
           where i.inhparent = 'limits'::regclass and c.relname <> 'limits_default' order by 1`,
        )
      ).map(({ name }) => name);
    const ahead = ['10', '11', '12', '13'].map((day) => `limits_2027_06_${day}`);
    const put = (instant: string) =>
      world.sql("insert into limits (counted, since, n) values ('\\x07', $1, 1)", [new Date(instant)]);
    await put('2027-06-10T11:00:00.000Z');
    await put('2027-06-09T11:00:00.000Z');
    await put('2027-06-09T13:00:00.000Z');
    await upkeep();
    assert.deepEqual(await days(), ahead);
    const since = async (): Promise<string[]> =>
      (await world.sql<{ since: Date }>("select since from limits where counted = '\\x07' order by 1")).map(
        (row) => row.since.toISOString(),
      );
    // Nobody made the ninth a partition: there each counter has its day.
    assert.deepEqual(await since(), ['2027-06-09T13:00:00.000Z', '2027-06-10T11:00:00.000Z']);
    setClock('2027-06-10T13:00:00.001Z');
    await sweep(world.world);
    assert.deepEqual(await since(), ['2027-06-10T11:00:00.000Z']);
    setClock('2027-06-11T00:05:00.000Z');
    await upkeep();
    assert.ok((await days()).includes('limits_2027_06_10'), 'a clock may be late');
    setClock('2027-06-11T00:10:00.000Z');
    assert.ok((await upkeep()).dropped.includes('limits_2027_06_10'));
    assert.deepEqual(await since(), []);
  });

  it('forgets what ended as long ago as a case is kept, and keeps what an office still looks at (LP-02)', async () => {
    const ended = { old: new Date('2026-05-01T00:00:00.000Z'), late: new Date('2026-06-01T00:00:00.000Z') };
    for (const at of Object.values(ended))
      for (const shared of [false, true])
        await world.sql(
          `insert into contact_changes (id, account_id, slot, stage, contacts, code, asked_at, closed_at, shared)
           select gen_random_uuid(), min(id), 'email', '{"kind":"effective"}', '', '', $1, $1, $2 from accounts`,
          [at, shared],
        );
    for (const at of Object.values(ended)) {
      await world.sql(
        `insert into desk_cases (id, words, number, errand, account_id, office, opened_by, stage, hands, sealed, code, cancel_hash,
           opened_at, closed_at)
         select gen_random_uuid(), 'CANOA FAROL', 1, '{}', min(id), 'x', gen_random_uuid(), '{"kind":"closed"}', '[]', '', '',
           decode(md5(random()::text), 'hex'), $1, $1 from accounts`,
        [at],
      );
      await world.sql(
        `insert into break_glass (id, account_id, sealed, named, asked_at, until)
         select gen_random_uuid(), max(id) - $2, '', array[gen_random_uuid(), gen_random_uuid()], $1, $1 from accounts`,
        [at, at === ended.old ? 0 : 1],
      );
      await world.sql(
        "insert into imports (began_at, size, digest, place, line) values ($1, 1, '\\x01', 1, 1)",
        [at],
      );
    }
    const { forgotten } = await upkeep();
    assert.deepEqual(forgotten, {
      'desk cases': 1,
      'contact changes': 1,
      'break-glass changes': 1,
      imports: 1,
    });
    const [row] = await world.sql<{ counts: number[] }>(
      `select array[(select count(*) from desk_cases), (select count(*) from contact_changes),
         (select count(*) from break_glass), (select count(*) from imports)]::int[] as counts`,
    );
    assert.deepEqual(row?.counts, [1, 3, 1, 1]);
  });
});

describe('counters', () => {
  const hour = 3600;
  const before = new Date('2028-03-31T23:59:59.999Z');
  const then = new Date('2028-04-01T00:00:00.000Z');
  const counted = Buffer.from('0badc0de', 'hex');

  it('count exactly on both sides of midnight, while their day is made and others are dropped (RT-05)', async () => {
    await makePartitions(world.world.db, new Date('2028-03-28T12:00:00.000Z'), 0);
    setClock(before.toISOString());
    const processes = [1, 2, 3, 4].map(() => openDatabase(world.databaseUrl, 1, { lax: true }));
    try {
      const each = 60;
      const early: number[] = [];
      const late: number[] = [];
      const count = async (on: Db): Promise<void> => {
        const tally = tallyOn(on);
        for (let n = 0; n < each; n++) {
          early.push(...(await tally.countEach([{ counted, windowSeconds: hour }], before)));
          late.push(...(await tally.countEach([{ counted, windowSeconds: hour }], then)));
        }
      };
      await Promise.all([
        ...processes.map(count),
        patiently(() => makePartitions(world.world.db, then, 0)),
        upkeep(),
      ]);
      const all = Array.from({ length: each * processes.length }, (_, n) => n + 1);
      const sorted = (list: number[]): number[] => list.toSorted((a, b) => a - b);
      assert.deepEqual(sorted(early), all);
      assert.deepEqual(sorted(late), all);
      const tally = tallyOn(world.world.counters);
      assert.deepEqual(await tally.countsOf([{ counted, windowSeconds: hour }], before), [all.length]);
      assert.deepEqual(await tally.countsOf([{ counted, windowSeconds: hour }], then), [all.length]);
    } finally {
      for (const one of processes) await one.close();
    }
  });

  it('are counted and read in their own day alone', async () => {
    await makePartitions(world.world.db, new Date('2028-05-01T00:00:00.000Z'), 0);
    const at = new Date('2028-05-02T10:00:00.000Z');
    const counters = [1, 2, 3].map((n) => ({ counted: Buffer.from([n]), windowSeconds: hour }));
    for (let turn = 1; turn < 4; turn++) {
      const all = counters.map(() => turn);
      const counting = async (tx: Runner) => assert.deepEqual(await tallyOn(tx).countEach(counters, at), all);
      const reading = async (tx: Runner) => assert.deepEqual(await tallyOn(tx).countsOf(counters, at), all);
      assert.deepEqual(await touchedBy(counting), ['limits_2028_05_02']);
      assert.deepEqual(await touchedBy(reading), ['limits_2028_05_02']);
    }
  });

  it('are touched by the work of counting, which counts nothing (RE-03)', async () => {
    const at = new Date('2028-05-02T12:00:00.000Z');
    const tally = tallyOn(world.world.db);
    const counters = [{ counted: Buffer.from('touched'), windowSeconds: hour }];
    const turns = [tally.touchEach, tally.countEach, tally.touchEach, tally.countEach, tally.touchEach];
    // All at once, so that they share statements: the order they came in is still theirs.
    const counts = await Promise.all(turns.map((turn) => turn(counters, at)));
    assert.deepEqual(counts, [[0], [1], [1], [2], [2]]);
    assert.deepEqual(await tally.countsOf(counters, at), [2]);
  });
});

describe('who may make partitions', () => {
  it('makes so many and no more: a forged statement cannot fill the database with tables', async () => {
    const at = new Date('2040-01-01T00:00:00.000Z');
    await assert.rejects(makePartitions(world.world.db, at, 41), /too many months ahead/);
    const most = async (): Promise<unknown> =>
      (await world.sql("select most_partitions('cases') as cases, most_partitions('audit') as audit"))[0];
    // The longest retentions are 120 and 1200 months.
    assert.deepEqual(await most(), { cases: 240, audit: 1300 });
    const text =
      'create or replace function most_partitions(parent text) returns int immutable strict language sql as';
    const [body] = await world.sql<{ prosrc: string }>(
      "select prosrc from pg_proc where proname = 'most_partitions'",
    );
    await world.sql(`${text} 'select 20'`);
    await assert.rejects(makePartitions(world.world.db, at, 40), /has too many partitions/);
    await world.sql(`${text} $body$${body?.prosrc}$body$`);
    assert.deepEqual(await most(), { cases: 240, audit: 1300 });
  });
});
