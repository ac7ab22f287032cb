import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { layWire, openSite, type RunningServer, type Site, type Wire } from '../server.ts';
import { type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, skipQuestions, Walker } from '../walker.ts';
import { begin, beginAndAsk, nameHashOf, somebody, tokenOf } from './places.ts';

let site: Site;
let server: RunningServer;
let sink: SmtpSink;
let wire: Wire;
before(async () => {
  [site, sink] = await Promise.all([openSite(), startSmtpSink()]);
  wire = await layWire(site.databaseUrl);
  server = await site.start({ DATABASE_URL: wire.url, SMTP_URL: sink.url });
});
after(async () => {
  await site.close();
  await wire.cut();
  await sink.stop();
});

/** A calm page: it names a reference to read out on the phone, and nothing of what broke. */
function checkCalm(walker: Walker, status: number): string {
  const { page } = walker;
  assert.equal(page.status, status);
  assert.doesNotMatch(page.html, /postgres|ECONN|relation|column|syntax|\.ts\b|at async|127\.0\.0\.1/i);
  assert.match(page.html, /href="\/"/);
  assert.match(page.html, /1800 000 000/);
  const reference = /<p class="small lead">[^<]*?: ([\w-]{8})</.exec(page.html)?.[1];
  assert.ok(reference, page.html);
  return reference;
}

test('a fault shows a calm page with a reference, and the log has that reference with a place and no value (SE-13)', async () => {
  const walker = new Walker(server.answers);
  await begin(walker, somebody(0));
  await skipQuestions(walker);
  await site.sql('alter table challenges rename to challenges_gone');
  try {
    await walker.submit({ correo: somebody(0).email, seguro: '1' });
    const reference = checkCalm(walker, 500);
    const logged = () =>
      server
        .output()
        .split('\n')
        .find((one) => one.includes(reference));
    await until(() => logged() !== undefined, `a line of the log with ${reference}`);
    const line = logged() ?? '';
    assert.match(line, /"event":"fault"/);
    assert.match(line, /\.ts:\d+/);
    assert.doesNotMatch(server.output(), /persona100|challenges_gone|does not exist/);
  } finally {
    await site.sql('alter table challenges_gone rename to challenges');
  }
  // Nothing was half done: the same form, sent again, works.
  await walker.open('/recuperar/correo');
  await walker.submit({ correo: somebody(0).email, seguro: '1' });
  assert.equal(walker.page.url.pathname, '/recuperar/revise');
  assert.equal((await sink.mailTo(somebody(0).email)).length, 1);
});

/** A connection that died unnoticed may cost one more calm page. */
const backAt = (walker: Walker): Promise<void> =>
  until(async () => (await walker.open('/recuperar/revise')).status === 200, 'the page to be there again');

test('without PostgreSQL pages say so with 503, and work again when it is back, without a restart (SE-14)', async () => {
  const who = somebody(1);
  const walker = new Walker(server.answers);
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  const stranger = new Walker(server.answers);
  await stranger.open('/ingresar');
  await wire.cut();
  try {
    for (let time = 0; time < 3; time++) {
      await walker.open('/recuperar/revise');
      checkCalm(walker, 503);
    }
    await stranger.submit({ numero: who.number, clave: who.key });
    checkCalm(stranger, 503);
    assert.equal((await stranger.open('/')).status, 200, 'a page without data needs no database');
  } finally {
    await wire.mend();
  }
  await backAt(walker);
  await walker.submit({ codigo: secretsIn(mail).code });
  await walker.submit({ clave: goodKey, clave2: goodKey });
  assert.equal(walker.page.url.pathname, '/recuperar/listo');
  // The worker found its way back too.
  await sink.mailTo(who.email, 2);
});

test('a connection lost in the middle of a transaction ends that request and no other (RC-10)', async () => {
  const who = somebody(2);
  const walker = new Walker(server.answers);
  await beginAndAsk(walker, who);
  const [mail] = await sink.mailTo(who.email);
  assert.ok(mail);
  // Somebody holds the number's row, so that the request stands inside its transaction when the wire is cut.
  const holder = new pg.Client({ connectionString: site.databaseUrl });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from standings where name_hash = $1 for update', [nameHashOf(who)]);
  const _csrf = tokenOf(walker);
  const { code } = secretsIn(mail);
  const waiting = walker.post('/recuperar/revise', { codigo: code, _csrf });
  await until(async () => {
    const rows = await site.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = $1`,
      [site.database],
    );
    return rows.length > 0;
  }, 'the request to wait for the row');
  await wire.cut();
  await holder.query('rollback');
  await holder.end();
  assert.equal((await waiting).status, 503);
  await wire.mend();
  assert.doesNotMatch(server.output(), /uncaught|unhandled/i);
  await backAt(walker);
  await walker.submit({ codigo: code });
  assert.equal(
    walker.page.url.pathname,
    '/recuperar/clave',
    'the code was not spent by a transaction that was lost',
  );
});

test('every connection ended from the other side, as a failover does, is noticed and replaced', async () => {
  const who = somebody(3);
  const walker = new Walker(server.answers);
  await begin(walker, who);
  for (let time = 0; time < 3; time++) {
    await site.sql(
      'select pg_terminate_backend(pid, 60000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
      [site.database],
    );
    const seen = await walker.open('/recuperar/preguntas');
    assert.ok([200, 503].includes(seen.status));
  }
  assert.equal((await walker.open('/recuperar/preguntas')).status, 200);
});
