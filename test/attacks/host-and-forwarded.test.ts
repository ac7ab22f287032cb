import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { networksOf } from '../../src/lib/network.ts';
import { openSite, type RunningServer, type Site, sendRaw } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { skipQuestions, Walker } from '../walker.ts';
import { begin, beginAndAsk, keys, type Somebody, somebody, tokenOf } from './places.ts';
import { tableDigests } from './tables.ts';

let site: Site;
let server: RunningServer;
let sink: SmtpSink;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  server = await site.start({ SMTP_URL: sink.url });
});
after(async () => {
  await site.close();
  await sink.stop();
});

const ours = 'clave.ceibo.example';

/** The start of a request whose host is not plainly ours, and what may be answered. */
const strangeHosts: Readonly<Record<string, string>> = {
  'another host': 'GET / HTTP/1.1\r\nHost: evil.example\r\n',
  'no host': 'GET / HTTP/1.1\r\n',
  'no host, in an older protocol': 'GET / HTTP/1.0\r\n',
  'an empty host': 'GET / HTTP/1.1\r\nHost:\r\n',
  'our host and another': `GET / HTTP/1.1\r\nHost: ${ours}\r\nHost: evil.example\r\n`,
  'another host and ours': `GET / HTTP/1.1\r\nHost: evil.example\r\nHost: ${ours}\r\n`,
  'our host with a port': `GET / HTTP/1.1\r\nHost: ${ours}:8443\r\n`,
  'our host with a port of letters': `GET / HTTP/1.1\r\nHost: ${ours}:evil\r\n`,
  'our host as a user of another': `GET / HTTP/1.1\r\nHost: ${ours}:80@evil.example\r\n`,
  'our host with a trailing dot': `GET / HTTP/1.1\r\nHost: ${ours}.\r\n`,
  'our host in a longer one': `GET / HTTP/1.1\r\nHost: ${ours}.evil.example\r\n`,
  'our host at the end of a longer one': `GET / HTTP/1.1\r\nHost: evil${ours}\r\n`,
  'two hosts in one header': `GET / HTTP/1.1\r\nHost: ${ours}, evil.example\r\n`,
  'a host that is markup': `GET / HTTP/1.1\r\nHost: ${ours}:'<a href="//evil/?\r\n`,
  'a folded host': `GET / HTTP/1.1\r\nHost: ${ours}\r\n evil.example\r\n`,
  'a host before its colon': `GET / HTTP/1.1\r\nHost : ${ours}\r\n`,
};

describe('a request that does not plainly name us is answered 4xx, and its host is never repeated (RT-22, ATK-10, H5)', () => {
  for (const [name, head] of Object.entries(strangeHosts))
    test(name, async () => {
      const got = await sendRaw(server.port, `${head}Connection: close\r\n\r\n`);
      assert.ok(got.status >= 400 && got.status < 500, `${got.status}`);
      assert.doesNotMatch(got.head + got.body, /evil/);
    });
});

describe('an address that names a host of its own is refused, or is ours all the same', () => {
  for (const target of [
    'http://evil.example/recuperar/perfil?perfil=affiliate',
    'https://evil.example/recuperar/perfil?perfil=affiliate',
    '//evil.example/recuperar/perfil?perfil=affiliate',
    '//evil.example/?lang=en',
    'http://evil.example//evil.example/?lang=en',
    '/\\evil.example?lang=en',
    'evil.example:443',
  ])
    test(target, async () => {
      const got = await sendRaw(
        server.port,
        `GET ${target} HTTP/1.1\r\nHost: ${ours}\r\nConnection: close\r\n\r\n`,
      );
      assert.ok(got.status < 500, `${got.status}`);
      const location = /^location: (.*)$/im.exec(got.head)?.[1];
      if (location !== undefined) assert.equal(new URL(location, `https://${ours}`).host, ours);
    });
});

test('upper case and a tab before it are only another spelling of our own host', async () => {
  for (const host of ['CLAVE.Ceibo.Example', `\t${ours}`]) {
    const { status } = await sendRaw(
      server.port,
      `GET /salud HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`,
    );
    assert.equal(status, 200);
  }
});

/** Headers by which some servers are told another host or address. */
const claims: Readonly<Record<string, string>> = {
  'x-forwarded-host': 'evil.example',
  'x-forwarded-server': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-port': '8080',
  'x-forwarded-prefix': '//evil.example',
  'x-host': 'evil.example',
  'x-http-host-override': 'evil.example',
  'x-original-host': 'evil.example',
  'x-original-url': '//evil.example/',
  'x-rewrite-url': '//evil.example/',
  forwarded: 'for=203.0.113.9;host=evil.example;proto=http',
  'x-http-method-override': 'DELETE',
  referer: 'https://evil.example/',
};

async function linksMailed(who: Somebody, walk: (walker: Walker) => Promise<void>): Promise<string[]> {
  const walker = new Walker(server.answers);
  Object.assign(walker.headers, claims);
  await walk(walker);
  return (await sink.mailTo(who.email)).map((mail) => mail.raw);
}

