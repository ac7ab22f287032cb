import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, forms, routesOf, tokenOf, withoutTrace } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

test('every address that takes a form is attacked here (RE-10)', () => {
  assert.deepEqual(routesOf(world, 'POST'), Object.keys(forms).sort());
});

/** What a page of another site can make a browser send. The browser adds its cookies by itself. */
type Forgery = {
  readonly name: string;
  readonly token?: (own: string, other: string) => string | undefined;
  readonly headers?: Record<string, string>;
  readonly inQuery?: boolean;
};

const forgeries: readonly Forgery[] = [
  { name: 'no token', token: () => undefined },
  { name: 'an empty token', token: () => '' },
  { name: 'the token of another browser', token: (_own, other) => other },
  { name: 'the token cut short', token: (own) => own.slice(0, -4) },
  { name: 'a token of zeros', token: () => Buffer.alloc(64).toString('base64url') },
  { name: 'the token in the query', token: () => undefined, inQuery: true },
  { name: 'a cross-site form', headers: { 'sec-fetch-site': 'cross-site' } },
  { name: 'a form of a sister site', headers: { 'sec-fetch-site': 'same-site' } },
  { name: 'a foreign origin', headers: { origin: 'https://evil.example' } },
  { name: 'our name under another scheme', headers: { origin: 'http://clave.ceibo.example' } },
  { name: 'our name with a tail', headers: { origin: 'https://clave.ceibo.example.evil.example' } },
  { name: 'our name on another port', headers: { origin: 'https://clave.ceibo.example:8443' } },
  {
    name: 'our own origin from a cross-site page',
    headers: { origin: 'https://clave.ceibo.example', 'sec-fetch-site': 'cross-site' },
  },
];

describe('a form that is not from our own page in this browser is refused, 403, and changes nothing (SE-06, ATK-32)', () => {
  for (const [index, [path, reach]] of Object.entries(forms).entries())
    test(path, async () => {
      const { walker, fields } = await reach(world, index);
      const own = tokenOf(walker);
      const stranger = browserOf(world);
      await stranger.open('/recuperar/perfil');
      const other = tokenOf(stranger);
      const unchanged = await tableDigests(world.sql);
      const cookies = new Map(walker.cookies);
      for (const { name, token = (mine: string) => mine, headers = {}, inQuery } of forgeries) {
        const sent = token(own, other);
        const address = inQuery ? `${path}?_csrf=${own}` : path;
        const answer = await walker.post(
          address,
          { ...fields, ...(sent !== undefined && { _csrf: sent }) },
          headers,
        );
        assert.equal(answer.status, 403, name);
        assert.deepEqual(walker.cookies, cookies, `${name} set a cookie`);
      }
      const noCookies = browserOf(world);
      assert.equal((await noCookies.post(path, { ...fields, _csrf: own })).status, 403, 'no cookie');
      assert.deepEqual(await tableDigests(world.sql), unchanged);
    });
});

describe('the same form, honestly sent, is taken: the refusals above were about where it came from', () => {
  for (const [index, [path, reach]] of Object.entries(forms).entries())
    test(path, async () => {
      // An hour on, so that the starts counted above are another window's.
      world.clock.move(3_600_000);
      const { walker, fields } = await reach(world, index);
      const unchanged = await tableDigests(world.sql);
      // Neither Sec-Fetch-Site nor Origin: an old browser. The token alone decides.
      const answer = await walker.post(path, { ...fields, _csrf: tokenOf(walker) });
      assert.equal(answer.status < 500, true);
      assert.notEqual(answer.status, 403);
      const changed = JSON.stringify(await tableDigests(world.sql)) !== JSON.stringify(unchanged);
      assert.equal(changed, !withoutTrace.has(path));
    });
});

test('a token is spelled anew on every page, and every spelling is taken (BREACH)', async () => {
  const walker = browserOf(world);
  await walker.open('/recuperar/perfil');
  const first = tokenOf(walker);
  await walker.open('/recuperar/perfil');
  const second = tokenOf(walker);
  assert.notEqual(first, second);
  for (const token of [first, second])
    assert.equal((await walker.post('/recuperar/perfil', { perfil: 'affiliate', _csrf: token })).status, 303);
});

test('the headers browsers send with our own forms are taken', async () => {
  for (const headers of [
    { origin: 'null', 'sec-fetch-site': 'same-origin' },
    { origin: 'https://clave.ceibo.example', 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ]) {
    const walker = browserOf(world);
    await walker.open('/recuperar/perfil');
    const fields = { perfil: 'affiliate', _csrf: tokenOf(walker) };
    assert.equal((await walker.post('/recuperar/perfil', fields, headers)).status, 303);
  }
});

test('signing somebody in by a forged form is refused, and leaves no session cookie (login CSRF)', async () => {
  const { walker, fields } = await (forms['/ingresar'] ?? assert.fail())(world, 30);
  const answer = await walker.post('/ingresar', fields, { origin: 'https://evil.example' });
  assert.equal(answer.status, 403);
  assert.deepEqual(answer.headers.getSetCookie(), []);
});
