/** Guessing keys, keeping owners out, and what sessions and devices are worth to whoever should not have them. */
import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import pg from 'pg';
import { sweep } from '../../src/actions/upkeep/sweep.ts';
import { card } from '../../src/directory/sample-crowd.ts';
import { solve } from '../robot-check.ts';
import { fireAtOnce, openSite, type RunningServer, type Shot, type Site } from '../server.ts';
import { formsOf, sample, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, keys, nameHashOf, type Somebody, somebody, tokenOf } from './places.ts';

const session = '__Host-reclave-session';
const device = '__Host-reclave-device';

const wrongKey = 'Falsa7Llave9';

type Ask = <Row extends Record<string, unknown>>(query: string, values?: unknown[]) => Promise<Row[]>;

/** Failures of a number as the database counts them: everywhere, and at each place. */
async function counted(ask: Ask, who: { number: string }): Promise<{ everywhere: number; places: number[] }> {
  const [standing] = await ask<{ n: number }>(
    'select sign_in_failures as n from standings where name_hash = $1',
    [nameHashOf(who)],
  );
  const places = await ask<{ failures: number }>(
    'select failures from sign_in_attempts where name_hash = $1 order by failures desc',
    [nameHashOf(who)],
  );
  return { everywhere: standing?.n ?? 0, places: places.map(({ failures }) => failures) };
}

async function enter(walker: Walker, { number, key }: { number: string; key: string }): Promise<boolean> {
  await walker.open('/ingresar');
  await walker.submit({ numero: number, clave: key }, '/ingresar');
  return walker.page.url.pathname === '/cuenta';
}

