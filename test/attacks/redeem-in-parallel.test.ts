import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { verifyKey } from '../../src/lib/keys/key-hash.ts';
import { fireAtOnce, openSite, type RunningServer, type Shot, type Site } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { skipQuestions, Walker } from '../walker.ts';
import { begin, beginAndAsk, keys, nameHashOf, type Somebody, somebody, tokenOf } from './places.ts';

let site: Site;
let servers: readonly [RunningServer, RunningServer];
let sink: SmtpSink;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  const environment = { SMTP_URL: sink.url };
  servers = await Promise.all([site.start(environment), site.start(environment)]);
});
after(async () => {
  await site.close();
  await sink.stop();
});

/** Walks to the page of the new key by the code, on either server by turns. */
async function prove(who: Somebody): Promise<Walker> {
  const [one, other] = servers;
  let turn = 0;
  // A load balancer that forgets: every request goes to the other process.
  const walker = new Walker((request) => (turn++ % 2 === 0 ? one : other).answers(request));
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  await walker.submit({ codigo: secretsIn(mail).code });
  assert.equal(walker.page.url.pathname, '/recuperar/clave');
  return walker;
}

const portOf = (index: number): number => (servers[index % 2] ?? servers[0]).port;

const keysTried = Array.from({ length: 50 }, (_, index) => `Zumbido${100 + index}Trece`);

test('fifty redemptions at once with fifty keys, on two processes: one wins, and it is told once (RT-05, ATK-28, H8, H23)', async () => {
  const who = somebody(0);
  const walker = await prove(who);
  const _csrf = tokenOf(walker);
  const shots = keysTried.map(
    (clave, index): Shot => ({
      port: portOf(index),
      path: '/recuperar/clave',
      cookies: walker.cookies,
      fields: { clave, clave2: clave, _csrf },
    }),
  );
  const answers = await fireAtOnce(shots);
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([303]));
  const won = answers.flatMap((answer, index) =>
    answer.headers.get('location') === '/recuperar/listo' ? [keysTried[index]] : [],
  );
  assert.equal(won.length, 1);

  const [account] = await site.sql<{ id: string; key_hash: string }>(
    'select id, key_hash from accounts where name_hash = $1',
    [nameHashOf(who)],
  );
  assert.ok(account);
  const verified: string[] = [];
  for (const key of [who.key, ...keysTried])
    if (await verifyKey(account.key_hash, key, keys.peppers)) verified.push(key);
  assert.deepEqual(verified, won);

  const completed = await site.sql(
    `select seq from audit where subject = $1 and after = 'closed:completed' and event = 'key-chosen' and refusal is null`,
    [nameHashOf(who)],
  );
  assert.equal(completed.length, 1);
  // The former key is remembered once: one write took place.
  const former = await site.sql('select key_hash from past_keys where account_id = $1', [account.id]);
  assert.equal(former.length, 1);

  await until(async () => {
    const waiting = await site.sql(`select from outbox where state = 'queued'`);
    return waiting.length === 0;
  }, 'every message to be handed over');
  const told = (await sink.mailTo(who.email, 2)).map(({ parsed }) => parsed.messageId);
  assert.equal(told.length, 2, 'the message with the code, and one that tells of the new key');
});

test('fifty presses of the link’s button at once in the browser that began: one living case, and the key is set once', async () => {
  const who = somebody(4);
  const walker = new Walker(servers[0].answers);
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  const { token } = secretsIn(mail);
  await walker.open(`/r/${token}`);
  const _csrf = tokenOf(walker);
  const pressed = await fireAtOnce(
    Array.from({ length: 50 }, (_, index) => ({
      port: portOf(index),
      path: '/r/',
      cookies: walker.cookies,
      fields: { enlace: token, _csrf },
    })),
  );
  const led = new Set(pressed.map((answer) => answer.headers.get('location')));
  assert.deepEqual(led, new Set(['/recuperar/clave']));
  await walker.open('/recuperar/clave');
  const clave = keysTried[0] ?? '';
  await walker.submit({ clave, clave2: clave });
  assert.equal(walker.page.url.pathname, '/recuperar/listo');
  const cases = await site.sql('select id from cases where name_hash = $1', [nameHashOf(who)]);
  assert.equal(cases.length, 1);
});

