/** The key ring in the database: every sealed value is known by its place, and none needs a former key after a rotation. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { shipCheckpoints } from '../../src/actions/audit/ship.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { readStaffDraft } from '../../src/actions/desk/drafts.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { asOnlyImport } from '../../src/actions/upkeep/import-people.ts';
import { countKeyUse, type Stand } from '../../src/actions/upkeep/keys/count.ts';
import { rotateKeys } from '../../src/actions/upkeep/keys/rotate.ts';
import { runUpkeep } from '../../src/actions/upkeep/run-upkeep.ts';
import type { World } from '../../src/actions/world.ts';
import { networksOf } from '../../src/lib/network.ts';
import { type Keys, keyIdOf } from '../../src/lib/seal.ts';
import { openDatabase } from '../../src/store/database.ts';
import { lockStaff } from '../../src/store/desk/staff/members.ts';
import { sealedColumns } from '../../src/store/keys/sealed.ts';
import { isAlone, locks } from '../../src/store/upkeep/alone.ts';
import { paths } from '../../src/web/paths.ts';
import { buildApp } from '../../src/web/server.ts';
import { type Built, buildWorld } from '../../src/world.ts';
import { nameHashOf, somebody } from '../attacks/places.ts';
import { goodKey, sayNumber, Walker } from '../walker.ts';
import { openWorld, readMail, type TestWorld, testConfig, testKeys } from '../world.ts';
import { sealEverywhere } from './everywhere.ts';

// Sound: the keys of an object of ours that nobody adds to.
const works = Object.keys(locks) as readonly (keyof typeof locks)[];

const fresh = `t2:${Buffer.alloc(32, 9).toString('base64')}`;

let world: TestWorld;
let rotated: Built;
let member: string;
let asked: Walker;
let code: string;
const folder = mkdtempSync(join(tmpdir(), 'reclave-rotation-'));

before(async () => {
  world = await openWorld();
  ({ member, asked, code } = await sealEverywhere(world));
  const database = new URL(world.databaseUrl).pathname.slice(1);
  const environment = { RECLAVE_KEYS: `${fresh},${testKeys}` };
  rotated = await buildWorld(testConfig(database, folder, { environment }), { clock: world.clock });
});
after(async () => {
  await rotated.close();
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

const sum = (stands: readonly Stand[], keyId: string): number =>
  stands.filter((stand) => stand.keyId === keyId).reduce((total, { count }) => total + count, 0);

const columnsWhere = (condition: string) =>
  world.sql<{ name: string }>(
    `select c.table_name || '.' || c.column_name as name from information_schema.columns c
     join pg_class t on t.oid = format('%I', c.table_name)::regclass and not t.relispartition
     where c.table_schema = 'public' and c.data_type = 'bytea' and ${condition} order by 1`,
  );

describe('the places of sealed values', () => {
  it('are all columns that call themselves sealed, but for what a person has an own key for (AU-08) and what an import holds for a moment', async () => {
    const mark = `col_description(t.oid, c.ordinal_position)`;
    const named = await columnsWhere(`${mark} ~ 'sealed'`);
    assert.deepEqual(
      named.map(({ name }) => name),
      [...sealedColumns, 'audit.personal', 'import_rows.personal'].sort(),
      'give a new sealed column its place in src/store/keys/sealed.ts and src/actions/upkeep/keys/about.ts',
    );
  });

  it('are all columns that hold a sealed value, whatever they call themselves', async () => {
    const head = `'\\x${world.world.keys.head.toString('hex')}'::bytea`;
    const holding: string[] = [];
    for (const { name } of await columnsWhere('true')) {
      const [table = '', column = ''] = name.split('.');
      const found = await world.sql(`select from ${table} where position(${head} in ${column}) = 1 limit 1`);
      if (found.length > 0) holding.push(name);
    }
    assert.deepEqual(holding, [...sealedColumns].sort());
  });
});

/** The ring as it would be if the former key had never sealed: it finds accounts and verifies hashes, and opens nothing. */
function withoutFormerSeals(keys: Keys): Keys {
  return {
    ...keys,
    open<T>(sealed: Buffer, about: string): T {
      assert.notEqual(keyIdOf(sealed), 't1', `a value needs the former key: ${about.split(' ')[0]}`);
      return keys.open<T>(sealed, about);
    },
  };
}