describe('at two processes', () => {
  let site: Site;
  let servers: RunningServer[];
  before(async () => {
    site = await openSite();
    servers = await Promise.all([1, 2].map(() => site.start({ TRUSTED_PROXIES: '127.0.0.1' })));
  });
  after(() => site.close());
  const server = (index: number): RunningServer => servers[index % servers.length] ?? assert.fail();

  /** Wrong keys for a number, all in the same instant, each from an address of its own making. */
  async function fire(who: { number: string }, from: (index: number) => string, walker?: Walker, most = 50) {
    const browser = walker ?? new Walker(server(0).answers);
    if (!walker) await browser.open('/ingresar');
    const _csrf = tokenOf(browser);
    const answers = await fireAtOnce(
      Array.from(
        { length: most },
        (_, index): Shot => ({
          port: server(index).port,
          path: '/ingresar',
          cookies: browser.cookies,
          fields: { numero: who.number, clave: `Falsa${1000 + index}`, portal: 'fondo', _csrf },
          headers: { 'x-forwarded-for': from(index) },
        }),
      ),
    );
    assert.ok(answers.every(({ status }) => status === 422));
  }

  it('fifty wrong keys at once from one network are five tries: then it waits (PW-19, RT-10)', async () => {
    for (const who of [somebody(0), { number: sample('unknown-number').identity.number }]) {
      await fire(who, (index) => `203.0.113.${index}`);
      assert.deepEqual(await counted(site.sql, who), { everywhere: 5, places: [5] });
    }
  });

  it('fifty at once from fifty networks are twenty: then the key is disabled for all of them (PW-23)', async () => {
    const who = somebody(1);
    await fire(who, (index) => `10.7.${index}.1`);
    const { everywhere, places } = await counted(site.sql, who);
    assert.equal(everywhere, 20);
    assert.equal(
      places.reduce((sum, one) => sum + one, 0),
      20,
    );
    const owner = new Walker(server(0).answers);
    owner.headers['x-forwarded-for'] = '198.51.100.9';
    assert.equal(await enter(owner, who), false);
  });

  it('an IPv6 stranger has one network a /64, whatever of its 2^64 addresses is used', async () => {
    const who = somebody(2);
    await fire(who, (index) => `2001:db8:7:7:${index}::${index + 1}`);
    assert.deepEqual((await counted(site.sql, who)).places, [5]);
  });

  it('fifty at once at a known device are five of its own, and the number counts none', async () => {
    const who = somebody(3);
    const home = new Walker(server(0).answers);
    home.headers['x-forwarded-for'] = '198.51.100.10';
    assert.equal(await enter(home, who), true);
    await home.open('/ingresar');
    await fire(who, (index) => `10.8.${index}.1`, home);
    assert.deepEqual(await counted(site.sql, who), { everywhere: 0, places: [5] });
  });

  it('while strangers fire from everywhere, the owner gets in at home, on either process', async () => {
    const who = somebody(4);
    const home = new Walker(server(0).answers);
    assert.equal(await enter(home, who), true);
    await Promise.all([fire(who, (index) => `10.9.${index}.1`, undefined, 40), home.open('/ingresar')]);
    await home.submit({ numero: who.number, clave: who.key }, '/ingresar');
    assert.equal(home.page.url.pathname, '/cuenta');
    const again = new Walker(server(1).answers);
    for (const [name, value] of home.cookies) again.cookies.set(name, value);
    assert.equal(await enter(again, who), true);
  });

  it('a flood of sign-ins stops nothing else: the excess is refused alike for known and unknown numbers (PW-17)', async () => {
    const { port, answers } = server(0);
    const walker = new Walker(answers);
    await walker.open('/ingresar');
    const _csrf = tokenOf(walker);
    const numbers = [somebody(6).number, sample('unknown-number').identity.number];
    let flooding = true;
    const health: number[] = [];
    const watch = async (): Promise<void> => {
      while (flooding) {
        const start = performance.now();
        const { status } = await answers(new Request('https://clave.ceibo.example/salud'));
        assert.equal(status, 200);
        health.push(performance.now() - start);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const watching = watch();
    const began = performance.now();
    const flood = await fireAtOnce(
      Array.from({ length: 300 }, (_, index) => ({
        port,
        path: '/ingresar',
        cookies: walker.cookies,
        fields: { numero: numbers[index % 2] ?? '', clave: wrongKey, portal: 'fondo', _csrf },
      })),
    );
    flooding = false;
    const lasted = performance.now() - began;
    await watching;
    for (const number of [0, 1]) {
      const statuses = new Set(flood.filter((_, index) => index % 2 === number).map(({ status }) => status));
      assert.deepEqual([...statuses].sort(), [422, 503]);
    }
    const slowest = health.toSorted((a, b) => a - b)[Math.floor(health.length * 0.9)] ?? 0;
    assert.ok(
      health.length > 3 && slowest < lasted / 4,
      `${health.length} answers in ${lasted} ms, nine of ten within ${slowest} ms`,
    );
  });

  it('one right key fired twenty times opens twenty sessions of the same browser at most, each of its own', async () => {
    const who = somebody(5);
    const walker = new Walker(server(0).answers);
    await walker.open('/ingresar');
    const fields = { numero: who.number, clave: who.key, portal: 'fondo', _csrf: tokenOf(walker) };
    const answers = await fireAtOnce(
      Array.from({ length: 20 }, (_, index) => ({
        port: server(index).port,
        path: '/ingresar',
        cookies: walker.cookies,
        fields,
      })),
    );
    const given = answers
      .flatMap((answer) => answer.headers.getSetCookie())
      .filter((one) => one.startsWith(session));
    assert.equal(new Set(given).size, 20);
  });
});

describe('in one world', () => {
  let world: TestWorld;
  let next = 0;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** A browser in a network nobody else is in. */
  const stranger = (): Walker => browserOf(world, `10.${Math.floor(++next / 250)}.${next % 250}.9`);
  const mayEnter = (who: Somebody, walker = stranger()): Promise<boolean> => enter(walker, who);
  async function disable(who: Somebody): Promise<void> {
    for (let turn = 0; turn < 20; turn++) await mayEnter({ ...who, key: `Falsa${1000 + turn}` });
    assert.equal(await mayEnter(who), false);
  }
  const isOpen = async (walker: Walker): Promise<boolean> => {
    await walker.open('/cuenta');
    return walker.page.url.pathname === '/cuenta';
  };

  test('a device cookie that is forged, altered, somebody else’s, made for another use or revoked gives nothing', async () => {
    const who = somebody(0);
    const home = stranger();
    assert.equal(await mayEnter(who, home), true);
    const other = stranger();
    assert.equal(await mayEnter(somebody(1), other), true);
    await disable(who);
    const real = Buffer.from(home.cookies.get(device) ?? '', 'base64url');
    const [entry] = keys.open<{ id: string; nameHash: string }[]>(real, 'device');
    assert.ok(entry);
    const altered = Buffer.from(real);
    altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
    const [theirs] = keys.open<{ id: string; nameHash: string }[]>(
      Buffer.from(other.cookies.get(device) ?? '', 'base64url'),
      'device',
    );
    const spelled = {
      nothing: '',
      'plain text': Buffer.from(JSON.stringify([entry])).toString('base64url'),
      altered: altered.toString('base64url'),
      'cut short': real.subarray(0, -3).toString('base64url'),
      'sealed for another use': keys.seal([entry], 'draft').toString('base64url'),
      'of another account': other.cookies.get(device) ?? '',
      // Could only be made with our keys; even so the row belongs to another account.
      'the device of another account': keys
        .seal([{ id: theirs?.id, nameHash: entry.nameHash }], 'device')
        .toString('base64url'),
    };
    for (const [name, value] of Object.entries(spelled)) {
      const walker = stranger();
      if (value) walker.cookies.set(device, value);
      assert.equal(await mayEnter(who, walker), false, name);
    }
    const copied = stranger();
    copied.cookies.set(device, real.toString('base64url'));
    assert.equal(await mayEnter(who, copied), true, 'the real one, to show that the others were judged');
    await world.sql('update devices set revoked_at = now() where id = $1', [entry.id]);
    assert.equal(await mayEnter(who, home), false, 'revoked');
  });

  test('a known device opens nothing by itself, and guesses there are held to twenty', async () => {
    const who = somebody(2);
    const home = stranger();
    await mayEnter(who, home);
    home.cookies.delete(session);
    assert.equal(await isOpen(home), false);
    for (let turn = 0; turn < 30; turn++) {
      world.clock.move(3_600_000);
      assert.equal(await mayEnter({ ...who, key: `Falsa${1000 + turn}` }, home), false);
    }
    assert.deepEqual(await counted(world.sql, who), { everywhere: 0, places: [20] });
    assert.equal(await mayEnter(who, home), false);
    assert.equal(await mayEnter(who), true, 'The owner elsewhere notices nothing');
  });

  test('a hundred wrong keys in a row, at devices and networks together, disable the key at all of them until recovery', async () => {
    const who = somebody(15);
    const [home, office] = [stranger(), stranger()];
    for (const walker of [home, office]) await mayEnter(who, walker);
    const setTotal = (total: number) =>
      world.sql('update standings set sign_in_total = $2 where name_hash = $1', [nameHashOf(who), total]);
    await setTotal(98);
    await mayEnter({ ...who, key: wrongKey }, home);
    assert.equal(await mayEnter(who, office), true, 'Ninety-nine do not, and a right key ends the row');
    await setTotal(98);
    await mayEnter({ ...who, key: wrongKey }, home);
    await mayEnter({ ...who, key: wrongKey });
    for (const walker of [home, office, stranger()]) assert.equal(await mayEnter(who, walker), false);
    assert.deepEqual(await counted(world.sql, who), { everywhere: 1, places: [2, 1] });
  });

  test('a session cookie set beforehand is never used: signing in gives a new one, and ends the former (SE-01)', async () => {
    const thief = stranger();
    await mayEnter(somebody(3), thief);
    const planted = thief.cookies.get(session) ?? '';
    for (const value of [planted, 'A'.repeat(43), '']) {
      const victim = stranger();
      if (value) victim.cookies.set(session, value);
      assert.equal(await mayEnter(somebody(4), victim), true);
      assert.notEqual(victim.cookies.get(session), value);
    }
    thief.cookies.set(session, planted);
    assert.equal(await isOpen(thief), false, 'The planted session ended where it was signed in over');
  });

  test('no other cookie of ours is a session, and a session is no browser (SE-01)', async () => {
    const walker = stranger();
    await mayEnter(somebody(5), walker);
    for (const name of ['__Host-reclave-browser', device]) {
      const thief = stranger();
      thief.cookies.set(session, walker.cookies.get(name) ?? '');
      assert.equal(await isOpen(thief), false, name);
    }
  });

  test('every cookie of a sign-in is bound to the host, unreadable for scripts, short, and holds nothing of the person (SE-02)', async () => {
    const { number, key, email } = somebody(6);
    const walker = stranger();
    await walker.open('/ingresar');
    const fields = { ...walker.form('/ingresar').fields, numero: number, clave: key };
    const answer = await walker.post('/ingresar', fields);
    const set = answer.headers.getSetCookie();
    assert.equal(set.length, 2);
    for (const cookie of set) {
      assert.match(cookie, /^__Host-reclave-(session|device)=[\w-]+; /);
      for (const part of ['HttpOnly', 'Secure', 'Path=/', 'SameSite=Lax'])
        assert.ok(cookie.includes(part), cookie);
      assert.ok(!/domain=/i.test(cookie) && cookie.length < 1024);
      for (const personal of [number, email, key]) assert.ok(!cookie.includes(personal));
    }
  });

  test('a refused sign-in sets no cookie and ends no session', async () => {
    const walker = stranger();
    await mayEnter(somebody(7), walker);
    await walker.open('/ingresar');
    const fields = { ...walker.form('/ingresar').fields, numero: somebody(8).number, clave: wrongKey };
    const answer = await walker.post('/ingresar', fields);
    assert.deepEqual(answer.headers.getSetCookie(), []);
    assert.equal(await isOpen(walker), true);
  });

  test('nobody ends the session of another, by its name in the list or otherwise', async () => {
    const [owner, thief] = [stranger(), stranger()];
    await mayEnter(somebody(9), owner);
    await mayEnter(somebody(10), thief);
    const rows = await world.sql<{ id: string }>(
      'select s.id from sessions s join accounts a on a.id = s.account_id where a.name_hash = $1',
      [nameHashOf(somebody(9))],
    );
    const _csrf = tokenOf(thief);
    for (const sesion of [rows[0]?.id ?? '', rows[0]?.id.toUpperCase() ?? '', "' or true --", '*'])
      await thief.post('/cuenta/sesiones', { sesion, _csrf });
    await thief.post('/cuenta/sesiones', { otras: '1', _csrf });
    assert.equal(await isOpen(owner), true);
    const known = await world.sql(
      'select from devices d join accounts a on a.id = d.account_id where a.name_hash = $1 and revoked_at is null',
      [nameHashOf(somebody(9))],
    );
    assert.equal(known.length, 1);
    const ended = await world.sql("select from audit where event = 'session-ended' and subject = $1", [
      nameHashOf(somebody(9)),
    ]);
    assert.equal(ended.length, 0);
  });

  test('a session that ended answers nothing: not more time, not a list, not the key, not from any copy (SE-04)', async () => {
    const who = somebody(11);
    const walker = stranger();
    await mayEnter(who, walker);
    const token = walker.cookies.get(session) ?? '';
    const _csrf = tokenOf(walker);
    await walker.submit({}, '/salir');
    walker.cookies.set(session, token);
    for (const path of ['/cuenta', '/cuenta/sesiones', '/cuenta/confirmar']) {
      await walker.open(path);
      assert.equal(walker.page.url.pathname, '/ingresar', path);
    }
    const before = await counted(world.sql, who);
    for (const [path, fields] of [
      ['/cuenta/tiempo', {}],
      ['/cuenta/confirmar', { clave: who.key }],
      ['/cuenta/confirmar', { clave: wrongKey }],
      ['/cuenta/sesiones', { otras: '1' }],
    ] as const) {
      const answer = await walker.post(path, { ...fields, _csrf });
      assert.match(answer.headers.get('location') ?? '', /^\/ingresar\?/, path);
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
    assert.deepEqual(await counted(world.sql, who), before);
    assert.equal(await isOpen(walker), false);
  });

  test('after a sign-in nobody is led to another site, nor to an address that is no page (RT-24)', async () => {
    for (const volver of [
      'https://evil.example/cuenta/',
      '//evil.example/cuenta/sesiones',
      '/cuenta/../../evil',
      '/cuenta/sesiones?x=//evil.example',
      '/cuenta/sesiones\r\nset-cookie: x=y',
      '/cuenta/tiempo',
      '/cuenta/confirmar',
      '/salir',
      'javascript:alert(1)',
    ]) {
      const { number, key } = somebody(12);
      const walker = stranger();
      await walker.open(`/ingresar?volver=${encodeURIComponent(volver)}`);
      assert.ok(!walker.page.html.includes('evil') && !walker.page.html.includes('javascript:'), volver);
      const form = formsOf(walker.page.html).find(({ action }) => action === '/ingresar') ?? assert.fail();
      const answer = await walker.post('/ingresar', { ...form.fields, numero: number, clave: key, volver });
      assert.equal(answer.headers.get('location'), '/cuenta', volver);
    }
  });

  test('a key that recovery replaces while it is verified opens nothing', async () => {
    const who = somebody(13);
    const walker = stranger();
    await walker.open('/ingresar');
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(
        'insert into standings (name_hash, code_since, screen_since) values ($1, now(), now())',
        [nameHashOf(who)],
      );
      const trying = walker.submit({ numero: who.number, clave: who.key }, '/ingresar');
      // Verified, it waits for the number, which recovery holds.
      for (let waiting = 0; waiting === 0; )
        waiting = (
          await world.sql(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).length;
      await client.query(
        `update accounts set key_hash = (select key_hash from accounts where name_hash = $2) where name_hash = $1`,
        [nameHashOf(who), nameHashOf(somebody(14))],
      );
      await client.query('commit');
      assert.equal((await trying).status, 422);
    } finally {
      await client.end();
    }
    assert.equal(await mayEnter({ ...who, key: somebody(14).key }), true, 'The new key does');
  });
});

describe('a spray: one key, many numbers (PW-24, ATK-40)', () => {
  let world: TestWorld;
  let next = 0;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());
  const stranger = (): Walker => browserOf(world, `172.${16 + Math.floor(++next / 250)}.${next % 250}.9`);
  const noticed = async (): Promise<number> =>
    (
      await world.sql(
        `select from audit where event = 'spray-noticed' and actor = 'system' and subject is null`,
      )
    ).length;
  const bodyOf = (walker: Walker): string =>
    walker.page.html.replace(
      /name="_csrf" value="[^"]*"|nonce="[^"]*"|name="(numero|espera)"[^>]*>|data-prueba="[^"]*"/g,
      '',
    );

  /** Signs in as a person without script does who reads the page for three seconds first. */
  async function enterSlowly(walker: Walker, who: { number: string; key: string }): Promise<boolean> {
    await walker.open('/ingresar');
    world.clock.move(3000);
    await walker.submit({ numero: who.number, clave: who.key }, '/ingresar');
    return walker.page.url.pathname === '/cuenta';
  }

  test('is noticed on the thirty-first number, once; its key then opens nothing from unknown devices for that hour', async () => {
    const victim = somebody(0);
    const { key } = victim;
    const home = stranger();
    assert.equal(await enter(home, victim), true);
    // Known and unknown numbers count alike, from a network of their own each; one number many times counts once.
    const numbers = Array.from({ length: 30 }, (_, index) =>
      index % 2 === 0 ? somebody(index + 1).number : card(6_100_000 + index).number,
    );
    for (const number of numbers) assert.equal(await enter(stranger(), { number, key }), false);
    for (let turn = 0; turn < 5; turn++) await enter(stranger(), { number: numbers[0] ?? '', key });
    assert.equal(await noticed(), 0);
    assert.equal(await enter(stranger(), victim), true, 'Thirty numbers are no spray');

    await Promise.all(
      [31, 32, 33].map((index) => enter(stranger(), { number: somebody(index).number, key })),
    );
    assert.equal(await noticed(), 1);
    const refused = stranger();
    assert.equal(await enterSlowly(refused, victim), false);
    const wrong = stranger();
    assert.equal(await enterSlowly(wrong, { ...victim, key: wrongKey }), false);
    assert.equal(refused.page.status, wrong.page.status);
    assert.equal(bodyOf(refused), bodyOf(wrong), 'A right key is answered like a wrong one');
    assert.equal(await enter(home, victim), true, 'The owner at home notices nothing');
    assert.equal(await enter(stranger(), somebody(35)), false, 'Nobody unknown gets in unchecked');
    assert.equal(await enterSlowly(stranger(), somebody(35)), true, 'Other keys open as ever');

    world.clock.move(3_600_000);
    assert.equal(await enter(stranger(), victim), true, 'An hour later it is a key again');
    assert.equal(await noticed(), 1);
  });

  test('what was tried is kept as keyed hashes and for a day only; a right key that was refused is not kept at all', async () => {
    const digest = (text: string): Promise<unknown[]> =>
      world.sql('select from limits where counted = $1', [keys.find(text)]);
    const { number } = somebody(0);
    const pair = `spray pair ${nameHashOf({ number }).toString('hex')}`;
    assert.equal((await digest(`${pair} ${wrongKey}`)).length, 1);
    assert.equal((await digest(`${pair} ${somebody(0).key}`)).length, 0);
    const [found] = await world.sql<{ text: string }>(
      `select string_agg(encode(counted, 'escape'), ' ') as text from limits`,
    );
    assert.ok(found && !found.text.includes(wrongKey));
    world.clock.move(24 * 3_600_000);
    await sweep(world.world);
    assert.equal((await digest(`${pair} ${wrongKey}`)).length, 0);
  });

  test('number after number from one network is noticed too, and asks a robot check of whoever is not known there', async () => {
    world.clock.move(3_600_000);
    const cafe = (host: number): Walker => browserOf(world, `192.0.2.${host}`);
    const before = await noticed();
    const home = cafe(1);
    assert.equal(await enter(home, somebody(40)), true);
    const tryNext = (index: number): Promise<boolean> =>
      enter(cafe(index), { number: card(6_200_000 + index * 7).number, key: `Falsa${index}Llave` });
    for (let index = 0; index < 60; index++) await tryNext(index);
    assert.equal(await noticed(), before);
    assert.equal(await enter(cafe(70), somebody(41)), true, 'Sixty numbers are a café');
    for (const index of [60, 61, 62]) await tryNext(index);
    assert.equal(await noticed(), before + 1);

    const counts = () => world.sql('select from audit');
    const lines = (await counts()).length;
    const asked: string[] = [];
    for (const who of [somebody(42), { number: card(6_300_007).number, key: wrongKey }]) {
      const walker = cafe(80);
      assert.equal(await enter(walker, who), false);
      assert.equal(walker.page.status, 422);
      asked.push(bodyOf(walker));
    }
    assert.equal(asked[0], asked[1], 'A number nobody has is answered alike');
    assert.match(asked[0] ?? '', /presione Ingresar a las \d\d:\d\d:\d\d/);
    assert.equal((await counts()).length, lines, 'Nothing was tried');
    assert.equal(await enter(home, somebody(40)), true, 'Who is known there notices nothing');
    assert.equal(await enter(stranger(), somebody(43)), true, 'Nor does anybody elsewhere');
    assert.equal(await enterSlowly(cafe(81), somebody(44)), true, 'Without script a short wait does');
    assert.equal(await enterWorking(cafe(82), somebody(45)), true, 'With script the work does, at once');
  });

  /** Signs in at once with the work a script does while the person types. */
  async function enterWorking(walker: Walker, who: { number: string; key: string }): Promise<boolean> {
    await walker.open('/ingresar');
    const prueba = await solve(walker);
    await walker.submit({ numero: who.number, clave: who.key, prueba }, '/ingresar');
    return walker.page.url.pathname === '/cuenta';
  }

  test('neither a wait nor work is worth a second try, another browser’s try, or anything with the trap filled in', async () => {
    const cafe = (): Walker => browserOf(world, '192.0.2.99');
    const giver = cafe();
    await giver.open('/ingresar');
    const { espera = '' } = giver.form('/ingresar').fields;
    const prueba = await solve(giver);
    world.clock.move(3000);
    const { number, key } = somebody(46);
    const enterWith = async (walker: Walker, more: Record<string, string>): Promise<boolean> => {
      await walker.open('/ingresar');
      await walker.submit({ numero: number, clave: key, espera: '', ...more }, '/ingresar');
      return walker.page.url.pathname === '/cuenta';
    };
    for (const given of [{ espera }, { prueba }]) {
      assert.equal(await enterWith(cafe(), given), false, 'In another browser');
      assert.equal(await enterWith(giver, { ...given, sitio: 'x' }), false, 'With the trap');
      const again = browserOf(world, '192.0.2.99');
      for (const [name, value] of giver.cookies) again.cookies.set(name, value);
      assert.equal(await enterWith(giver, given), true);
      giver.cookies.delete(device);
      assert.equal(await enterWith(again, given), false, 'A second time');
      for (const [name, text] of Object.entries(given))
        for (const end of ['=', '==', '.'])
          assert.equal(await enterWith(again, { [name]: text + end }), false, 'Nor in another spelling');
    }
  });
});
