/** Too much at once: a polite refusal with a time, for newcomers first; health and files always answer. */
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import pg from 'pg';
import { networksOf } from '../../src/lib/network.ts';
import { assets } from '../../src/web/page/assets.ts';
import { paths } from '../../src/web/paths.ts';
import type { AdmissionLimits } from '../../src/web/request/admission.ts';
import { buildApp } from '../../src/web/server.ts';
import { wordsOf } from '../../src/words/words.ts';
import { assertNotice, browse, citizen, languages, pathOf, reachContact } from '../journeys/steps.ts';
import { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';

let world: TestWorld;
let client: pg.Client;
before(async () => {
  world = await openWorld();
  client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
});
after(async () => {
  await client.end();
  await world.close();
});

const room = { atOnce: 2, longestLine: 2, longestWaitMilliseconds: 3_600_000 };
const answersFrom = (limits: Partial<AdmissionLimits> = room) => {
  const app = buildApp(world.world, networksOf, { room: limits });
  return (ip: string) => (request: Request) => app.fetch(request, { ip });
};
const answersOf = (limits?: Partial<AdmissionLimits>) => answersFrom(limits)('198.51.100.7');

/** Waits until so many statements wait for a lock somebody holds. */
async function waitingForLock(count: number): Promise<void> {
  for (;;) {
    const [row] = await world.sql<{ n: number }>(
      `select count(*)::int as n from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (row?.n === count) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** The counts of everything a walk writes. */
const written = async () =>
  (
    await world.sql(
      'select (select count(*) from cases) as cases, (select count(*) from audit) as audit, (select sum(n) from limits) as counted',
    )
  )[0];

it('two at work, two in line, the next is told when to come back and nothing is written (SE-14, RT-11)', async () => {
  const answers = answersOf();
  const { number } = citizen(0);
  const insider = browse(world);
  await reachContact(world, insider, citizen(1).number);
  const workers = await Promise.all(
    [1, 2].map(async () => {
      const walker = new Walker(answers);
      await walker.open(paths.enterCodeElsewhere);
      await walker.submit({ numero: number, codigo: '12345678' });
      return walker;
    }),
  );
  const shut = new Walker(answers);
  await shut.open(paths.chooseProfile);
  await shut.submit({ perfil: 'affiliate' });

  await client.query('begin');
  await client.query('select from standings for update');
  const working = workers.map((walker, index) =>
    walker.submit({ numero: number, codigo: `8765432${index}` }, paths.enterCodeElsewhere),
  );
  await waitingForLock(2);
  const patient = new Walker(answers).open(paths.start);
  const last = new Walker(answers).open(paths.start);
  // Both stand in line once the application has seen them.
  await new Promise((resolve) => setImmediate(resolve));
  const before = await written();
  for (const language of languages) {
    const walker = new Walker(answers);
    walker.cookies.set('__Host-reclave-language', language);
    const seen = await walker.open(paths.start);
    assertNotice(seen, wordsOf(language).problems.busy, 503);
    assert.equal(seen.headers.get('retry-after'), '60');
    assert.equal(seen.headers.get('cache-control'), 'no-store');
    assert.ok(seen.headers.get('content-security-policy'));
  }
  assert.equal((await shut.submit({ numero: citizen(2).number })).status, 503);
  assert.deepEqual(await written(), before, 'Who is refused leaves nothing');

  const to = (path: string, headers = {}): Request =>
    new Request(`https://clave.ceibo.example${path}`, {
      headers: { host: 'clave.ceibo.example', ...headers },
    });
  for (const path of ['/salud', ...assets(world.world).files.keys()])
    assert.equal((await answers(to(path))).status, 200, path);

  const cookie = [...insider.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const goesOn = answers(to(paths.nameContact, { cookie }));
  assert.equal((await last).status, 503, 'A newcomer makes room for who is in the middle of a walk');

  await client.query('commit');
  for (const seen of await Promise.all(working)) assert.equal(seen.status, 422);
  assert.equal((await goesOn).status, 200);
  assert.equal((await patient).status, 200);
  const again = new Walker(answers);
  assert.equal((await again.open(paths.start)).status, 200, 'Nothing is left in the way');
  assert.equal(pathOf(again), paths.start);
});

it('newcomers of one network hold their share of the line, and the next of it is told when to come back (RT-11)', async () => {
  const from = answersFrom({ ...room, atOnce: 1, longestLine: 4, mostOfNetwork: { inside: 4, new: 1 } });
  const working = new Walker(from('198.51.100.7'));
  const tryCode = (codigo: string) => working.submit({ numero: citizen(3).number, codigo });
  await working.open(paths.enterCodeElsewhere);
  await tryCode('12345678');
  await client.query('begin');
  await client.query('select from standings for update');
  const tried = tryCode('87654321');
  await waitingForLock(1);
  const open = (ip: string) => new Walker(from(ip)).open(paths.start);
  const waiting = [open('198.51.100.7'), open('198.51.101.7'), open('2001:db8:7:1::7')];
  await new Promise((resolve) => setImmediate(resolve));
  for (const ip of ['198.51.100.200', '2001:db8:7:2::7']) {
    const refused = await open(ip);
    assert.deepEqual([refused.status, refused.headers.get('retry-after')], [503, '60'], ip);
  }
  await client.query('commit');
  assert.equal((await tried).status, 422);
  for (const seen of await Promise.all(waiting)) assert.equal(seen.status, 200);
});

it('a form that is sent slowly holds no place', async () => {
  const answers = answersOf({ ...room, atOnce: 1, longestLine: 0 });
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const init = { method: 'POST', body: readable, duplex: 'half', headers: { host: 'clave.ceibo.example' } };
  const slow = answers(new Request(`https://clave.ceibo.example${paths.chooseProfile}`, init));
  const walker = new Walker(answers);
  assert.equal((await walker.open(paths.start)).status, 200);
  await writable.getWriter().close();
  assert.equal((await slow).status, 400);
});
