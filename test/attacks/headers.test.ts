import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { openSite, type RunningServer, type Site, sendRaw } from '../server.ts';
import { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, forms, routesOf, somebody, tokenOf } from './places.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

const origin = 'https://clave.ceibo.example';

/** What every answer carries, whatever it is an answer to. */
const expected: Readonly<Record<string, RegExp>> = {
  'content-security-policy':
    /^default-src 'none'; script-src 'nonce-[\w-]{20,}'; worker-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'$/,
  'strict-transport-security': /^max-age=63072000; includeSubDomains$/,
  'x-content-type-options': /^nosniff$/,
  'x-frame-options': /^DENY$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-opener-policy': /^same-origin$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'permissions-policy': /camera=\(\), microphone=\(\), geolocation=\(\), payment=\(\), usb=\(\)/,
  'x-robots-tag': /^noindex$/,
};

function checkHeaders(headers: Headers, where: string, cached = false): void {
  for (const [name, value] of Object.entries(expected))
    assert.match(headers.get(name) ?? '(none)', value, `${name} of ${where}`);
  if (!cached) assert.equal(headers.get('cache-control'), 'no-store', where);
  for (const name of [
    'server',
    'x-powered-by',
    'x-aspnet-version',
    'via',
    'access-control-allow-origin',
    'etag',
  ])
    assert.equal(headers.get(name), null, `${name} of ${where}`);
}

/** Cookies as the standard asks for them (SE-02). */
function checkCookies(headers: Headers, where: string): void {
  for (const cookie of headers.getSetCookie()) {
    const [pair = '', ...attributes] = cookie.split('; ');
    assert.match(pair, /^__Host-reclave-(browser|device|draft|language|session|staff)=[\w-]*$/, where);
    assert.ok(cookie.length < 4096);
    const names = attributes.map((attribute) => attribute.toLowerCase());
    for (const needed of ['path=/', 'httponly', 'secure', 'samesite=lax'])
      assert.ok(names.includes(needed), `${needed} of ${pair} at ${where}`);
    assert.ok(!names.some((name) => name.startsWith('domain')), where);
  }
}

/** What a page must not hold for its policy to be true: inline code, inline style, anything from elsewhere. */
function checkPage(html: string, headers: Headers, where: string): void {
  const nonce = /'nonce-([\w-]+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];
  for (const [tag, attributes = '', body = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)) {
    assert.equal(body.trim(), '', `inline script in ${where}`);
    assert.match(attributes, new RegExp(`nonce="${nonce}"`), tag);
    assert.match(attributes, /src="\/public\/[\w.]+"/, tag);
  }
  const bare = html.replace(/"[^"]*"/g, '""');
  assert.doesNotMatch(bare, /<[a-z][^>]*\s(on\w+|style)\s*=/i, `inline handler or style in ${where}`);
  assert.doesNotMatch(bare, /<(style|iframe|object|embed|base|meta http-equiv)\b/i, where);
  assert.doesNotMatch(html, /(href|src|action|formaction)="\s*(javascript|data|vbscript):/i, where);
  for (const [, to = ''] of html.matchAll(/\b(?:src|action|formaction|poster|srcset)="([^"]*)"/g))
    assert.match(to, /^\/(?!\/)/, `${where} loads from elsewhere`);
  for (const [, to = ''] of html.matchAll(/<link\b[^>]*href="([^"]*)"/g))
    assert.match(to, /^\/(?!\/)/, where);
  // Links to a webmail or a portal are followed by people; they say nothing of where they come from.
  for (const [tag, to = ''] of html.matchAll(/<a\b[^>]*href="(https?:[^"]*)"[^>]*>/g))
    assert.match(tag, /rel="[^"]*noreferrer/, `${where}: ${to}`);
}

async function check(answer: Response, where: string): Promise<void> {
  checkHeaders(answer.headers, where);
  checkCookies(answer.headers, where);
  if (answer.headers.get('content-type')?.startsWith('text/html'))
    checkPage(await answer.text(), answer.headers, where);
}

/** Asked of a machine, by address: it holds nothing, and a balancer reads only its status. */
const bare = new Set(['/salud']);

