import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openSite, type RunningServer, type Site, sendRaw } from '../server.ts';
import { goodKey } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { beginAndAsk, browserOf, forms, newestMessage, routesOf, somebody, tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const host = { host: 'clave.ceibo.example' };

/** One look from a machine without cookies: a mail scanner, a preview, a prefetching browser. */
const look = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
  world.app.fetch(
    new Request(`https://clave.ceibo.example${path}`, { method, headers: { ...host, ...headers } }),
    { ip: '192.0.2.1' },
  );

const looks: readonly (readonly [string, Record<string, string>])[] = [
  ...Array.from({ length: 3 }, () => ['HEAD', {}] as const),
  ...Array.from({ length: 10 }, () => ['GET', {}] as const),
  ['OPTIONS', {}],
  ['OPTIONS', { origin: 'https://mail.example', 'access-control-request-method': 'POST' }],
  ['GET', { purpose: 'prefetch' }],
  ['GET', { 'sec-purpose': 'prefetch;prerender' }],
  ['GET', { 'x-moz': 'prefetch' }],
  ['GET', { 'user-agent': 'Mozilla/5.0 SafeLinks scanner', accept: '*/*' }],
  ['GET', { range: 'bytes=0-10' }],
];

/** The addresses a GET route has, with a real link and every help page. */
const addressesOf = (route: string, token: string): string[] => {
  if (route === '/ayuda/:page')
    return ['mensajes', 'ayudar', 'ciber', 'oficinas', 'privacidad', 'accesibilidad', 'estado', 'nada'].map(
      (page) => `/ayuda/${page}`,
    );
  return [route.replace(':token', token).replace(/:(turno|tramite)/, 'nada')];
};

test('however often machines look, at every address there is, nothing changes, and the owner completes (RT-20, ATK-13)', async () => {
  const who = somebody(0);
  const owner = browserOf(world);
  await beginAndAsk(owner, who);
  const { token, code } = await newestMessage(world, who.email);
  const unchanged = await tableDigests(world.sql);
  const addresses = routesOf(world, 'GET').flatMap((route) => addressesOf(route, token));
  assert.ok(addresses.includes(`/r/${token}`) && addresses.length > 25);
  const queries = ['', '?lang=en', '?otro', '?tiempo', '?portal=banco&perfil=employer', '?opcion=office'];
  for (const address of addresses) {
    for (const query of queries)
      assert.ok((await look(address + query)).status < 400 || address.endsWith('/nada'));
  }
  for (const [method, headers] of looks)
    for (const address of [`/r/${token}`, '/recuperar/confirmar', '/codigo', '/recuperar/clave'])
      assert.ok((await look(address, method, headers)).status < 500);
  assert.deepEqual(await tableDigests(world.sql), unchanged);

  // A scanner that runs scripts, keeps cookies and presses every button with empty forms gets no further than the number.
  const scanner = browserOf(world);
  await scanner.open(`/r/${token}`);
  await scanner.submit();
  assert.equal(scanner.page.url.pathname, '/recuperar/confirmar');
  await scanner.submit();
  assert.equal(scanner.page.url.pathname, '/recuperar/confirmar');
  assert.deepEqual(await tableDigests(world.sql), unchanged);

  await owner.submit({ codigo: code });
  await owner.submit({ clave: goodKey, clave2: goodKey });
  assert.equal(owner.page.url.pathname, '/recuperar/listo');
});

test('the owner’s own browser changes nothing by looking either, at every step of the walk (SE-06)', async () => {
  for (const [index, path] of [
    '/recuperar/comprobacion',
    '/recuperar/preguntas',
    '/recuperar/correo',
    '/recuperar/revise',
    '/recuperar/confirmar',
    '/recuperar/clave',
  ].entries()) {
    world.clock.move(3_600_000);
    const { walker } = await (forms[path] ?? assert.fail())(world, 1 + index);
    // At its own page, the case is where it should be.
    assert.equal((await walker.open(path)).url.pathname, path);
    const unchanged = await tableDigests(world.sql);
    const cookie = [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const route of routesOf(world, 'GET'))
      for (const address of addressesOf(route, 'A'.repeat(43)))
        for (const method of ['GET', 'HEAD'])
          assert.ok((await look(address, method, { cookie })).status < 500);
    assert.deepEqual(await tableDigests(world.sql), unchanged, path);
  }
});

test('the first look at a question keeps nothing either', async () => {
  const walker = browserOf(world);
  await walker.open('/recuperar/identidad');
  const answer = await walker.post('/recuperar/identidad', {
    numero: somebody(8).number,
    _csrf: tokenOf(walker),
  });
  assert.equal(answer.headers.get('location'), '/recuperar/preguntas');
  const unchanged = await tableDigests(world.sql);
  await walker.open('/recuperar/preguntas');
  assert.deepEqual(await tableDigests(world.sql), unchanged);
});

test('a link somebody looks at opens nothing without its button, and a made-up one is answered alike', async () => {
  const unchanged = await tableDigests(world.sql);
  for (const token of ['A'.repeat(43), 'a', '..', 'A'.repeat(500), '%00', `${'A'.repeat(43)}/x`]) {
    const answer = await look(`/r/${token}`);
    assert.ok(answer.status === 200 || answer.status === 404, `${token}: ${answer.status}`);
    assert.deepEqual(answer.headers.get('set-cookie')?.includes('session') ?? false, false);
  }
  assert.deepEqual(await tableDigests(world.sql), unchanged);
});

describe('only declared methods are answered (SE-13)', () => {
  let site: Site;
  let server: RunningServer;
  before(async () => {
    site = await openSite();
    server = await site.start();
  });
  after(() => site.close());

  test('PUT, PATCH, DELETE and invented methods are 404 or 405 at every address, and change nothing', async () => {
    const unchanged = await tableDigests(world.sql);
    const addresses = [...routesOf(world, 'GET'), ...routesOf(world, 'POST')];
    for (const address of addresses)
      for (const method of ['PUT', 'PATCH', 'DELETE', 'PROPFIND'])
        assert.ok([404, 405].includes((await look(address, method)).status), `${method} ${address}`);
    for (const address of routesOf(world, 'GET').filter((one) => !routesOf(world, 'POST').includes(one)))
      assert.ok([403, 404, 405].includes((await look(address, 'POST')).status), address);
    assert.deepEqual(await tableDigests(world.sql), unchanged);
  });

  test('TRACE, TRACK and CONNECT are refused, and nothing of the request is sent back', async () => {
    for (const method of ['TRACE', 'TRACK', 'CONNECT', 'DEBUG', 'SEARCH']) {
      const { status, body } = await sendRaw(
        server.port,
        `${method} /recuperar/perfil HTTP/1.1\r\nHost: ${host.host}\r\nCookie: secret=1\r\nConnection: close\r\n\r\n`,
      );
      // Node hangs up on CONNECT without a word.
      assert.ok(
        (status >= 400 && status < 500) || (method === 'CONNECT' && status === 0),
        `${method}: ${status}`,
      );
      assert.doesNotMatch(body, /secret/);
    }
  });

  test('no file beside the served ones is given out', async () => {
    for (const path of [
      '/.git/config',
      '/.env',
      '/package.json',
      '/src/main.ts',
      '/public/',
      '/public/estilo.css.map',
      '/public/../package.json',
      '/institutions/ceibo.yaml',
      '/server-status',
      '/metrics',
      '/debug',
      '/actuator',
      '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200',
    ]) {
      const { status } = await sendRaw(
        server.port,
        `GET ${path} HTTP/1.1\r\nHost: ${host.host}\r\nConnection: close\r\n\r\n`,
      );
      assert.equal(status, 404, path);
    }
  });
});