test('five browsers that follow one link at once, and send fifty keys at once: one living case, one key (RT-05, RT-08)', async () => {
  const who = somebody(1);
  await beginAndAsk(new Walker(servers[0].answers), who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  const { token } = secretsIn(mail);
  // A link takes five numbers a day, right ones too: five browsers, and fifty keys from them.
  const browsers = await Promise.all(
    Array.from({ length: 5 }, async (_, index) => {
      const walker = new Walker((servers[index % 2] ?? servers[0]).answers);
      await walker.open(`/r/${token}`);
      await walker.submit();
      assert.equal(walker.page.url.pathname, '/recuperar/confirmar');
      return { walker, _csrf: tokenOf(walker), port: portOf(index) };
    }),
  );
  const followed = await fireAtOnce(
    browsers.map(({ walker, _csrf, port }) => ({
      port,
      path: '/recuperar/confirmar',
      cookies: walker.cookies,
      fields: { numero: who.number, _csrf },
    })),
  );
  assert.deepEqual(new Set(followed.map(({ status }) => status)), new Set([303]));
  const [found] = await site.sql<{ holder: Buffer; open: number }>(
    `select holder, (select count(*)::int from cases c where c.name_hash = $1 and closed_at is null) as open
     from cases where name_hash = $1 and holder is not null`,
    [nameHashOf(who)],
  );
  assert.equal(found?.open, 1);

  const answers = await fireAtOnce(
    Array.from({ length: 50 }, (_, index) => {
      const { walker, _csrf } = browsers[index % browsers.length] ?? assert.fail();
      const clave = keysTried[index] ?? '';
      return {
        port: portOf(index),
        path: '/recuperar/clave',
        cookies: walker.cookies,
        fields: { clave, clave2: clave, _csrf },
      };
    }),
  );
  assert.ok(answers.every(({ status }) => status < 500));
  const won = answers.filter((answer) => answer.headers.get('location') === '/recuperar/listo');
  assert.equal(won.length, 1);
  const completed = await site.sql(
    `select seq from audit where subject = $1 and event = 'key-chosen' and after = 'closed:completed' and refusal is null`,
    [nameHashOf(who)],
  );
  assert.equal(completed.length, 1);
});

test('six requests for a message at once, from three browsers and two processes, leave one living link (RT-06, ATK-29)', async () => {
  const who = somebody(2);
  const browsers = await Promise.all(
    Array.from({ length: 3 }, async (_, index) => {
      const walker = new Walker((servers[index % 2] ?? servers[0]).answers);
      await begin(walker, who);
      await skipQuestions(walker);
      return walker;
    }),
  );
  const shots = browsers.flatMap((walker, index) =>
    Array.from({ length: 2 }, (_, time) => ({
      port: portOf(index + time),
      path: '/recuperar/correo',
      cookies: walker.cookies,
      fields: { correo: who.email, seguro: '1', _csrf: tokenOf(walker) },
    })),
  );
  const answers = await fireAtOnce(shots);
  assert.ok(answers.every(({ status }) => status < 500));
  const living = await site.sql<{ link_hash: Buffer }>(
    'select link_hash from challenges where name_hash = $1 and live and ended_at is null',
    [nameHashOf(who)],
  );
  assert.equal(living.length, 1);
  const [standing] = await site.sql<{ messages: Date[] }>(
    'select messages from standings where name_hash = $1',
    [nameHashOf(who)],
  );
  assert.equal(standing?.messages.length, 3, 'three messages an hour are counted, and no more');
  const mails = await sink.mailTo(who.email, 3);
  assert.equal(mails.length, 3);
  // Of the three that were sent, one opens.
  const opened = await Promise.all(
    mails.map(async (mail) => {
      const walker = new Walker(servers[0].answers);
      await walker.open(`/r/${secretsIn(mail).token}`);
      return walker.page.html.includes('name="enlace"');
    }),
  );
  assert.equal(opened.filter(Boolean).length, 1);
});

test('a link redeemed in the instant it is replaced either works or does not, and never twice (ATK-29)', async () => {
  const who = somebody(3);
  const walker = await prove(who);
  const second = new Walker(servers[1].answers);
  await begin(second, who);
  await skipQuestions(second);
  const clave = keysTried[0] ?? '';
  const [redeemed, asked] = await fireAtOnce([
    {
      port: portOf(0),
      path: '/recuperar/clave',
      cookies: walker.cookies,
      fields: { clave, clave2: clave, _csrf: tokenOf(walker) },
    },
    {
      port: portOf(1),
      path: '/recuperar/correo',
      cookies: second.cookies,
      fields: { correo: who.email, seguro: '1', _csrf: tokenOf(second) },
    },
  ]);
  assert.equal(redeemed?.status, 303);
  assert.equal(asked?.status, 303);
  const [count] = await site.sql<{ done: number; open: number; living: number }>(
    `select (select count(*)::int from cases where name_hash = $1 and stage->>'because' = 'completed') as done,
       (select count(*)::int from cases where name_hash = $1 and closed_at is null) as open,
       (select count(*)::int from challenges where name_hash = $1 and live and ended_at is null) as living`,
    [nameHashOf(who)],
  );
  assert.deepEqual(count, { done: 1, open: 0, living: 0 });
});