test('whatever a request claims, the link in the message is ours, over https, in both of its parts', async () => {
  const who = somebody(0);
  const [raw = ''] = await linksMailed(who, (walker) => beginAndAsk(walker, who));
  const mail = sink.mails.at(-1);
  assert.ok(mail);
  assert.match(secretsIn(mail).link, /^https:\/\/clave\.ceibo\.example\/r\/[\w-]{43}$/);
  const hosts = [mail.parsed.text, mail.parsed.html].flatMap((part) =>
    [...(part ?? '').matchAll(/https?:\/\/([^/\s"<]+)/g)].map(([, host]) => host),
  );
  assert.ok(hosts.length >= 2);
  assert.deepEqual(new Set(hosts), new Set([ours]));
  assert.doesNotMatch(raw, /evil/);
});

test('no page repeats a claimed host, and a claimed method changes nothing', async () => {
  const walker = new Walker(server.answers);
  Object.assign(walker.headers, claims);
  for (const path of [
    '/',
    '/recuperar/perfil',
    '/recuperar/identidad',
    '/ingresar',
    '/.well-known/security.txt',
    '/nada',
  ]) {
    await walker.open(path);
    assert.doesNotMatch(walker.page.html, /evil/);
  }
});

test('a form posted under another host is refused before it is read', async () => {
  const who = somebody(1);
  const walker = new Walker(server.answers);
  await begin(walker, who);
  await skipQuestions(walker);
  const form = new URLSearchParams({ correo: who.email, seguro: '1', _csrf: tokenOf(walker) }).toString();
  const cookie = [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  // What the server still does of its own for what came before must be done: sealing its lines, handing over its messages.
  await until(async () => {
    const left = await site.sql(
      `select from audit where seq not in (select seq from audit_leaves)
       union all select from outbox where state = 'queued'`,
    );
    return left.length === 0;
  }, 'the log to be sealed and the messages to be gone');
  const unchanged = await tableDigests(site.sql);
  for (const host of ['evil.example', `${ours}:80@evil.example`, `${ours}.`]) {
    const { status } = await sendRaw(
      server.port,
      `POST /recuperar/correo HTTP/1.1\r\nHost: ${host}\r\nCookie: ${cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${form.length}\r\nConnection: close\r\n\r\n${form}`,
    );
    assert.ok(status === 421 || status === 400, `${host}: ${status}`);
  }
  assert.deepEqual(await tableDigests(site.sql), unchanged);
});

/** How many starts were counted for the network an address belongs to. */
async function startsFrom(ip: string): Promise<number> {
  const counted = networksOf(ip).map((network) => keys.find(`starts network ${network}`));
  const rows = await site.sql<{ n: number }>('select n from limits where counted = any($1)', [counted]);
  return rows.reduce((sum, { n }) => sum + n, 0);
}

describe('the visitor’s address is what a trusted proxy says, and nobody else (RE-09)', () => {
  const headers = {
    'x-forwarded-for': '192.0.2.66, 203.0.113.9',
    'x-real-ip': '203.0.113.9',
    'true-client-ip': '203.0.113.9',
    'cf-connecting-ip': '203.0.113.9',
    forwarded: 'for=203.0.113.9',
  };
  test('from an untrusted peer no such header moves the count', async () => {
    const before_ = await startsFrom('127.0.0.1');
    const walker = new Walker(server.answers);
    Object.assign(walker.headers, headers);
    await begin(walker, somebody(2));
    assert.equal(await startsFrom('203.0.113.9'), 0);
    assert.equal(await startsFrom('192.0.2.66'), 0);
    assert.equal(await startsFrom('127.0.0.1'), before_ + 1);
  });

  test('from a trusted proxy the last hop it saw is counted, not what the visitor wrote before it', async () => {
    const behind = await site.start({ TRUSTED_PROXIES: '127.0.0.0/8', SMTP_URL: sink.url });
    const walker = new Walker(behind.answers);
    Object.assign(walker.headers, headers);
    await begin(walker, somebody(3));
    assert.equal(await startsFrom('203.0.113.9'), 1);
    assert.equal(await startsFrom('192.0.2.66'), 0);
    // Other spellings of one address share its count: a port, brackets, IPv4 dressed as IPv6, the rest of a /64.
    for (const hop of ['203.0.113.9:4711', '::ffff:203.0.113.9', '203.0.113.200']) {
      const again = new Walker(behind.answers);
      again.headers['x-forwarded-for'] = hop;
      await begin(again, somebody(3));
    }
    assert.equal(await startsFrom('203.0.113.9'), 4);
    for (const hop of ['[2001:db8:7:1::1]:443', '2001:0DB8:0007:0001:ffff::9']) {
      const again = new Walker(behind.answers);
      again.headers['x-forwarded-for'] = hop;
      await begin(again, somebody(4));
    }
    // Two starts, each counted once for the /64 and once for the /48.
    assert.equal(await startsFrom('2001:db8:7:1::abc'), 4);
    await behind.stop();
  });
});
