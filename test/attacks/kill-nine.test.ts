import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { openSite, type RunningServer, type Site } from '../server.ts';
import { type SmtpSink, type Sunk, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, skipQuestions, Walker } from '../walker.ts';
import { begin, beginAndAsk, nameHashOf, type Somebody, somebody, tokenOf } from './places.ts';

let site: Site;
let sink: SmtpSink;
let server: RunningServer;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  server = await site.start({ SMTP_URL: sink.url });
});
after(async () => {
  await site.close();
  await sink.stop();
});

/** Whatever server runs at the moment. */
const answers = (request: Request) => server.answers(request);

/** Kills the server and starts another; a lease of the dead one is taken for run out. */
async function killAndRestart(): Promise<void> {
  await server.kill();
  await restart();
}

async function restart(): Promise<void> {
  sink.mode = 'accept';
  server = await site.start({ SMTP_URL: sink.url });
  await site.sql(`update outbox set due = now() where state = 'queued'`);
}

const noneWaits = () =>
  until(async () => {
    const waiting = await site.sql(`select from outbox where state = 'queued'`);
    return waiting.length === 0;
  }, 'every message to be handed over');

const livingOf = async (who: Somebody): Promise<number> => {
  const rows = await site.sql(
    'select id from challenges where name_hash = $1 and live and ended_at is null',
    [nameHashOf(who)],
  );
  return rows.length;
};

const messageIds = (mails: readonly Sunk[]): number =>
  new Set(mails.map(({ parsed }) => parsed.messageId)).size;

async function atContact(who: Somebody): Promise<Walker> {
  const walker = new Walker(answers);
  await begin(walker, who);
  await skipQuestions(walker);
  return walker;
}

describe('killed between an answer and its message (RC-10, EM-13)', () => {
  test('right after the answer: the message arrives, as one, and its code works', async () => {
    const who = somebody(0);
    const walker = await atContact(who);
    const form = { correo: who.email, seguro: '1', _csrf: tokenOf(walker) };
    const answer = await walker.post('/recuperar/correo', form);
    await killAndRestart();
    assert.equal(answer.headers.get('location'), '/recuperar/revise');
    const mails = await sink.mailTo(who.email);
    await noneWaits();
    assert.equal(messageIds(mails), 1);
    assert.equal(await livingOf(who), 1);
    await walker.open('/recuperar/revise');
    await walker.submit({ codigo: secretsIn(mails[0] ?? assert.fail()).code });
    assert.equal(walker.page.url.pathname, '/recuperar/clave');
  });

  test('while the relay does not answer the data: the message arrives once', async () => {
    const who = somebody(1);
    const walker = await atContact(who);
    sink.mode = 'hang';
    const { data } = sink.seen;
    await walker.submit({ correo: who.email, seguro: '1' });
    await until(() => sink.seen.data > data, 'the relay to be given the data');
    await killAndRestart();
    await sink.mailTo(who.email);
    await noneWaits();
    assert.equal(sink.mails.filter(({ rcpt }) => rcpt.includes(who.email)).length, 1);
    assert.equal(await livingOf(who), 1);
  });

  test('after the relay took it and before that was written down: a second copy is the same message, not another', async () => {
    const who = somebody(2);
    const walker = await atContact(who);
    sink.mode = 'swallow';
    await walker.submit({ correo: who.email, seguro: '1' });
    await sink.mailTo(who.email);
    await killAndRestart();
    const mails = await sink.mailTo(who.email, 2);
    await noneWaits();
    assert.equal(mails.length, 2);
    assert.equal(messageIds(mails), 1);
    const [one, two] = mails.map(secretsIn);
    assert.deepEqual(one, two);
    assert.equal(await livingOf(who), 1);
  });

  test('a message under way is left alone by every other worker for a minute, and taken again when its worker is dead', async () => {
    const who = somebody(3);
    const walker = await atContact(who);
    sink.mode = 'hang';
    const { data } = sink.seen;
    await walker.submit({ correo: who.email, seguro: '1' });
    await until(() => sink.seen.data > data, 'the relay to be given the data');
    const [lease] = await site.sql<{ seconds: number }>(
      `select extract(epoch from due - now())::float8 as seconds from outbox where state = 'queued'`,
    );
    assert.ok(lease && lease.seconds > 40 && lease.seconds <= 60, `${lease?.seconds} s`);
    // A second worker looks every second, and leaves it alone.
    const other = await site.start({ SMTP_URL: sink.url });
    await new Promise((resolve) => setTimeout(resolve, 1200));
    assert.equal(sink.seen.data, data + 1);
    await other.kill();
    await killAndRestart();
    await sink.mailTo(who.email);
    await noneWaits();
  });
});

/** All that one new key leaves behind; either every part of it, or none. */
async function leftBehind(who: Somebody, former: string) {
  // Until then decoys, which are dropped, look like messages.
  await noneWaits();
  const [row] = await site.sql<{
    changed: boolean;
    completed: boolean;
    audited: number;
    told: number;
    open: boolean;
  }>(
    `select a.key_hash <> $2 as changed,
       exists (select from cases c where c.name_hash = $1 and c.stage->>'because' = 'completed') as completed,
       (select count(*)::int from audit u where u.subject = $1 and u.event = 'key-chosen' and u.refusal is null) as audited,
       (select count(*)::int from outbox o join cases c on c.id = o.case_id where c.name_hash = $1 and o.state = 'sent') as told,
       exists (select from challenges h where h.name_hash = $1 and h.ended_at is null) as open
     from accounts a where a.name_hash = $1`,
    [nameHashOf(who), former],
  );
  return row ?? assert.fail();
}