describe('a rotation', () => {
  it('waits for no other, and leaves the work to whoever began', async () => {
    await world.world.db.transaction(async (tx) => {
      assert.ok(await isAlone(tx, 'rotate'));
      assert.deepEqual(await rotateKeys(rotated.world), { kind: 'under-way' });
    });
  });

  it('keeps no other work of one process waiting, nor does any of them another', async () => {
    for (const held of works)
      await world.world.db.transaction(async (tx) => {
        assert.ok(await isAlone(tx, held));
        await world.world.db.transaction(async (other) => {
          const free: string[] = [];
          for (const work of works) if (await isAlone(other, work)) free.push(work);
          assert.deepEqual(
            free,
            works.filter((work) => work !== held),
          );
        });
      });
  });

  it('lets staff be added, the upkeep run and seals leave the house beside it, and so does an import', async () => {
    const owner = openDatabase(world.databaseUrl, 2);
    const kept: string[] = [];
    const checkpointSink = {
      address: 'here',
      append: async (lines: readonly string[]) => kept.push(...lines) > 0,
    };
    try {
      await sealBatch(world.world);
      await world.world.db.transaction(async (tx) => {
        await isAlone(tx, 'rotate');
        await asOnlyImport(world.world, async () => {
          assert.notEqual(await runUpkeep(world.world, owner, { dryRun: true }), 'another-runs');
          await owner.transaction(async (one) => {
            await one.run({ name: '', text: "set local lock_timeout = '5s'" });
            await lockStaff(one);
          });
          await shipCheckpoints({ ...world.world, checkpointSink });
        });
      });
      assert.ok(kept.length > 0, 'an import keeps no seal at home');
    } finally {
      await owner.close();
    }
  });

  it('seals every value with the current key, and says so in the log (ATK-52)', async () => {
    const before = sum((await countKeyUse(rotated.world)).sealed, 't1');
    assert.ok(before > sealedColumns.length, `${before} values`);
    const seen = new Set<string>();
    const outcome = await rotateKeys(rotated.world, ({ column }) => seen.add(column));
    assert.deepEqual(outcome, { kind: 'done', anew: before, left: 0 });
    assert.deepEqual([...seen].sort(), [...sealedColumns].sort());
    const { sealed, hashed } = await countKeyUse(rotated.world);
    assert.deepEqual([sum(sealed, 't1'), sum(sealed, 't2')], [0, before]);
    assert.ok(sum(hashed, 't1') > 0, 'a hash changes only with what was hashed');
    const lines = await world.sql<{ event: string; refusal: string | null }>(
      `select event, refusal from audit where event ~ 'rotat' order by seq`,
    );
    assert.deepEqual(lines, [
      { event: 'ring-rotation-began', refusal: null },
      { event: 'ring-rotated', refusal: null },
    ]);
    assert.deepEqual((await verifyDatabase(rotated.world)).faults, []);
  });

  it('leaves nothing that opens by the former key only: who was on the way goes on, and signs in', async () => {
    const { world: built } = rotated;
    const without: World = { ...built, keys: withoutFormerSeals(built.keys) };
    const app = buildApp(without, networksOf);
    const walker = new Walker((request) => app.fetch(request, { ip: '198.51.100.70' }));
    for (const [name, value] of asked.cookies) walker.cookies.set(name, value);
    await walker.open(paths.enterCode);
    await walker.submit({ codigo: code });
    await walker.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
    assert.equal(walker.page.url.pathname, '/recuperar/listo');
    assert.deepEqual(await readStaffDraft(without, member, '/mesa/buscar'), { nota: 'Vuelve el martes' });
    while ((await deliverDue(without)) > 0);
    const letters = readMail(join(folder, 'outbox')).filter(
      ({ to }) => to.by === 'mail' && to.address === somebody(5).email,
    );
    assert.equal(letters.length, 1, 'the message that waited');
    await sayNumber(new Walker((request) => app.fetch(request, { ip: '198.51.100.72' })), 'all-is-well');
  });

  it('brings hashes under the current pepper as people sign in (PW-16)', async () => {
    const app = buildApp(rotated.world, networksOf);
    const who = somebody(6);
    const pepperOf = async () => {
      const [row] = await world.sql<{ key_hash: string }>(
        'select key_hash from accounts where name_hash = $1',
        [nameHashOf(who)],
      );
      return row?.key_hash.split('$')[0];
    };
    assert.equal(await pepperOf(), 'pt1');
    const walker = new Walker((request) => app.fetch(request, { ip: '198.51.100.71' }));
    await walker.open(paths.signIn);
    await walker.submit({ numero: who.number, clave: who.key });
    assert.equal(walker.page.url.pathname, paths.account);
    assert.equal(await pepperOf(), 'pt2');
  });

  it('leaves what no key of the ring opens as it is, and says that it is left', async () => {
    await world.sql(`insert into staff_drafts values ($1, '/mesa', $2, now())`, [
      member,
      Buffer.concat([Buffer.from([1, 2]), Buffer.from('t0'), Buffer.alloc(40)]),
    ]);
    assert.equal((await rotateKeys(rotated.world)).kind, 'done');
    assert.deepEqual(await rotateKeys(rotated.world), { kind: 'done', anew: 0, left: 1 });
    const [left] = await world.sql<{ refusal: string }>(
      `select refusal from audit where event = 'ring-rotated' order by seq desc limit 1`,
    );
    assert.equal(left?.refusal, 'some-left');
  });
});
