/** The key ring in the database: every sealed value is known by its place, and none needs a former key after a rotation. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { keepStaffDraft, readStaffDraft } from '../../src/actions/desk/drafts.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { countKeyUse, type Stand } from '../../src/actions/upkeep/keys/count.ts';
import { rotateKeys } from '../../src/actions/upkeep/keys/rotate.ts';
import type { World } from '../../src/actions/world.ts';
import { networksOf } from '../../src/lib/network.ts';
import { type Keys, keyIdOf } from '../../src/lib/seal.ts';
import { isAlone } from '../../src/store/audit/checkpoints.ts';
import { lockStaff } from '../../src/store/desk/staff/members.ts';
import { sealedColumns } from '../../src/store/keys/sealed.ts';
import { paths } from '../../src/web/paths.ts';
import { buildApp } from '../../src/web/server.ts';
import { type Built, buildWorld } from '../../src/world.ts';
import { nameHashOf, somebody } from '../attacks/places.ts';
import { goodKey, sayNumber, Walker } from '../walker.ts';
import { openWorld, readMail, type TestWorld, testConfig, testKeys } from '../world.ts';
import { sealEverywhere } from './everywhere.ts';

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

/** Puts what the former key sealed beside what does not open: a draft, a person, and a value too short to name its key. */
async function spoil(): Promise<void> {
  for (const page of ['/mesa/uno', '/mesa/dos', '/mesa/tres', '/mesa/corto'])
    await keepStaffDraft(world.world, member, page, { nota: 'Vuelve el martes' });
  const spoilDraft = `update staff_drafts set value = $2 where page = $1`;
  const lost = Buffer.concat([world.world.keys.head, Buffer.alloc(40)]);
  await world.sql(spoilDraft, ['/mesa/dos', lost]);
  await world.sql(spoilDraft, ['/mesa/corto', Buffer.from([1])]);
  await world.sql('update accounts set personal = $2 where name_hash = $1', [nameHashOf(somebody(7)), lost]);
}

/** `reclave keys rotate` with the new ring, as an operator types it. */
function typeRotate(): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: world.databaseUrl,
    RECLAVE_KEYS: `${fresh},${testKeys}`,
    RECLAVE_DATA: folder,
    RECLAVE_INSTITUTION: 'ceibo',
  };
  const program = join(import.meta.dirname, '../../src/cli/reclave.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'keys', 'rotate'], { env }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out: `${out}${err}` }),
    );
  });
}

describe('a rotation', () => {
  it('waits for no other, and leaves the work to whoever began', async () => {
    const { db } = world.world;
    await db.alone('rotate', async () =>
      assert.deepEqual(await rotateKeys(rotated.world), { kind: 'under-way' }),
    );
  });

  it('holds up no import, upkeep, seal or command of staff, and none of them another', async () => {
    const { db } = world.world;
    const reached = await db.alone('rotate', () =>
      db.alone('import', () =>
        db.transaction(async (tx) => {
          for (const work of ['upkeep', 'seal', 'ship'] as const) assert.ok(await isAlone(tx, work), work);
          return db.transaction(async (other) => {
            await other.run({ name: 'impatient', text: "set local lock_timeout = '2s'" });
            await lockStaff(other);
            return 'all at once';
          });
        }),
      ),
    );
    assert.equal(reached, 'all at once');
  });

  it('seals every value with the current key, and says so in the log (ATK-52)', async () => {
    const before = sum((await countKeyUse(rotated.world)).sealed, 't1');
    assert.ok(before > sealedColumns.length, `${before} values`);
    const seen = new Set<string>();
    const outcome = await rotateKeys(rotated.world, ({ column }) => seen.add(column));
    assert.deepEqual(outcome, { kind: 'done', anew: before, left: 0, broken: [] });
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
    assert.deepEqual(await rotateKeys(rotated.world), { kind: 'done', anew: 0, left: 1, broken: [] });
    const [left] = await world.sql<{ refusal: string }>(
      `select refusal from audit where event = 'ring-rotated' order by seq desc limit 1`,
    );
    assert.equal(left?.refusal, 'some-left');
  });

  it('passes over what does not open, seals the rest, names rows that are nobody’s, and calls no former key free (ATK-52)', async () => {
    await spoil();
    const rows = [`${member} /mesa/dos`];
    const outcome = await rotateKeys(rotated.world);
    assert.ok(outcome.kind === 'done');
    assert.deepEqual(outcome, {
      kind: 'done',
      anew: 2,
      left: 4,
      broken: [
        { column: 'accounts.personal', count: 1, rows: [] },
        { column: 'staff_drafts.value', count: 1, rows },
      ],
    });
    const { code, out } = await typeRotate();
    assert.equal(code, 1, out);
    assert.match(out, /^accounts\.personal: 1 do not open by the key they name$/m);
    assert.ok(out.includes(`staff_drafts.value: 1 do not open by the key they name\n  ${rows[0]}\n`), out);
    assert.match(out, /^4 values are not under t2: .* keep the former keys$/m);
  });
});
