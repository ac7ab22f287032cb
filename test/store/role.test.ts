/** The application adds to the log and reads it; the database itself refuses it everything else there (AU-02). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { statement } from '../../src/store/database.ts';
import { isApplication } from '../../src/store/role.ts';
import { buildWorld } from '../../src/world.ts';
import { openWorld, sql, type TestWorld, testConfig, urlOfDatabase } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'reclave-role-'));
let world: TestWorld;
before(async () => {
  world = await openWorld();
  await sealBatch(world.world);
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const logTables = ['audit', 'audit_leaves', 'audit_checkpoints', 'audit_shipped'] as const;
const column = { audit: 'event', audit_leaves: 'hash', audit_checkpoints: 'root', audit_shipped: 'sink' };

describe("the application's role", () => {
  for (const table of logTables)
    it(`can read ${table}, and neither change, delete nor empty it`, async () => {
      const { db, counters } = world.world;
      for (const pool of [db, counters]) {
        await pool.run(statement(`read-${table}`, `select from ${table} limit 1`));
        for (const text of [
          `update ${table} set ${column[table]} = ${column[table]}`,
          `delete from ${table}`,
          `truncate ${table}`,
          `alter table ${table} disable trigger all`,
        ])
          await assert.rejects(pool.run(statement('try-it', text)), /permission denied|must be owner/, text);
      }
      for (const text of [`delete from ${table}`, `truncate ${table}`])
        if (table !== 'audit_shipped')
          await assert.rejects(world.sql(text), /only ever added to/, `the owner: ${text}`);
    });

  it('cannot say which migrations were applied', async () => {
    const text = "update migrations set digest = 'x'";
    await assert.rejects(world.world.db.run(statement('lie', text)), /permission denied/);
  });

  it('may use the tables that later migrations make', async () => {
    await world.sql('create table later (n int generated always as identity primary key, said text)');
    await world.world.db.run(statement('add-later', "insert into later (said) values ('x')"));
    await world.world.db.run(statement('change-later', "update later set said = 'y'"));
    await world.world.db.run(statement('end-later', 'delete from later'));
  });
});

describe('a database of somebody who may not do everything', () => {
  const name = `role_${process.pid}`;
  const [owner, login] = [`${name}_owner`, `${name}_web`];
  const as = (role: string): string => urlOfDatabase(name).replace(/user=\w+/, `user=${role}`);
  const start = async (role: string): Promise<boolean> => {
    const built = await buildWorld(testConfig(name, folder), { databaseUrl: as(role) });
    try {
      assert.equal(await isApplication(built.world.db), built.restrained);
      return built.restrained;
    } finally {
      await built.close();
    }
  };
  before(async () => {
    await sql(`create role ${owner} login`);
    await sql(`create role ${login} login`);
    await sql(`create database ${name} owner ${owner}`);
  });
  after(async () => {
    await sql(`drop database ${name} with (force)`);
    await sql(`drop role ${owner}, ${login}`);
  });

  it('is brought up and served as the owner, as long as the owner may not become the role', async () => {
    assert.equal(await start(owner), false);
  });

  it('is served as the role once somebody lent it to the owner', async () => {
    await sql(`grant reclave_app to ${owner}`);
    assert.equal(await start(owner), true);
  });

  it('is served to a login of its own, which owns nothing', async () => {
    await sql(`grant reclave_app to ${login}`);
    assert.equal(await start(login), true);
    await assert.rejects(sql('create table mine (n int)', [], as(login)), /permission denied/);
  });
});
