/** A real relay between us and the world: what it queues, sends again, gives back, and keeps when its power is cut (EM-12, EM-13). */
import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { takeReturned } from '../../src/actions/mail/take-returned.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { readReturned } from '../../src/cli/mail/report.ts';
import { begin, browserOf, type Somebody, somebody } from '../attacks/places.ts';
import { ensurePostfix, type Postfix, startPostfix } from '../postfix.ts';
import { type SmtpSink, type Sunk, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { skipQuestions } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';

const host = 'clave.ceibo.example';

describe('through a real Postfix', () => {
  let world: TestWorld;
  let postfix: Postfix;
  let next: SmtpSink;
  let returns: SmtpSink;
  before(async () => {
    assert.ok(ensurePostfix(), 'Postfix is missing: the line above says what to run');
    [next, returns] = [await startSmtpSink(), await startSmtpSink()];
    postfix = await startPostfix({ next: next.url, returns: returns.url, host });
    const environment = { SMTP_URL: postfix.url, MAIL_RETURNS: `rebotes@${host}` };
    world = await openWorld({ environment });
  });
  afterEach(() => {
    next.mode = 'accept';
  });
  after(async () => {
    await world?.close();
    await postfix?.stop();
    await Promise.all([next?.stop(), returns?.stop()]);
  });

  /** Asks for a message and hands over what is due. */
  async function ask(who: Somebody): Promise<void> {
    const walker = browserOf(world, `198.51.100.${1 + (Number(who.email.replace(/\D/g, '')) % 200)}`);
    await begin(walker, who);
    await skipQuestions(walker);
    await walker.submit({ correo: who.email, seguro: '1' });
    while ((await deliverDue(world.world)) > 0);
  }

  /** The states of what we did not get rid of. */
  const waiting = async () =>
    (await world.sql<{ state: string }>("select state from outbox where state in ('queued', 'dead')")).map(
      ({ state }) => state,
    );

  /** What arrived for somebody, once Postfix has nothing left to do. */
  async function arrived({ email }: Somebody): Promise<readonly Sunk[]> {
    postfix.flush();
    await until(() => postfix.idle(), 'Postfix to have nothing left');
    return next.mailTo(email);
  }

  test('a message arrives once, signed for by an address of its own', async () => {
    const who = somebody(0);
    await ask(who);
    const [mail, ...more] = await arrived(who);
    assert.equal(more.length, 0);
    assert.match(mail?.from ?? '', /^rebotes\+[0-9a-f]{48}@clave\.ceibo\.example$/);
    assert.deepEqual(mail?.rcpt, [who.email]);
  });

  test('greylisted, and then taken: it arrives once, and its link still works (EM-13)', async () => {
    const who = somebody(1);
    next.mode = 'defer';
    await ask(who);
    await until(() => /status=deferred .*451/.test(postfix.log()), 'Postfix to be put off');
    assert.deepEqual(await waiting(), [], 'Postfix has taken it from us');
    next.mode = 'accept';
    const mails = await arrived(who);
    assert.equal(mails.length, 1);
    const reader = browserOf(world, '198.51.100.250');
    await reader.open(`/r/${secretsIn(mails[0] ?? assert.fail()).token}`);
    assert.match(reader.page.html, /name="enlace"/);
  });

  test('the world is away for a while: it arrives once', async () => {
    const who = somebody(2);
    await next.down();
    await ask(who);
    await until(() => /status=deferred .*refused/i.test(postfix.log()), 'Postfix to find nobody');
    await next.up();
    assert.equal((await arrived(who)).length, 1);
  });

  test('no such mailbox, said after Postfix took it: its report comes back and marks the address (EM-12)', async () => {
    const who = somebody(3);
    next.mode = 'refuse';
    await ask(who);
    await until(() => returns.mails.length > 0, 'the report to come back');
    const [report] = returns.mails;
    assert.equal(report?.from, '', 'a report has no sender');
    const read = await readReturned(Buffer.from(report?.raw ?? '', 'latin1'));
    assert.deepEqual(read.report, { action: 'failed', status: '5.1.1' });
    const to = report?.rcpt[0] ?? '';
    assert.equal(await takeReturned(world.world, { to, report: read.report ?? assert.fail() }), 'refused');
    assert.deepEqual(await world.sql('select refused, delayed from mail_health'), [
      { refused: 1, delayed: 0 },
    ]);
  });

  test('its power is cut with messages in its queue: each arrives, and once (EM-13)', async () => {
    const people = [somebody(4), somebody(5), somebody(6)];
    next.mode = 'defer';
    for (const who of people) await ask(who);
    await until(
      () => people.every(({ email }) => postfix.log().includes(`to=<${email}>`)),
      'all to be put off',
    );
    await postfix.kill();
    next.mode = 'accept';
    await postfix.start();
    for (const who of people) assert.equal((await arrived(who)).length, 1);
  });

  test('while it is off we keep the message, and hand it over when it is back, once (EM-13)', async () => {
    const who = somebody(7);
    await postfix.kill();
    await ask(who);
    assert.deepEqual(await waiting(), ['queued']);
    await postfix.start();
    world.clock.move(15_000);
    await deliverDue(world.world);
    assert.equal((await arrived(who)).length, 1);
    assert.deepEqual(await waiting(), []);
  });

  test('nobody got anything twice, and nobody got anything of another’s', () => {
    const got = next.mails.map(({ rcpt }) => rcpt.join());
    assert.deepEqual([...new Set(got)].sort(), [...got].sort());
    assert.equal(got.length, 7);
  });
});
