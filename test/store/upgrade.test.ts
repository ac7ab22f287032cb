/** Upgrades from every earlier schema, with what people left in it: nothing is lost, and who was on the way goes on (R34). */
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { countKeyUse } from '../../src/actions/upkeep/keys/count.ts';
import { rotateKeys } from '../../src/actions/upkeep/keys/rotate.ts';
import { setClock } from '../../src/lib/clock.ts';
import { networksOf } from '../../src/lib/network.ts';
import { keysOf } from '../../src/lib/seal.ts';
import { openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { paths } from '../../src/web/paths.ts';
import { buildApp } from '../../src/web/server.ts';
import { type Built, buildWorld } from '../../src/world.ts';
import { somebody } from '../attacks/places.ts';
import { goodKey, Walker } from '../walker.ts';
import { freshDatabase, readMail, sql, testConfig, urlOfDatabase } from '../world.ts';
import { countRows, load, type Recording, record, recordings } from './upgrade/recording.ts';

const known = recordings();

const migrations = readdirSync(join(import.meta.dirname, '../../migrations'))
  .map((name) => Number(name.slice(0, 4)))
  .sort((a, b) => a - b);

/** The recording of that version; before the first, what of that was there already, and after the last, what came from it. */
const recordingFor = (number: number): Recording =>
  known.find((one) => one.number >= number) ?? known.at(-1) ?? assert.fail('Nothing was recorded');

async function migrateTo(url: string, number: number): Promise<void> {
  const db = openDatabase(url, 1);
  try {
    await migrate(db, number);
  } finally {
    await db.close();
  }
}

/** A database as a version left it. */
async function databaseAt(number: number, recording: Recording): Promise<string> {
  const database = await freshDatabase('template1');
  const url = urlOfDatabase(database);
  const first = Math.min(number, recording.number);
  await migrateTo(url, first);
  await load(recording, url);
  if (first < number) await migrateTo(url, number);
  return database;
}

/** A browser that was sent a code before the upgrade goes on after it. */
async function goesOn({ world }: Built, { story }: Recording): Promise<void> {
  const app = buildApp(world, networksOf);
  const asked = new Walker((request) => app.fetch(request, { ip: '198.51.100.80' }));
  for (const [name, value] of story.asked) asked.cookies.set(name, value);
  await asked.open(paths.enterCode);
  await asked.submit({ codigo: story.code });
  await asked.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
  assert.equal(asked.page.url.pathname, '/recuperar/listo');
}

async function keysWork({ world }: Built): Promise<void> {
  const app = buildApp(world, networksOf);
  for (const [who, key] of [
    [somebody(7), somebody(7).key],
    [somebody(9), goodKey],
  ] as const) {
    const walker = new Walker((request) => app.fetch(request, { ip: '198.51.100.81' }));
    await walker.open(paths.signIn);
    await walker.submit({ numero: who.number, clave: key });
    assert.equal(walker.page.url.pathname, paths.account, 'a key from before the upgrade');
  }
}

/** Every sealed value opens: sealing all of them under another key opens each. */
async function everythingOpens({ world }: Built): Promise<void> {
  const ring = [
    { id: 'up', secret: Buffer.alloc(32, 11) },
    { id: 't1', secret: Buffer.alloc(32, 7) },
  ];
  const rotation = await rotateKeys({ ...world, keys: keysOf(ring) });
  assert.ok(rotation.kind === 'done' && rotation.left === 0 && rotation.anew > 0);
  const { sealed } = await countKeyUse(world);
  assert.ok(sealed.every(({ keyId }) => keyId === 'up'));
}

async function upgradeFrom(number: number): Promise<void> {
  const recording = recordingFor(number);
  const database = await databaseAt(number, recording);
  const url = urlOfDatabase(database);
  const folder = mkdtempSync(join(tmpdir(), 'reclave-upgrade-'));
  const before = await countRows(url);
  const clock = setClock(new Date(recording.story.at));
  const built = await buildWorld(testConfig(database, folder), { clock });
  try {
    const after = await countRows(url);
    for (const [table, count] of before) assert.equal(after.get(table), count, `rows of ${table}`);
    const columns = await sql(
      `select from pg_class t join pg_attribute a on a.attrelid = t.oid and attnum > 0 and not attisdropped
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
         and coalesce(col_description(t.oid, attnum), '') !~ '^(plain|personal|secret)'`,
      [],
      url,
    );
    assert.equal(columns.length, 0, 'every column says what it holds (LP-01)');
    await keysWork(built);
    // The first schemas had no walks, or no messages yet.
    if (before.has('cases')) await goesOn(built, recording);
    while ((await deliverDue(built.world)) > 0);
    const waited = readMail(join(folder, 'outbox')).filter(
      ({ to }) => to.by === 'mail' && to.address === somebody(5).email,
    );
    assert.equal(waited.length, before.has('outbox') ? 1 : 0, 'the message that waited');
    await sealBatch(built.world);
    const { faults, unsealed, rows } = await verifyDatabase(built.world);
    assert.deepEqual([faults, unsealed], [[], 0]);
    assert.ok(rows > (before.get('audit') ?? 0));
    await everythingOpens(built);
  } finally {
    await built.close();
    await sql(`drop database ${database} with (force)`);
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.env.RECLAVE_TEST_RECORD) it('records what this version leaves behind', record);
else
  describe('an upgrade', () => {
    for (const number of migrations)
      it(`from migration ${number} loses nothing, and people go on (R34)`, () => upgradeFrom(number));
  });
