/** Sealing: what is committed gets its seal once, whatever gaps, late rows and rivals there are (AU-02, AU-03). */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import pg from 'pg';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { rowFields } from '../../src/rules/audit/line.ts';
import type { TestWorld } from '../world.ts';
import { emptyLog, openLog, sealed, write } from './log.ts';

const log: TestWorld = await openLog();
const minute = 60_000;
beforeEach(() => emptyLog(log));
after(() => log.close());

const batches = () =>
  log.sql<{ batch: number; first_seq: string; last_seq: string; count: number }>(
    'select batch, first_seq, last_seq, count from audit_checkpoints order by batch',
  );

const whole = async (): Promise<void> => assert.deepEqual((await verifyDatabase(log.world)).faults, []);

/** A row whose transaction is still open, and how it ends. */
async function lateRow(): Promise<{ end(how: 'commit' | 'rollback'): Promise<void> }> {
  const client = new pg.Client({ connectionString: log.databaseUrl });
  await client.connect();
  await client.query('begin');
  await client.query({
    text: "insert into audit (at, actor, event, policy_version) values ($1, 'holder', 'late', 'test')",
    values: [log.clock.now()],
  });
  return {
    async end(how) {
      await client.query(how);
      await client.end();
    },
  };
}

describe('sealing', () => {
  it('hashes every column the log has', async () => {
    const columns = await log.sql<{ name: string }>(
      "select column_name as name from information_schema.columns where table_name = 'audit' order by ordinal_position",
    );
    assert.deepEqual(columns.map(({ name }) => name).sort(), [...rowFields].sort());
  });

  it('gives each row one seal and each batch one checkpoint, and what follows a next one', async () => {
    await sealed(log, 3, 2);
    assert.equal(await sealBatch(log.world), 0);
    assert.deepEqual(await batches(), [
      { batch: 1, first_seq: '1', last_seq: '3', count: 3 },
      { batch: 2, first_seq: '4', last_seq: '5', count: 2 },
    ]);
    await whole();
  });

  it('minds no gap: a row rolled back leaves a number that nothing bears', async () => {
    await write(log, 1);
    await (await lateRow()).end('rollback');
    await write(log, 1);
    await sealBatch(log.world);
    assert.deepEqual(await batches(), [{ batch: 1, first_seq: '1', last_seq: '3', count: 2 }]);
    await whole();
  });

  it('seals a row that commits after a later one was sealed', async () => {
    const late = await lateRow();
    await sealed(log, 2);
    await late.end('commit');
    assert.equal(await sealBatch(log.world), 1);
    assert.equal((await batches())[1]?.first_seq, '1');
    await whole();
  });

  it('finds such a row also when nobody sealed for an hour', async () => {
    const late = await lateRow();
    await sealed(log, 2);
    await late.end('commit');
    log.clock.move(60 * minute);
    assert.equal(await sealBatch(log.world), 1);
    await whole();
  });

  it('finds such a row while others keep coming, though it does not look back that far each time', async () => {
    const late = await lateRow();
    await sealed(log, 2, 2);
    await late.end('commit');
    const sealedLate = async (): Promise<boolean> =>
      (await log.sql('select from audit_leaves where seq = 1')).length === 1;
    let turns = 0;
    for (; turns < 25 && !(await sealedLate()); turns++) {
      await write(log, 1);
      await sealBatch(log.world);
      log.clock.move(3000);
    }
    assert.ok(turns > 5 && turns <= 20, `${turns} batches`);
    await whole();
  });

  it('closes a log fallen quiet by one empty batch, and only one', async () => {
    await sealed(log, 2);
    log.clock.move(11 * minute);
    for (let turn = 0; turn < 3; turn++) await sealBatch(log.world);
    assert.deepEqual(await batches(), [
      { batch: 1, first_seq: '1', last_seq: '2', count: 2 },
      { batch: 2, first_seq: '0', last_seq: '0', count: 0 },
    ]);
    await sealed(log, 1);
    await whole();
  });

  it('is the work of one process at a time: rivals seal nothing twice and leave nothing out', async () => {
    await Promise.all([
      ...Array.from({ length: 40 }, () => write(log, 5)),
      ...Array.from({ length: 20 }, () => sealBatch(log.world)),
    ]);
    while ((await sealBatch(log.world)) > 0);
    const [{ sealed: count } = { sealed: 0 }] = await log.sql<{ sealed: number }>(
      'select count(*)::int as sealed from audit_leaves',
    );
    assert.equal(count, 200);
    await whole();
  });

  it('goes on with something else while another process seals', async () => {
    await write(log, 1);
    const rival = new pg.Client({ connectionString: log.databaseUrl });
    await rival.connect();
    await rival.query('begin; select pg_advisory_xact_lock(7265)');
    assert.equal(await sealBatch(log.world), 0);
    await rival.query('rollback');
    await rival.end();
    assert.equal(await sealBatch(log.world), 1);
  });

  it('notes every proof of the database as a line of its own (AU-01)', async () => {
    await verifyDatabase(log.world);
    const lines = await log.sql<{ actor: string; refusal: string | null }>(
      "select actor, refusal from audit where event = 'audit-verified'",
    );
    assert.deepEqual(lines, [{ actor: 'operator', refusal: null }]);
  });

  it('keeps what it wrote as it is: leaves and checkpoints are only ever added to', async () => {
    await sealed(log, 1);
    for (const table of ['audit_leaves', 'audit_checkpoints'])
      for (const text of [`update ${table} set batch = 9`, `delete from ${table}`, `truncate ${table}`])
        await assert.rejects(log.sql(text), /only ever added to/, text);
  });
});
