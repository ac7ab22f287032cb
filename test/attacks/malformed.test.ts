import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, describe, test } from 'node:test';
import { openSite, type RunningServer, type Site, sendRaw } from '../server.ts';
import { Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browserOf, forms, routesOf, tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

test('every address that takes a form is attacked here (RE-10)', () => {
  assert.deepEqual(routesOf(world, 'POST'), Object.keys(forms).sort());
});

const formType = 'application/x-www-form-urlencoded';

/** One body that no form of ours ever sends, made from a right one: everything but its shape is right. */
type Malformed = {
  readonly name: string;
  readonly type?: string;
  readonly body: (right: URLSearchParams) => string | Uint8Array<ArrayBuffer>;
  readonly status?: number;
};

const firstField = (right: URLSearchParams): string => [...right.keys()][0] ?? '_csrf';

const altered = (right: URLSearchParams, alter: (copy: URLSearchParams) => void): string => {
  const copy = new URLSearchParams(right);
  alter(copy);
  return copy.toString();
};

const withMore = (name: string, value: string) => (right: URLSearchParams) =>
  altered(right, (copy) => copy.append(name, value));

const renamed = (suffix: string) => (right: URLSearchParams) =>
  altered(right, (copy) => {
    const name = firstField(right);
    copy.append(`${name}${suffix}`, copy.get(name) ?? '');
    copy.delete(name);
  });

function multipart(right: URLSearchParams): string {
  const parts = [...right].map(
    ([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${parts.join('')}--x--\r\n`;
}

const json = (right: URLSearchParams): string => JSON.stringify(Object.fromEntries(right));

const structural: readonly Malformed[] = [
  { name: 'a field as an array', body: renamed('[]') },
  { name: 'a field as an object', body: renamed('[$ne]') },
  { name: 'a field as an array by index', body: renamed('[0]') },
  { name: 'a field under a Unicode look-alike of its name', body: renamed('\u200b') },
  { name: 'a field twice', body: (right) => `${right}&${firstField(right)}=x` },
  { name: 'a field twice with one value', body: (right) => `${right}&_csrf=${right.get('_csrf')}` },
  { name: 'an unknown field', body: withMore('rol', 'administrador') },
  { name: 'another account named in the form', body: withMore('account_id', '1') },
  { name: 'another mailbox named in the form', body: withMore('email', 'mala@otro.example') },
  { name: 'a method in the form', body: withMore('_method', 'DELETE') },
  { name: '__proto__ as a field', body: withMore('__proto__', 'x') },
  { name: '__proto__[x] as a field', body: withMore('__proto__[polluted]', 'yes') },
  { name: 'constructor.prototype as a field', body: withMore('constructor.prototype.polluted', 'yes') },
  { name: 'a field without a name', body: withMore('', 'x') },
  {
    name: 'a NUL in a value',
    body: (right) => altered(right, (copy) => copy.set(firstField(right), 'a\0b')),
  },
  { name: 'a NUL in a name', body: withMore('numero\0', 'x') },
  {
    name: 'a value of 2001 letters',
    body: (right) => altered(right, (copy) => copy.set(firstField(right), 'a'.repeat(2001))),
  },
  { name: 'two thousand fields', body: (right) => `${right}&${'x=1&'.repeat(2000)}` },
  { name: 'JSON', type: 'application/json', body: json },
  { name: 'JSON null', type: 'application/json', body: () => 'null' },
  { name: 'JSON with an operator', type: 'application/json', body: () => '{"enlace":{"$ne":""}}' },
  { name: 'JSON nested deeply', type: 'application/json', body: () => '['.repeat(8000) },
  { name: 'JSON called a form', body: json },
  { name: 'null called a form', body: () => 'null' },
  { name: 'text/plain', type: 'text/plain', body: (right) => right.toString() },
  { name: 'multipart', type: 'multipart/form-data; boundary=x', body: multipart },
  { name: 'no content type', type: '', body: (right) => right.toString() },
  { name: 'a content type that only begins right', type: `${formType}x`, body: (right) => right.toString() },
  {
    name: 'XML',
    type: 'application/xml',
    body: () => '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
  },
  { name: 'a body of 1 MB', body: (right) => `${right}&x=${'a'.repeat(1 << 20)}`, status: 413 },
];

describe('a malformed body is refused whole, and changes nothing (RT-12, ATK-41, ATK-42, ATK-44, H3, H4)', () => {
  for (const [index, [path, reach]] of Object.entries(forms).entries())
    test(path, async () => {
      const { walker, fields } = await reach(world, index);
      const right = new URLSearchParams({ ...fields, _csrf: tokenOf(walker) });
      const unchanged = await tableDigests(world.sql);
      const cookies = new Map(walker.cookies);
      for (const { name, type = formType, body, status = 400 } of structural) {
        const made = body(right);
        const sent = typeof made === 'string' ? made : Buffer.from(made).toString('latin1');
        const answer = await walker.post(path, sent, { 'content-type': type });
        assert.equal(answer.status, status, name);
        assert.deepEqual(walker.cookies, cookies, `${name} set a cookie`);
      }
      // Without a body there is no token either.
      assert.equal((await walker.post(path, '')).status, 403, 'an empty body');
      assert.deepEqual(await tableDigests(world.sql), unchanged);
    });
  test('and nobody’s prototype was touched', () => {
    assert.equal('polluted' in {}, false);
  });
});

/** Right shape, senseless meaning. */
const senseless: readonly string[] = [
  '',
  ' ',
  '%',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  '[object Object]',
  'NaN',
  '-1',
  '1e309',
  '0x10',
  "' or '1'='1",
  '"; drop table accounts; --',
  '{"$gt":""}',
  '../../etc/passwd',
  '\r\nSet-Cookie: x=y',
  '\u202eabc',
  '\ud800'.toWellFormed(),
  '\ufeff',
  '😀'.repeat(500),
  '١٢٣٤٥٦٧٨٩٠',
  '０１２３４５６７８９',
  'a'.repeat(2000),
  `a@${'a.'.repeat(900)}a`,
  '='.repeat(1000),
  `${'('.repeat(900)}@x.example`,
  ' '.repeat(1999),
  '1'.repeat(2000),
  '{"challenge":"x","salt":"?for=&expires=9999999999&work=999999&","signature":"x","number":1}',
  '{"challenge":{},"salt":[],"signature":null,"number":"1"}',
];

describe('senseless values never break anything: no 5xx, and no key, contact or session comes of them (RT-12, ATK-43)', () => {
  for (const [index, [path, reach]] of Object.entries(forms).entries())
    test(path, async () => {
      world.clock.move(3_600_000);
      const { walker, fields } = await reach(world, index);
      const token = tokenOf(walker);
      const people = 'select md5(string_agg(a::text, chr(10) order by id)) as digest from accounts a';
      const [accounts] = await world.sql(people);
      const [sessions] = await world.sql('select count(*) from sessions');
      for (const name of Object.keys(fields))
        for (const value of senseless) {
          const answer = await walker.post(path, { ...fields, [name]: value, _csrf: token });
          assert.ok(answer.status < 500, `${name}=${JSON.stringify(value)}: ${answer.status}`);
          // A form whose every field is right would be an honest one; more time leads back whatever it says.
          if (['/salir', '/recuperar/terminar', '/cuenta/tiempo'].includes(path)) continue;
          assert.doesNotMatch(answer.headers.get('location') ?? '', /\/(listo|cuenta)$/);
        }
      assert.deepEqual(await world.sql(people), [accounts]);
      assert.deepEqual(await world.sql('select count(*) from sessions'), [sessions]);
    });
});

test('no cookie breaks anything, whatever it holds', async () => {
  const names = ['browser', 'draft', 'language', 'session'].map((name) => `__Host-reclave-${name}`);
  const pages = [
    '/',
    '/recuperar/perfil',
    '/recuperar/sucursal',
    '/recuperar/confirmar',
    '/cuenta',
    '/recuperar/fin',
  ];
  for (const name of names)
    for (const value of ['', '%', '%E0%A4%A', 'A'.repeat(43), 'AA', '__proto__', '%00', 'a'.repeat(4000)])
      for (const page of pages) {
        const walker = browserOf(world);
        walker.cookies.set(name, value);
        walker.headers.accept = '*/*';
        const seen = await walker.open(page);
        assert.ok(seen.status < 500, `${name}=${value} at ${page}: ${seen.status}`);
      }
});

test('no query breaks anything', async () => {
  for (const path of routesOf(world, 'GET'))
    for (const query of [
      '?%',
      '?lang=%E0%A4%A',
      '?lang[]=es',
      '?lang=es&lang=en',
      '?__proto__=x',
      '?portal=%00',
      '?perfil=constructor',
      '?opcion=__proto__',
      '?otro&salio&tiempo',
      `?${'a=1&'.repeat(1500)}`,
    ]) {
      const address = `${path.replace(':token', 'x'.repeat(43)).replace(':page', 'constructor')}${query}`;
      const headers = { host: 'clave.ceibo.example' };
      const asked = new Request(`https://clave.ceibo.example${address}`, { headers });
      const answer = await world.app.fetch(asked, {});
      assert.ok(answer.status < 500, `${address}: ${answer.status}`);
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

  test('a body of 1 MB is refused with 413 before it was read, with and without a length (ATK-41)', async () => {
    for (const sized of [true, false]) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        const outgoing = request(
          {
            host: '127.0.0.1',
            port: server.port,
            path: '/recuperar/clave',
            method: 'POST',
            headers: {
              host: 'clave.ceibo.example',
              'content-type': formType,
              ...(sized && { 'content-length': 1 << 20 }),
            },
          },
          (answer) => {
            answer.resume();
            resolve(answer.statusCode);
          },
        );
        outgoing.on('error', reject);
        outgoing.write(Buffer.alloc(64 * 1024, 97));
        // Never ended: whoever waits for the whole body waits for ever.
        setTimeout(() => outgoing.destroy(), 15_000).unref();
      });
      assert.equal(status, 413);
    }
  });

  test('requests that two readers could read differently are refused or closed (ATK-45)', async () => {
    const head = 'POST /recuperar/perfil HTTP/1.1\r\nHost: clave.ceibo.example\r\n';
    for (const rest of [
      'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n',
      'Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde',
      'Content-Length: -1\r\n\r\n',
      'Content-Length : 4\r\n\r\nabcd',
      'X: a\r\n b: folded\r\nContent-Length: 0\r\nBad Header\r\n\r\n',
      'Transfer-Encoding: chunked\r\n\r\nzz\r\n',
      'Content-Length: 0\nHost: evil.example\r\n\r\n',
    ]) {
      const { status } = await sendRaw(server.port, head + rest);
      assert.ok(status >= 400 && status < 500, `${JSON.stringify(rest)}: ${status}`);
    }
  });

  test('bytes that are no HTTP, and addresses no page has, leave the server standing', async () => {
    const strange = [
      '\0\0\0\0',
      '\x16\x03\x01\x02\x00\x01\x00',
      'GET\r\n\r\n',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n`,
      'GET /%00 HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET /r/%E0%A4%A HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET /../../etc/passwd HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET /public/..%2f..%2fpackage.json HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET /.git/config HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET /\\evil HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: clave.ceibo.example\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: clave.ceibo.example\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n',
      'GET / HTTP/1.1\r\nHost: clave.ceibo.example\r\nExpect: 200-maybe\r\n\r\n',
    ];
    const answers = await Promise.all(
      strange.map((bytes) => sendRaw(server.port, Buffer.from(bytes, 'latin1'))),
    );
    for (const [index, { status }] of answers.entries())
      assert.ok(status < 500, `${JSON.stringify(strange[index]?.slice(0, 60))}: ${status}`);
    const { status } = await sendRaw(
      server.port,
      'GET /salud HTTP/1.1\r\nHost: clave.ceibo.example\r\nConnection: close\r\n\r\n',
    );
    assert.equal(status, 200);
  });

  test('a form that is not UTF-8 is read without breaking, and is nobody’s number', async () => {
    const path = '/ingresar';
    const walker = new Walker(server.answers);
    await walker.open(path);
    const body = Buffer.concat([
      Buffer.from('numero='),
      Buffer.from([0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
      Buffer.from(`&clave=%FF%C0%80&portal=&_csrf=${tokenOf(walker)}`),
    ]);
    const cookie = [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await server.answers(
      new Request(`https://clave.ceibo.example${path}`, {
        method: 'POST',
        headers: { cookie, 'content-type': formType },
        body,
      }),
    );
    assert.equal(answer.status, 422);
  });
});