async function keyOf(who: Somebody): Promise<string> {
  const [row] = await site.sql<{ key_hash: string }>('select key_hash from accounts where name_hash = $1', [
    nameHashOf(who),
  ]);
  return row?.key_hash ?? assert.fail();
}

describe('killed in the middle of setting the key (RC-10)', () => {
  /** Tables one new key writes to, first, midway and last: the server is stopped before each. */
  const tables = ['cases', 'audit', 'accounts', 'challenges', 'outbox'];

  for (const [index, table] of tables.entries())
    test(`before it wrote to ${table}: nothing is changed, and the same browser sets the key afterwards`, async () => {
      const who = somebody(10 + index);
      const walker = new Walker(answers);
      await beginAndAsk(walker, who);
      const [mail] = await sink.mailTo(who.email);
      await walker.submit({ codigo: secretsIn(mail ?? assert.fail()).code });
      const former = await keyOf(who);
      await noneWaits();

      const holder = new pg.Client({ connectionString: site.databaseUrl });
      await holder.connect();
      await holder.query('begin');
      await holder.query(`lock table ${table} in exclusive mode`);
      const form = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
      const lost = walker.post('/recuperar/clave', form).then(
        () => assert.fail('the answer came before the table was free'),
        () => undefined,
      );
      await until(async () => {
        const rows = await site.sql(
          `select from pg_locks l join pg_database d on d.oid = l.database where not granted and d.datname = $1`,
          [site.database],
        );
        return rows.length > 0;
      }, `the server to wait for ${table}`);
      await server.kill();
      await lost;
      await holder.query('rollback');
      await holder.end();
      await restart();

      assert.deepEqual(await leftBehind(who, former), {
        changed: false,
        completed: false,
        audited: 0,
        told: 1,
        open: true,
      });
      await walker.open('/recuperar/clave');
      await walker.submit({ clave: goodKey, clave2: goodKey });
      assert.equal(walker.page.url.pathname, '/recuperar/listo');
      assert.deepEqual(await leftBehind(who, former), {
        changed: true,
        completed: true,
        audited: 1,
        told: 2,
        open: false,
      });
      const mails = await sink.mailTo(who.email, 2);
      assert.equal(messageIds(mails), 2);
    });

  test('right after it was answered: the key stands, the notice arrives, and sending the form again does nothing more', async () => {
    const who = somebody(20);
    const walker = new Walker(answers);
    await beginAndAsk(walker, who);
    const [mail] = await sink.mailTo(who.email);
    await walker.submit({ codigo: secretsIn(mail ?? assert.fail()).code });
    const former = await keyOf(who);
    const form = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
    const answer = await walker.post('/recuperar/clave', form);
    await killAndRestart();
    assert.equal(answer.headers.get('location'), '/recuperar/listo');
    const again = await walker.post('/recuperar/clave', form);
    assert.equal(again.headers.get('location'), '/recuperar/fin');
    assert.equal((await walker.open('/recuperar/fin')).url.pathname, '/recuperar/listo');
    const mails = await sink.mailTo(who.email, 2);
    await noneWaits();
    assert.equal(messageIds(mails), 2);
    assert.deepEqual(await leftBehind(who, former), {
      changed: true,
      completed: true,
      audited: 1,
      told: 2,
      open: false,
    });
  });

  test('at whatever moment: all of it or nothing', async () => {
    for (const [time, milliseconds] of [25, 75].entries()) {
      const who = somebody(21 + time);
      const walker = new Walker(answers);
      await beginAndAsk(walker, who);
      const [mail] = await sink.mailTo(who.email);
      await walker.submit({ codigo: secretsIn(mail ?? assert.fail()).code });
      const former = await keyOf(who);
      const form = { clave: goodKey, clave2: goodKey, _csrf: tokenOf(walker) };
      const sent = walker.post('/recuperar/clave', form).catch(() => undefined);
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await killAndRestart();
      const answer = await sent;
      const left = await leftBehind(who, former);
      const whole = { changed: true, completed: true, audited: 1, told: 2, open: false };
      const nothing = { changed: false, completed: false, audited: 0, told: 1, open: true };
      assert.deepEqual(left, left.changed ? whole : nothing);
      // What was acknowledged is never lost.
      if (answer) assert.equal(left.changed, true);
    }
  });
});

test('a server asked to stop finishes what it is doing and leaves with 0', async () => {
  const who = somebody(30);
  const walker = await atContact(who);
  await walker.submit({ correo: who.email, seguro: '1' });
  assert.equal(await server.stop(), 0);
  server = await site.start({ SMTP_URL: sink.url });
  await noneWaits();
  assert.equal(sink.mails.filter(({ rcpt }) => rcpt.includes(who.email)).length, 1);
});