describe('every answer is guarded (SE-07, SE-08, SE-09, RT-23)', () => {
  test('every address of the application, with a cookie and without', async () => {
    const walker = browserOf(world);
    await walker.open('/');
    const cookie = [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    for (const route of routesOf(world, 'GET')) {
      if (bare.has(route)) continue;
      const path = route.replace(':token', 'A'.repeat(43)).replace(':page', 'mensajes');
      for (const headers of [{ host: 'clave.ceibo.example' }, { host: 'clave.ceibo.example', cookie }])
        for (const method of ['GET', 'HEAD']) {
          const answer = await world.app.fetch(new Request(origin + path, { method, headers }), {});
          const kept = /^\/(public\/|favicon)/.test(path) && answer.status === 200;
          checkHeaders(answer.headers, path, kept);
          checkCookies(answer.headers, path);
          if (kept) assert.match(answer.headers.get('cache-control') ?? '', /^public, max-age=/);
          else if (answer.headers.get('content-type')?.startsWith('text/html'))
            checkPage(await answer.text(), answer.headers, path);
        }
    }
  });

  test('every page of the walk, and the answer to every form: taken, refused, malformed, forged', async () => {
    for (const [index, [path, reach]] of Object.entries(forms).entries()) {
      world.clock.move(3_600_000);
      const { walker, fields } = await reach(world, index);
      checkHeaders(walker.page.headers, path);
      checkPage(walker.page.html, walker.page.headers, path);
      const _csrf = tokenOf(walker);
      await check(await walker.post(path, { ...fields, 'x[]': 'y', _csrf }), `malformed ${path}`);
      await check(await walker.post(path, fields), `forged ${path}`);
      const wrong = Object.fromEntries(Object.keys(fields).map((name) => [name, 'x']));
      await check(await walker.post(path, { ...wrong, _csrf }), `wrong ${path}`);
      await check(await walker.post(path, { ...fields, _csrf }), path);
    }
  });

  test('errors: unknown addresses, other hosts, bodies too large', async () => {
    const walker = browserOf(world);
    await walker.open('/recuperar/perfil');
    const large = await walker.post('/recuperar/perfil', `perfil=${'a'.repeat(20_000)}`);
    assert.equal(large.status, 413);
    await check(large, '413');
    for (const [path, host, status] of [
      ['/nada', 'clave.ceibo.example', 404],
      ['/recuperar/clave/x.css', 'clave.ceibo.example', 404],
      ['/', 'evil.example', 421],
    ] as const) {
      const answer = await world.app.fetch(new Request(origin + path, { headers: { host } }), {});
      assert.equal(answer.status, status);
      await check(answer, path);
    }
  });

  test('faults: 500 and 503', async () => {
    const broken = await openWorld();
    const walker = browserOf(broken);
    await walker.open('/recuperar/identidad');
    const fields = { numero: somebody(0).number, _csrf: tokenOf(walker) };
    await broken.sql('alter table cases rename to cases_gone');
    const answer = await walker.post('/recuperar/identidad', fields);
    assert.equal(answer.status, 500);
    await check(answer, '500');
    await broken.close();
  });
});

test('the nonce is another on every answer, and never written where it does not belong', async () => {
  const nonces = new Set<string>();
  for (let time = 0; time < 20; time++) {
    const walker = browserOf(world);
    const { headers, html } = await walker.open('/');
    const nonce = /'nonce-([\w-]+)'/.exec(headers.get('content-security-policy') ?? '')?.[1] ?? '';
    assert.equal(html.split(nonce).length, 2);
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 20);
});

test('signing out and finishing tell the browser to forget (SE-10)', async () => {
  for (const path of ['/salir', '/recuperar/terminar']) {
    const { walker, fields } = await (forms[path] ?? assert.fail())(world, 38);
    const answer = await walker.post(path, { ...fields, _csrf: tokenOf(walker) });
    assert.match(answer.headers.get('clear-site-data') ?? '', /"cache"/);
    assert.ok(answer.headers.getSetCookie().some((cookie) => /session=;.*max-age=0/i.test(cookie)));
  }
});

describe('on a real socket', () => {
  let site: Site;
  let server: RunningServer;
  before(async () => {
    site = await openSite();
    server = await site.start();
  });
  after(() => site.close());

  test('the same headers arrive, compressed pages among them', async () => {
    const walker = new Walker(server.answers);
    const { headers } = await walker.open('/');
    checkHeaders(headers, '/');
    const packed = await sendRaw(
      server.port,
      'GET / HTTP/1.1\r\nHost: clave.ceibo.example\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n',
    );
    assert.match(packed.head, /content-encoding: gzip/i);
    for (const name of Object.keys(expected))
      assert.match(packed.head.toLowerCase(), new RegExp(`^${name}: `, 'm'));
    assert.doesNotMatch(packed.head, /^(server|x-powered-by):/im);
  });

  test('what never reaches the application says nothing of what it is', async () => {
    for (const bytes of [
      'NONSENSE\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: a b\r\n\r\n',
      'GET / HTTP/1.1\r\n\r\n',
    ]) {
      const { status, head, body } = await sendRaw(server.port, bytes);
      assert.ok(status >= 400 && status < 500, `${status}`);
      assert.doesNotMatch(head + body, /node|hono|stack|at \w+ \(/i);
    }
  });
});
