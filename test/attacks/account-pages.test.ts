/** Every page of the account, as those meet it who have no session, a stale one, or somebody else's ids (SE-05, SE-15, ATK-20). */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { csvLine } from '../../src/lib/audit/csv.ts';
import { paths } from '../../src/web/paths.ts';
import type { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, nameHashOf, routesOf, type Somebody, somebody, tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const sessionCookie = '__Host-reclave-session';

async function signedIn({ number, key }: Somebody): Promise<Walker> {
  const walker = browserOf(world);
  await walker.open(paths.signIn);
  await walker.submit({ numero: number, clave: key }, paths.signIn);
  assert.equal(walker.page.url.pathname, paths.account);
  return walker;
}

/** The pages of this part; `fresh` ones want the key given within five minutes. */
const pages: readonly { readonly path: string; readonly fresh: boolean }[] = [
  { path: paths.activity, fresh: false },
  { path: paths.activityFile, fresh: false },
  { path: paths.changeKey, fresh: false },
  { path: paths.newKey, fresh: false },
  { path: paths.passkeys, fresh: true },
  { path: paths.savedCodes, fresh: true },
  { path: paths.enrolQuestions, fresh: true },
  { path: paths.personalExport, fresh: true },
  { path: paths.personalExportFile, fresh: true },
];

const formsOf: Readonly<Record<string, Record<string, string>>> = {
  [paths.changeKey]: { clave: 'Wrong7Key9' },
  [paths.changeKeyOptions]: {},
  [paths.newKey]: { clave: 'Zumbido4Trece9', clave2: 'Zumbido4Trece9' },
  [paths.savedCodes]: { serie: '' },
  [paths.passkeys]: { respuesta: '{}' },
  [paths.passkeyOptions]: {},
  [paths.removePasskey]: { equipo: 'AAAA' },
  [paths.keepPasskey]: { equipo: 'AAAA' },
  [paths.enrolQuestions]: { pregunta1: 'first-trip', respuesta1: 'x' },
};

const ask = (path: string, walker: Walker): Promise<Response> | Response =>
  world.app.fetch(
    new Request(`https://clave.ceibo.example${path}`, {
      headers: {
        host: 'clave.ceibo.example',
        cookie: [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    }),
    { ip: '198.51.100.7' },
  );

test('every address of the account is attacked here or in the tests of its own part', () => {
  const ours = [...pages.map(({ path }) => path), ...Object.keys(formsOf)];
  for (const path of ours)
    assert.ok([...routesOf(world, 'GET'), ...routesOf(world, 'POST')].includes(path), path);
});

describe('without a session nothing is shown and nothing happens', () => {
  for (const cookie of [undefined, '', 'x', randomBytes(32).toString('base64url')])
    test(`with ${cookie === undefined ? 'no cookie' : `the cookie "${cookie.slice(0, 4)}"`}`, async () => {
      const walker = browserOf(world);
      await walker.open(paths.signIn);
      const _csrf = tokenOf(walker);
      if (cookie !== undefined) walker.cookies.set(sessionCookie, cookie);
      const before = await tableDigests(world.sql);
      for (const { path } of pages) {
        const answer = await ask(path, walker);
        assert.equal(answer.status, 303, path);
        assert.match(answer.headers.get('location') ?? '', /^\/ingresar\?volver=%2Fcuenta/, path);
        assert.equal(await answer.text(), '');
      }
      for (const [path, fields] of Object.entries(formsOf)) {
        const answer = await walker.post(path, { ...fields, _csrf });
        assert.equal(answer.status, 303, path);
        assert.match(answer.headers.get('location') ?? '', /^\/ingresar\?volver=%2Fcuenta/, path);
      }
      assert.deepEqual(await tableDigests(world.sql), before);
    });
});

test('signing in leads back to pages of the account, and to nothing that begins like one (RT-24)', async () => {
  const walker = browserOf(world);
  const who = somebody(11);
  await walker.open(paths.signIn);
  const fields = { numero: who.number, clave: who.key, portal: 'fondo', _csrf: tokenOf(walker) };
  for (const [volver, to] of [
    [paths.sessions, paths.sessions],
    ['//evil.example/cuenta/', paths.account],
    ['/cuenta/../..//evil.example', paths.account],
    [`${paths.sessions}.evil.example`, paths.account],
    [`${paths.sessions}/../../salir`, paths.account],
    ['/cuenta@evil.example', paths.account],
    ['/recuperar/clave', paths.account],
  ] as const) {
    const answer = await walker.post(paths.signIn, { ...fields, volver });
    assert.equal(answer.headers.get('location'), to, volver);
  }
});

test('a key given too long ago is asked again before anything that matters (SE-05)', async () => {
  const walker = await signedIn(somebody(0));
  const _csrf = tokenOf(walker);
  await walker.open(paths.savedCodes);
  assert.equal(walker.page.status, 200, 'Just signed in is fresh');
  world.clock.move(5 * 60_000 + 1000);
  const [codes] = await world.sql('select count(*) from saved_codes');
  for (const { path, fresh } of pages) {
    const { status, headers } = await ask(path, walker);
    const to = headers.get('location') ?? '';
    if (!fresh) assert.ok(!to.startsWith(paths.confirmKey), path);
    else {
      assert.equal(status, 303, path);
      assert.ok(to.startsWith(`${paths.confirmKey}?volver=%2Fcuenta%2F`), `${path}: ${to}`);
    }
  }
  for (const path of [
    paths.savedCodes,
    paths.passkeys,
    paths.passkeyOptions,
    paths.removePasskey,
    paths.keepPasskey,
    paths.enrolQuestions,
  ]) {
    const answer = await walker.post(path, { ...formsOf[path], _csrf });
    assert.ok(answer.headers.get('location')?.startsWith(`${paths.confirmKey}?volver=`), path);
  }
  assert.deepEqual(await world.sql('select count(*) from saved_codes'), [codes]);
});

test('a shut account and an ended session open none of the pages', async () => {
  for (const [index, shut] of [
    'update accounts set frozen_at = now() where name_hash = $1',
    "update accounts set status = 'suspended' where name_hash = $1",
    'update sessions set ended_at = now() where account_id = (select id from accounts where name_hash = $1)',
  ].entries()) {
    const who = somebody(1 + index);
    const walker = await signedIn(who);
    await world.sql(shut, [nameHashOf(who)]);
    for (const { path } of pages) assert.equal((await ask(path, walker)).status, 303, path);
  }
});

test('another person’s passkey cannot be taken away by its id', async () => {
  const [owner, stranger] = [somebody(4), somebody(5)];
  const id = randomBytes(16);
  await world.sql(
    `insert into passkeys (credential_id, account_id, public_key, counter, device, made_at)
     select $1, id, '\\x00', 0, 'android', now() from accounts where name_hash = $2`,
    [id, nameHashOf(owner)],
  );
  const walker = await signedIn(stranger);
  await walker.open(paths.passkeys);
  assert.ok(!walker.page.html.includes(id.toString('base64url')));
  const _csrf = tokenOf(walker);
  for (const equipo of [id.toString('base64url'), id.toString('hex'), '', '%', "' or 1=1"]) {
    const answer = await walker.post(paths.removePasskey, { equipo, _csrf });
    assert.equal(answer.headers.get('location'), paths.passkeys);
  }
  const goes = 'select from passkeys where credential_id = $1 and leaves_at is not null';
  assert.equal((await world.sql(goes, [id])).length, 0);
  const own = await signedIn(owner);
  await own.open(paths.passkeys);
  await own.submit({}, paths.removePasskey);
  assert.equal((await world.sql(goes, [id])).length, 1);
  assert.equal(own.page.url.search, '?espera');
  const keep = { equipo: id.toString('base64url'), _csrf };
  const answer = await walker.post(paths.keepPasskey, keep);
  assert.equal(answer.headers.get('location'), paths.passkeys);
  assert.equal((await world.sql(goes, [id])).length, 1, 'Nor kept');
});

test('pages and files of one person hold nothing of another', async () => {
  const [one, other] = [somebody(6), somebody(7)];
  await signedIn(other);
  const walker = await signedIn(one);
  for (const query of ['', `?cuenta=${other.number}`, '?id=1', `?numero=${other.number}`])
    for (const { path } of pages) {
      const text = await (await ask(path + query, walker)).text();
      for (const secret of [other.number, other.email, other.key]) assert.ok(!text.includes(secret), path);
    }
});

test('"make codes" pressed ten times at once leaves one set of eight, shown to one of them (RC-11)', async () => {
  const who = somebody(8);
  const walker = await signedIn(who);
  await walker.open(paths.savedCodes);
  const fields = walker.form(paths.savedCodes).fields;
  for (const serie of [fields.serie ?? '', 'x'.repeat(64)]) {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => walker.post(paths.savedCodes, { ...fields, serie })),
    );
    const shown = answers.filter(({ status }) => status === 200);
    assert.equal(shown.length, serie === fields.serie ? 1 : 0);
    const rows = await world.sql(
      'select from saved_codes where account_id = (select id from accounts where name_hash = $1)',
      [nameHashOf(who)],
    );
    assert.equal(rows.length, 8);
  }
});

test('wrong current keys tried at once count each, and no more than the rule allows (PW-18)', async () => {
  const who = somebody(9);
  const walker = await signedIn(who);
  await walker.open(paths.changeKey);
  const fields = walker.form(paths.changeKey).fields;
  const tries = Array.from({ length: 12 }, () =>
    walker.post(paths.changeKey, { ...fields, clave: 'Wrong7Key9' }),
  );
  for (const { status } of await Promise.all(tries)) assert.equal(status, 422);
  const right = await walker.post(paths.changeKey, { ...fields, clave: who.key });
  assert.equal(right.status, 422, 'The number waits');
});

describe('passkey answers', () => {
  const junk = [
    '',
    '{}',
    'null',
    '[]',
    '{"id":"AAAA"}',
    JSON.stringify({ id: 'AAAA', clientDataJSON: 'AAAA', attestationObject: 'AAAA', transports: {} }),
    JSON.stringify({
      id: 'AAAA',
      clientDataJSON: 'e30',
      authenticatorData: 'AA',
      signature: 'AA',
      userHandle: 'AA',
    }),
  ];

  test('that are no answers add nothing and sign nobody in', async () => {
    const walker = await signedIn(somebody(10));
    await walker.open(paths.passkeys);
    const _csrf = tokenOf(walker);
    for (const respuesta of junk) {
      assert.equal((await walker.post(paths.passkeys, { respuesta, _csrf })).status, 422, respuesta);
      const answer = await walker.post(paths.passkeySignIn, { respuesta, portal: 'fondo', _csrf });
      assert.equal(answer.headers.get('location'), `${paths.signIn}?huella`);
      assert.deepEqual(answer.headers.getSetCookie(), []);
    }
    const given = await walker.post(paths.changeKey, { clave: '', respuesta: '{}', _csrf });
    assert.equal(given.status, 422);
  });

  test('the question for a passkey is the same for everybody, and names none (RE-01)', async () => {
    const walker = browserOf(world);
    await walker.open(paths.signIn);
    const _csrf = tokenOf(walker);
    const options = async () => (await walker.post(paths.passkeySignInOptions, { _csrf })).json();
    const [first, second] = [await options(), await options()];
    assert.notEqual(first.challenge, second.challenge);
    assert.deepEqual({ ...first, challenge: '' }, { ...second, challenge: '' });
    assert.deepEqual(Object.keys(first).sort(), ['challenge', 'rpId', 'timeout', 'userVerification']);
    assert.equal(first.rpId, 'clave.ceibo.example');
    const kept = await world.sql<{ hash: Buffer }>('select challenge_hash as hash from passkey_challenges');
    for (const { hash } of kept) assert.notEqual(hash.toString('base64url'), second.challenge);
    assert.equal((await walker.post(paths.passkeySignInOptions, {})).status, 403);
  });
});

test('no cell of a table is a formula (SE-15)', () => {
  for (const cell of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    ' =1',
    '\u200b=1',
    '|cmd',
    '＝1',
    '%0A',
  ])
    assert.match(csvLine([cell]), /^"'/, JSON.stringify(cell));
  assert.equal(csvLine(['a"b', 'x,y', 'fila\nnueva']), '"a""b","x,y","fila\nnueva"\r\n');
  assert.equal(csvLine(['24 de noviembre', '']), '"24 de noviembre",""\r\n');
});
