/** The key ring is rotated by the operator's command while people walk, cut off in the middle, and gone on with. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { openPersonal, sealPersonal } from '../../src/actions/personal.ts';
import { accountByName } from '../../src/store/accounts.ts';
import { paths } from '../../src/web/paths.ts';
import { type Built, buildWorld } from '../../src/world.ts';
import { beginAndAsk, nameHashOf, type Somebody, somebody } from '../attacks/places.ts';
import { openSite, type RunningServer, type Site } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, Walker } from '../walker.ts';
import { testConfig, testKeys } from '../world.ts';

const program = join(import.meta.dirname, '../../src/cli/reclave.ts');
const ring = `t2:${Buffer.alloc(32, 9).toString('base64')},${testKeys}`;

let site: Site;
let sink: SmtpSink;
let server: RunningServer;
let former: Built;
let busy: pg.Client;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  former = await buildWorld(testConfig(site.database, site.folder));
  server = await site.start({ SMTP_URL: sink.url });
  busy = new pg.Client({ connectionString: site.databaseUrl });
  await busy.connect();
});
after(async () => {
  await busy.end();
  await former.close();
  await site.close();
  await sink.stop();
});

type Typed = { readonly child: ChildProcess; readonly ended: Promise<{ code: number | null; out: string }> };

/** The command as an operator types it. */
function keys(...words: string[]): Typed {
  const { PATH = '', NODE_COMPILE_CACHE = '' } = process.env;
  const env = {
    PATH,
    NODE_COMPILE_CACHE,
    DATABASE_URL: site.databaseUrl,
    RECLAVE_KEYS: ring,
    RECLAVE_DATA: site.folder,
    RECLAVE_INSTITUTION: 'ceibo',
  };
  const child = spawn(process.execPath, [program, 'keys', ...words], { env });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
  return { child, ended: new Promise((done) => child.on('close', (code) => done({ code, out }))) };
}

/** How many accounts stand under each key. */
async function accountsUnder(): Promise<Record<string, number>> {
  const rows = await site.sql<{ key: string; n: number }>(
    `select convert_from(substring(personal from 3 for 2), 'UTF8') as key, count(*)::int as n from accounts group by 1`,
  );
  return Object.fromEntries(rows.map(({ key, n }) => [key, n]));
}

const untilItWaits = () =>
  until(async () => {
    const waiting = await site.sql(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query ~ 'personal as sealed'`,
    );
    return waiting.length > 0;
  }, 'the rotation to wait for a row');

async function askedBy(who: Somebody): Promise<{ walker: Walker; code: string }> {
  const walker = new Walker((request) => server.answers(request));
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  return { walker, code: secretsIn(mail ?? assert.fail()).code };
}

async function finishes(walker: Walker, code: string): Promise<void> {
  await walker.open(paths.enterCode);
  await walker.submit({ codigo: code });
  await walker.submit({ clave: goodKey, clave2: goodKey }, paths.chooseKey);
  assert.equal(walker.page.url.pathname, '/recuperar/listo', walker.page.heading);
}

test('a rotation is killed in the middle and gone on with while people walk; it overwrites nothing, and at its end nothing is under the former key (RT-03, R34)', async () => {
  const [one, two, three] = [await askedBy(somebody(0)), await askedBy(somebody(1)), somebody(2)];
  await server.stop();
  server = await site.start({ SMTP_URL: sink.url, RECLAVE_KEYS: ring });
  const { t1: all = 0 } = await accountsUnder();

  // Half of the accounts are held by somebody: the rotation does the others first, and then waits.
  const changed = nameHashOf(somebody(20));
  await busy.query('begin');
  const held = await busy.query(
    'select id from accounts where (id % 2 = 0 or name_hash = $2) and name_hash <> all ($1) for update',
    [[0, 1, 2, 3].map((index) => nameHashOf(somebody(index))), changed],
  );
  const cut = keys('rotate');
  await untilItWaits();
  await finishes(one.walker, one.code);
  cut.child.kill('SIGKILL');
  await cut.ended;
  const n = held.rowCount ?? 0;
  assert.ok(n > 10 && n < all);
  assert.deepEqual(await accountsUnder(), { t1: n, t2: all - n });
  await busy.query('rollback');

  // What somebody writes while the rotation waits for their row is what stands there after it.
  const account = (await accountByName(former.world.db, changed)) ?? assert.fail();
  const personal = { ...openPersonal(former.world, account), firstName: 'Recién' };
  await busy.query('begin');
  await busy.query('update accounts set personal = $2 where id = $1', [
    account.id,
    sealPersonal(former.world, changed, personal),
  ]);
  const whole = keys('rotate');
  await untilItWaits();
  const second = await keys('rotate').ended;
  assert.deepEqual([second.code, second.out], [1, 'Another rotation is under way\n']);
  await finishes(two.walker, two.code);
  const last = await askedBy(three);
  await busy.query('commit');
  const { code, out } = await whole.ended;
  assert.equal(code, 0, out);
  assert.match(out, /\d+ values were sealed anew; every other was under t2 already\n$/);

  assert.deepEqual(await accountsUnder(), { t2: all });
  const rotated = await buildWorld(
    testConfig(site.database, site.folder, { environment: { RECLAVE_KEYS: ring } }),
  );
  try {
    const found = (await accountByName(rotated.world.db, changed)) ?? assert.fail();
    assert.equal(openPersonal(rotated.world, found).firstName, 'Recién');
  } finally {
    await rotated.close();
  }
  await finishes(last.walker, last.code);
  const said = await keys('status').ended;
  assert.equal(said.code, 0, said.out);
  assert.match(said.out, /^0 sealed values are not under t2$/m);
  assert.match(said.out, /^ {2}accounts\.key_hash: \d+ under t1$/m);
  assert.match(said.out, /^t1 finds accounts and must stay the last of the ring$/m);
  assert.ok(!/under t1/.test(said.out.split('Hashes')[0] ?? ''), said.out);
});
