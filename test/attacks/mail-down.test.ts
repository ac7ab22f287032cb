import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import type { Receipt } from '../../src/courier/message.ts';
import { openSmtp } from '../../src/courier/smtp.ts';
import { openSite, type RunningServer, type Site } from '../server.ts';
import { type SinkMode, type SmtpSink, secretsIn, startSmtpSink, until } from '../smtp-sink.ts';
import { goodKey, sample, skipQuestions, textOf, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { begin, beginAndAsk, browserOf, nameHashOf, type Somebody, somebody, tokenOf } from './places.ts';

const nobody: Somebody = {
  number: sample('unknown-number').identity.number,
  email: 'nadie@correo.example',
  key: '',
};

/** What a visitor sees after the address: everything but what differs from one look to the next. */
async function whatIsSeen(walker: Walker, { email }: Somebody): Promise<string> {
  const { page } = walker;
  const words = /[A-ZÑ]{3,} [A-ZÑ]{3,}/g;
  return [
    page.status,
    page.url.pathname,
    [...page.headers.keys()].join(' '),
    textOf(page.html)
      .replaceAll(email, '(e-mail)')
      .replace(words, '(words)')
      .replace(/\d{1,2}:\d{2}/g, '(time)'),
  ].join('\n');
}

describe('whatever the relay does, no page says so (RE-03, H18)', () => {
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

  async function ask(who: Somebody): Promise<{ seen: string; milliseconds: number }> {
    const walker = new Walker(server.answers);
    await begin(walker, who);
    await skipQuestions(walker);
    const began = performance.now();
    await walker.submit({ correo: who.email, seguro: '1' });
    const milliseconds = performance.now() - began;
    return { seen: await whatIsSeen(walker, who), milliseconds };
  }

  const due = () => site.sql(`update outbox set due = now() where state = 'queued'`);

  const waiting = async (how: string): Promise<number> =>
    (await site.sql(`select from outbox where state = 'queued' and ${how}`)).length;

  const conditions: readonly (SinkMode | 'down')[] = ['defer', 'refuse', 'close', 'hang', 'down'];
  for (const [index, condition] of conditions.entries())
    test(`${condition}: the page is the one seen when all is well, for known and unknown alike`, async () => {
      const well = (await ask(somebody(index))).seen;
      await sink.mailTo(somebody(index).email);
      if (condition === 'down') await sink.down();
      else sink.mode = condition;
      try {
        const known = await ask(somebody(10 + index));
        const unknown = await ask(nobody);
        assert.equal(known.seen, well);
        assert.equal(unknown.seen, well);
        // Less than any relay’s time-out.
        assert.ok(known.milliseconds < 9000, `${known.milliseconds} ms`);
        await until(async () => {
          // Whoever hangs gives no answer to wait for, and keeps the next from being tried.
          if (condition === 'hang') return (await waiting('tries > 0')) > 0;
          return (await waiting('last_reason is null')) === 0;
        }, 'the worker to try what it was given');
      } finally {
        if (condition === 'down') await sink.up();
        sink.mode = 'accept';
      }
      if (condition === 'hang') {
        // Cuts off whoever still waits for an answer, so that the worker looks again.
        await sink.down();
        await sink.up();
      }
      if (condition === 'refuse') {
        await until(async () => {
          const dead = await site.sql(`select from outbox where state = 'dead'`);
          return dead.length === 1;
        }, 'the refused message to be put aside');
        return;
      }
      await until(async () => {
        await due();
        return sink.mails.some(({ rcpt }) => rcpt.includes(somebody(10 + index).email));
      }, 'the message to arrive once the relay is back');
      const late = await sink.mailTo(somebody(10 + index).email);
      // Still good, and once.
      assert.equal(late.length, 1);
      const owner = new Walker(server.answers);
      await owner.open(`/r/${secretsIn(late[0] ?? assert.fail()).token}`);
      assert.match(owner.page.html, /name="enlace"/);
    });

  test('a relay that is down keeps nobody from completing, and tells of the new key when it is back', async () => {
    const who = somebody(20);
    const walker = new Walker(server.answers);
    await beginAndAsk(walker, who);
    const [mail] = await sink.mailTo(who.email);
    await sink.down();
    await walker.submit({ codigo: secretsIn(mail ?? assert.fail()).code });
    await walker.submit({ clave: goodKey, clave2: goodKey });
    assert.equal(walker.page.url.pathname, '/recuperar/listo');
    await sink.up();
    await until(async () => {
      await due();
      return sink.mails.filter(({ rcpt }) => rcpt.includes(who.email)).length === 2;
    }, 'the notice to arrive');
  });

  test('nothing was ever written to an address nobody registered', () => {
    const strangers = sink.mails.filter(({ rcpt }) => rcpt.includes(nobody.email));
    assert.deepEqual(strangers, []);
  });
});

describe('time and the queue (EM-13), with a clock that is moved', () => {
  let world: TestWorld;
  let sink: SmtpSink;
  before(async () => {
    [world, sink] = await Promise.all([openWorld(), startSmtpSink()]);
    const house = {
      institutionName: 'Fondo Ceibo de Previsión',
      shortName: 'Fondo Ceibo',
      helpPhone: '1800 000 000',
      host: 'clave.ceibo.example',
      baseUrl: 'https://clave.ceibo.example',
      timezone: 'America/Guayaquil',
    };
    const { from, fromName, replyTo } = world.world.institution.mail;
    const courier = openSmtp({ url: sink.url, from, fromName, replyTo }, house);
    world = { ...world, world: { ...world.world, courier } };
  });
  after(async () => {
    await world.world.courier.close();
    await world.close();
    await sink.stop();
  });
  beforeEach(() => world.clock.move(3_600_000));

  /** Lets an amount of time pass as the worker meets it: looking every second. */
  async function pass(minutes: number): Promise<void> {
    for (let second = 0; second < minutes * 60; second += 5) {
      world.clock.move(5000);
      await deliverDue(world.world);
    }
  }

  const rowOf = async (who: Somebody) => {
    const [row] = await world.sql<{
      state: string;
      tries: number;
      payload: Buffer | null;
      last_reason: string | null;
    }>(
      `select o.state, o.tries, o.payload, o.last_reason from outbox o join cases c on c.id = o.case_id
       where c.name_hash = $1 and (o.state, o.last_reason) is distinct from ('dropped', null::text)
       order by o.parcel_id desc limit 1`,
      [nameHashOf(who)],
    );
    return row ?? assert.fail();
  };

  test('greylisted for five minutes: the message arrives once, and its link still works', async () => {
    const who = somebody(0);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    sink.mode = 'defer';
    await pass(5);
    assert.ok((await rowOf(who)).tries >= 3, 'tried again at 15 s, 1 min and 3 min');
    sink.mode = 'accept';
    await pass(10);
    const mails = await sink.mailTo(who.email);
    assert.equal(mails.length, 1);
    const owner = browserOf(world);
    await owner.open(`/r/${secretsIn(mails[0] ?? assert.fail()).token}`);
    assert.match(owner.page.html, /name="enlace"/);
    assert.deepEqual(await rowOf(who).then(({ state, payload }) => ({ state, payload })), {
      state: 'sent',
      payload: null,
    });
  });

  test('greylisted for longer than the link lives: nothing is ever delivered, and another can be asked for', async () => {
    const who = somebody(1);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    sink.mode = 'defer';
    await pass(40);
    sink.mode = 'accept';
    await pass(30);
    assert.deepEqual(
      sink.mails.filter(({ rcpt }) => rcpt.includes(who.email)),
      [],
    );
    const { state, last_reason } = await rowOf(who);
    assert.equal(state, 'dead');
    assert.match(last_reason ?? '', /^smtp [A-Z]+ 451 4\.7\.1$/);
    const again = browserOf(world);
    await beginAndAsk(again, who);
    await deliverDue(world.world);
    assert.equal((await sink.mailTo(who.email)).length, 1);
  });

  test('a message that waited past its link’s time while no worker ran is dropped, and its secrets with it', async () => {
    const who = somebody(2);
    await beginAndAsk(browserOf(world), who);
    const tries = sink.seen.data;
    world.clock.move(31 * 60_000);
    await deliverDue(world.world);
    assert.equal(sink.seen.data, tries);
    const { state, payload, last_reason } = await rowOf(who);
    assert.deepEqual(
      { state, payload, last_reason },
      { state: 'dropped', payload: null, last_reason: 'too-late' },
    );
  });

  test('decoys are queued and dropped with the same rows, and no caller ever reaches the relay for them (RE-03)', async () => {
    const calls = { ...sink.seen };
    const unknown = browserOf(world);
    await beginAndAsk(unknown, nobody);
    const wrong = browserOf(world);
    await beginAndAsk(wrong, somebody(3), 'otra.persona@correo.example');
    const columns = `select o.state, o.tries, o.payload is not null as filled, o.last_reason from outbox o join cases c on c.id = o.case_id where c.name_hash = any($1)`;
    const hashes = [nameHashOf(nobody), nameHashOf(somebody(3))];
    const rows = () => world.sql(columns, [hashes]);
    const queued = await rows();
    assert.ok(queued.length >= 2);
    for (const row of queued)
      assert.deepEqual(row, { state: 'queued', tries: 0, filled: true, last_reason: null });
    await deliverDue(world.world);
    for (const row of await rows())
      assert.deepEqual(row, { state: 'dropped', tries: 1, filled: false, last_reason: null });
    assert.deepEqual(sink.seen, calls);
  });

  test('a worker that outlived its lease changes nothing of what another finished (EM-13)', async () => {
    const who = somebody(5);
    const carried = { outcome: 'carried' } as const;
    const refused = { outcome: 'refused', reason: 'late' } as const;
    const putOff = { outcome: 'deferred', reason: 'late' } as const;
    for (const [mode, state, receipt] of [
      ['accept', 'sent', refused],
      ['accept', 'sent', putOff],
      ['refuse', 'dead', carried],
    ] as const) {
      await beginAndAsk(browserOf(world), who);
      sink.mode = mode;
      let first: unknown;
      const late = async (): Promise<Receipt> => {
        world.clock.move(61_000);
        await deliverDue(world.world);
        first = await rowOf(who);
        return receipt;
      };
      await deliverDue({ ...world.world, courier: { ...world.world.courier, carry: late } });
      assert.deepEqual([first, (await rowOf(who)).state], [await rowOf(who), state]);
    }
    sink.mode = 'accept';
    assert.deepEqual(await world.sql(`select from audit where refusal = 'late'`), []);
  });

  test('a message refused for good is a dead letter the operator can see, and the walk goes on as ever', async () => {
    const who = somebody(4);
    const walker = browserOf(world);
    await beginAndAsk(walker, who);
    sink.mode = 'refuse';
    await deliverDue(world.world);
    sink.mode = 'accept';
    const { state, tries, last_reason } = await rowOf(who);
    assert.deepEqual({ state, tries }, { state: 'dead', tries: 1 });
    assert.doesNotMatch(last_reason ?? '', /persona|correo/);
    const noted = await world.sql(
      `select seq from audit where event = 'message-undelivered' and refusal = $1`,
      [last_reason],
    );
    assert.ok(noted.length >= 1);
    assert.equal((await walker.open('/recuperar/revise')).status, 200);
    assert.ok(tokenOf(walker));
  });
});
