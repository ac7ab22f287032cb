/** What the policy no longer keeps goes, in the daily upkeep, and the log is provable before and after (LP-02, AU-08). */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { auditLines } from '../../src/actions/audit/export.ts';
import { proveRow } from '../../src/actions/audit/prove.ts';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { shipCheckpoints } from '../../src/actions/audit/ship.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { makeAhead, partitionsReady } from '../../src/actions/upkeep/partitions.ts';
import { type Done, runUpkeep } from '../../src/actions/upkeep/run-upkeep.ts';
import { verifyFile } from '../../src/cli/audit-file.ts';
import { openCheckpointSink } from '../../src/courier/checkpoint-sink.ts';
import { retirementLine, retirementText } from '../../src/rules/audit/retirement.ts';
import { appendAudit } from '../../src/store/audit.ts';
import { type Db, openDatabase, statement } from '../../src/store/database.ts';
import { tableDigests } from '../attacks/tables.ts';
import { askMessage, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { asOwner, emptyLog, sealed, write } from './log.ts';

const day = 24 * 60 * 60_000;
const folder = mkdtempSync(join(tmpdir(), 'reclave-retire-'));
const institutionText = readFileSync(
  join(import.meta.dirname, '../../institutions/ceibo.yaml'),
  'utf8',
).replace('auditDays: 2555', 'auditDays: 400');

let log: TestWorld;
let owner: Db;
before(async () => {
  log = await openWorld({ institutionText });
  owner = openDatabase(log.databaseUrl, 2);
  // Two batches to a partition of seals instead of a million.
  await log.sql(`create or replace function seals_at_once() returns int immutable language sql as $$ select 2 $$;
    drop table audit_leaves_0, audit_leaves_1`);
  await emptyLog(log);
});
after(async () => {
  await owner.close();
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const at = (instant: string): void => log.clock.move(new Date(instant).getTime() - log.clock.now().getTime());
const browse = (): Walker => new Walker((request) => log.app.fetch(request, { ip: '192.0.2.9' }));
const faults = async (): Promise<readonly string[]> => (await verifyDatabase(log.world)).faults;

/** Counters go by the day; this is about what goes by the month. */
const monthly = (done: Done): Done => ({
  ...done,
  dropped: done.dropped.filter((name) => !name.startsWith('limits_')),
});

async function upkeep(world = log.world, dryRun = false): Promise<Done> {
  const done = await runUpkeep(world, owner, { dryRun });
  assert.ok(typeof done !== 'string', 'another upkeep runs');
  return monthly(done);
}

/** A row of its own instant, whatever was written before it. */
const writeAt = (instant: string): Promise<void> =>
  appendAudit(log.world.db, {
    at: new Date(instant),
    actor: 'system',
    event: 'number-given',
    policyVersion: 'test',
  });

const count = async (table: string): Promise<number> =>
  Number((await log.sql<{ n: string }>(`select count(*) as n from ${table}`))[0]?.n);

describe('the upkeep', () => {
  let turn: { gone: string; kept: string };
  // November waits for a message of it.
  const messages = ['outbox_2026_12', 'outbox_2027_01', 'outbox_2027_02', 'outbox_2027_03'];

  before(async () => {
    await makeAhead(log.world);
    await askMessage(browse(), 'more-contacts');
    await log.mail();
    await write(log, 3);
    await sealBatch(log.world);
    at('2026-12-01T00:00:30.000Z');
    await writeAt('2026-12-01T00:00:20.000Z');
    await writeAt('2026-11-30T23:59:59.000Z');
    await sealBatch(log.world);
    const rows = await log.sql<{ seq: string }>('select seq from audit order by seq desc limit 2');
    turn = { gone: rows[0]?.seq ?? '', kept: rows[1]?.seq ?? '' };
    at('2026-12-15T12:00:00.000Z');
    await askMessage(browse(), 'pensioner');
    await log.mail();
    for (let n = 0; n < 3; n++) await sealed(log, 2);
  });

  it('forgets nothing before its time', async () => {
    const rows = await count('audit');
    const { dropped, forgotten, waits } = await upkeep();
    assert.deepEqual({ dropped, forgotten, waits }, { dropped: [], forgotten: {}, waits: undefined });
    assert.equal(await count('audit'), rows + 1);
    assert.equal(await count('cases'), 2);
    assert.deepEqual((await partitionsReady(log.world)).lastUpkeep, log.clock.now());
  });

  it('lets the log wait for its seals, and for the sink', async () => {
    at('2028-01-10T12:00:00.000Z');
    await writeAt('2026-11-29T00:00:00.000Z');
    assert.equal((await upkeep(log.world, true)).waits, 'rows without a seal');
    await asOwner(log, "delete from audit where at = '2026-11-29T00:00:00.000Z'");
    await sealBatch(log.world);
    const sink = { ...log.world, checkpointSink: openCheckpointSink(`file://${folder}/seals.jsonl`) };
    assert.equal((await upkeep(sink, true)).waits, 'seals not at the sink');
    await shipCheckpoints(sink);
    assert.equal((await upkeep(sink, true)).waits, undefined);
  });

  it('says on a dry run what would go, and changes nothing', async () => {
    // One message of long ago still waits for its relay.
    await log.sql(
      "update outbox set state = 'queued', done_at = null, due = 'infinity' where parcel_id = (select parcel_id from outbox order by 1 limit 1)",
    );
    const unchanged = await tableDigests(log.sql);
    const { dropped, forgotten } = await upkeep(log.world, true);
    assert.deepEqual(dropped, ['cases_2026_11', ...messages, 'audit_2026_11']);
    assert.deepEqual(forgotten, { messages: 1 });
    assert.deepEqual(await tableDigests(log.sql), unchanged);
  });

  it('drops whole months while people walk, and of two at once one works', async () => {
    const walkers = [browse(), browse()];
    const [first, second] = await Promise.all([
      runUpkeep(log.world, owner, { dryRun: false }),
      runUpkeep(log.world, owner, { dryRun: false }),
      ...walkers.map((walker) => askMessage(walker, 'more-contacts')),
    ]);
    for (const walker of walkers) assert.equal(walker.page.url.pathname, '/recuperar/revise');
    const done = [first, second].filter((one) => one !== 'another-runs').map(monthly);
    assert.equal(done.length, 1);
    assert.deepEqual(done[0]?.dropped, ['cases_2026_11', ...messages, 'audit_2026_11', 'audit_leaves_0']);
    assert.deepEqual(done[0]?.forgotten, { messages: 1 });
    assert.equal(await count("outbox where due = 'infinity'"), 1);
    const [left] = await log.sql("select from cases where opened < '2026-12-01'");
    assert.equal(left, undefined);
    assert.equal(await count("challenges where issued_at < '2026-12-01'"), 0);
    assert.equal(await count("challenges where issued_at < '2027-01-01'"), 1);
    assert.equal(await count("audit where at < '2026-12-01'"), 0);
  });

  it('leaves a log that is whole, here and in an export, and proves what it kept', async () => {
    await sealBatch(log.world);
    assert.deepEqual(await faults(), []);
    const text = async (span = {}): Promise<string> =>
      (await Array.fromAsync(auditLines(log.world, span)))
        .map((line) => `${JSON.stringify(line)}\n`)
        .join('');
    const file = join(folder, 'log.jsonl');
    for (const span of [{}, { from: new Date('2026-12-10'), to: new Date('2026-12-20') }]) {
      writeFileSync(file, await text(span));
      const { whole, lines } = await verifyFile(file, log.world.keys.auditKeys, undefined);
      assert.ok(whole, lines.join());
    }
    writeFileSync(file, (await text()).replace(/,"retired":\{.*\}\n/, '}\n'));
    assert.match(
      (await verifyFile(file, log.world.keys.auditKeys, undefined)).lines[0] ?? '',
      /is missing|deleted|0 seals/,
    );
    assert.equal(await proveRow(log.world, turn.gone), 'no-such-row');
    assert.equal(typeof (await proveRow(log.world, turn.kept)), 'object');
  });

  it('finds nothing to do when it is done again', async () => {
    const before = await count("audit where event = 'log-retired'");
    const { made, dropped } = await upkeep();
    // Seals go on being made, so room for them is.
    const months = made.filter((name) => !name.startsWith('audit_leaves'));
    assert.deepEqual({ months, dropped }, { months: [], dropped: [] });
    assert.equal(await count("audit where event = 'log-retired'"), before);
  });
});

describe('a log whose rows are gone', () => {
  const forge = async (upTo: string, kept: number, signature?: string): Promise<void> => {
    const { auditKey } = log.world.keys;
    const said = { upTo, kept };
    await log.sql(
      `insert into audit (at, actor, event, after, policy_version) values ($1, 'operator', 'log-retired', $2, 'x')`,
      [log.clock.now(), retirementLine(said, auditKey.id, signature ?? auditKey.sign(retirementText(said)))],
    );
    await sealBatch(log.world);
  };
  const newest = async (): Promise<string> =>
    (await log.sql<{ seq: string }>('select max(seq) as seq from audit'))[0]?.seq ?? '';

  it('is broken when one that was kept goes, too', async () => {
    const [row] = await log.sql<{ seq: string; line: object }>(
      "select seq, to_jsonb(a) as line from audit a where at < '2026-12-02' order by seq limit 1",
    );
    assert.ok(row);
    await asOwner(log, `delete from audit where seq = ${row.seq}`);
    assert.match(
      (await faults()).join('\n'),
      /up to it 1 were kept when the others were retired, and 0 are here/,
    );
    await log.sql(
      'insert into audit overriding system value select (jsonb_populate_record(null::audit, $1)).*',
      [row.line],
    );
    assert.deepEqual(await faults(), []);
  });

  it('is broken when a month goes of which no line says so', async () => {
    await asOwner(
      log,
      "create table stolen as select * from audit where at >= '2026-12-02' and at < '2027-01-01'",
    );
    await asOwner(log, "delete from audit where at >= '2026-12-02' and at < '2027-01-01'");
    assert.match((await faults())[0] ?? '', /^row \d+: it was deleted$/);
  });

  it('is broken when the line was written by somebody without the key', async () => {
    const [last] = await log.sql<{ seq: string }>('select max(seq) as seq from stolen');
    await forge(last?.seq ?? '', 1, Buffer.alloc(64, 1).toString('base64'));
    const line = await newest();
    const said = `row ${line}: it says that rows were retired, and nobody with the key did`;
    assert.ok((await faults()).includes(said), (await faults()).join());
  });

  it('is broken when a line with the key claims what is younger than a year', async () => {
    const before = await newest();
    await write(log, 2);
    await sealBatch(log.world);
    const young = await newest();
    log.clock.move(364 * day);
    await forge(young, 0);
    await asOwner(log, `delete from audit where seq > ${before} and seq <= ${young}`);
    assert.match((await faults()).join('\n'), new RegExp(`row ${young}: it was retired before its 365 days`));
  });
});

describe('a retirement', () => {
  const repeat = (after: string): Promise<unknown> =>
    log.world.db.run(
      statement(
        'say-retired',
        "insert into audit (at, actor, event, after, policy_version) values ($1, 'operator', 'log-retired', $2, 'x')",
      ),
      [log.clock.now(), after],
    );

  const { month, seq } = { month: 'audit_2030_01', seq: (n: number) => `select from audit where seq = ${n}` };
  const take = async (text: string): Promise<() => Promise<void>> => {
    const tables = ['audit', 'audit_leaves'] as const;
    for (const table of tables)
      await asOwner(
        log,
        `drop table if exists former_${table}; create table former_${table} as table ${table}`,
      );
    await asOwner(log, text);
    return async () => {
      for (const table of tables)
        await asOwner(
          log,
          `insert into ${table} overriding system value select * from former_${table} f
           where not exists (select from ${table} t where t.seq = f.seq)`,
        );
    };
  };

  before(async () => {
    await emptyLog(log);
    for (const instant of [
      '2030-01-10T12:00:00.000Z',
      '2030-02-10T12:00:00.000Z',
      '2019-06-10T12:00:00.000Z',
    ]) {
      at(instant);
      await makeAhead(log.world);
      await sealed(log, 2);
    }
    at('2030-02-11T12:00:00.000Z');
  });

  it('excuses no row, and no seal, that was gone before it (AU-02)', async () => {
    for (const text of [
      'delete from audit where seq = 4',
      'delete from audit where seq <= 2; delete from audit_leaves where seq <= 2',
    ]) {
      const giveBack = await take(text);
      const { dropped, waits } = await upkeep();
      assert.equal(waits, 'rows gone already', text);
      assert.ok(!dropped.some((name) => name.startsWith('audit_20')), dropped.join());
      await giveBack();
    }
  });

  it('of rows that a wrong clock dated early excuses nothing later, and stays said (AU-08)', async () => {
    assert.ok((await upkeep()).dropped.includes('audit_2019_06'));
    assert.equal((await log.sql(seq(6))).length, 0);
    await sealBatch(log.world);
    assert.deepEqual(await faults(), []);
    at('2031-03-10T12:00:00.000Z');
    const giveBack = await take('delete from audit where seq = 4');
    assert.equal((await upkeep()).waits, 'rows gone already');
    await giveBack();
    assert.ok((await upkeep()).dropped.includes(month));
    await sealBatch(log.world);
    assert.deepEqual(await faults(), []);
  });

  it('stays said whatever else somebody without the key adds, and that alone is named (AU-02)', async () => {
    const said = await log.sql<{ after: string }>(
      "select after from audit where event = 'log-retired' order by seq",
    );
    assert.ok(said.length > 1);
    // A former line is true, so it is no fault, but it is not the last word.
    await repeat(said[0]?.after ?? '');
    await sealBatch(log.world);
    assert.deepEqual(await faults(), []);
    const forged: string[] = [];
    for (const after of ['1:0:t1:AAAA', (said.at(-1)?.after ?? '').replace(/^\d+/, '999'), 'nonsense']) {
      await repeat(after);
      await sealBatch(log.world);
      const [row] = await log.sql<{ seq: string }>('select max(seq) as seq from audit');
      forged.push(`row ${row?.seq}: it says that rows were retired, and nobody with the key did`);
      assert.deepEqual(await faults(), forged);
    }
  });
});
