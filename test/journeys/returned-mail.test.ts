/** Mail that comes back: what it marks, what it does not, and who sees it (EM-12, ATK-24, RE-01). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { takeReturned } from '../../src/actions/mail/take-returned.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { sweep } from '../../src/actions/upkeep/sweep.ts';
import { readReturned } from '../../src/cli/mail/report.ts';
import { returnAddress } from '../../src/lib/contact/return-address.ts';
import { countReturn, forgetReturns, takeReturn } from '../../src/store/mail/returns.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { begin, browserOf, keys, nameHashOf, type Somebody, somebody } from '../attacks/places.ts';
import { notReports, reportTo } from '../mail-reports.ts';
import { startSmtpSink, until } from '../smtp-sink.ts';
import { sample, skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { signedIn } from './contact-steps.ts';
import { find } from './counter.ts';
import { hire, seat } from './staff.ts';
import { browse, register } from './steps.ts';

const mailbox = 'rebotes@clave.ceibo.example';
const dayOf = 24 * 60 * 60_000;
let world: TestWorld;
before(async () => {
  world = await openWorld({ environment: { MAIL_RETURNS: mailbox } });
});
after(() => world.close());

/** Walks to "check your inbox" and gives the message that was sent. */
async function ask(who: Somebody) {
  const walker = browse(world);
  await begin(walker, who);
  await skipQuestions(walker);
  await walker.submit({ correo: who.email, seguro: '1' });
  const sent = (await world.mail()).filter(
    ({ to, message }) => message.kind === 'recover' && to.by === 'mail' && to.address === who.email,
  );
  const letter = sent.at(-1);
  return { walker, letter: letter ?? assert.fail('No message was sent') };
}

const addressOf = (id: string): string => returnAddress(keys, mailbox, id);

/** Hands over what came back, as `reclave returns` does. */
async function comesBack(raw: string, recipient?: string) {
  const { to = '', report } = await readReturned(Buffer.from(raw, 'latin1'));
  return report ? takeReturned(world.world, { to: recipient ?? to, report }) : 'ignored';
}

const refuse = (id: string) => comesBack(reportTo(addressOf(id), 'failed', '5.1.1'));

const known = () =>
  world.sql<{ refused: number; delayed: number }>(
    'select refused, delayed from mail_health order by contact',
  );
const forget = () => world.sql('delete from mail_health');

/** What a visitor sees, but for what differs between any two visits. */
const seen = ({ page }: Walker, { email, number }: Somebody): string =>
  [page.status, page.url.pathname, [...page.headers.keys()].join(' '), textOf(page.html)]
    .join('\n')
    .replaceAll(email, '(e-mail)')
    .replaceAll(number, '(number)')
    .replace(/[A-ZÑ]{3,} [A-ZÑ]{3,}/g, '(words)')
    .replace(/\d{1,2}:\d{2}/g, '(time)');

describe('a message that comes back for good', () => {
  it('marks the address for its owner, for staff with its date, and in the log without the address', async () => {
    const who = somebody(0);
    const { letter } = await ask(who);
    assert.equal(await refuse(letter.id), 'refused');
    const owner = await signedIn(world, who);
    await owner.open(paths.contact);
    assert.match(textOf(owner.page.html), new RegExp(wordsOf('es').contact.states.bouncing));
    await owner.open(paths.activity);
    assert.ok(textOf(owner.page.html).includes(wordsOf('es').activity.kinds['mail-returned']));
    const agent = browse(world);
    await seat(world, agent, await hire(world, 200, ['agent']), 'agent');
    await find(agent, who.number);
    assert.match(textOf(agent.page.html), /El correo principal rechazó un mensaje\. El último volvió .*\d/);
    const lines = await world.sql<{ line: string }>(
      `select to_jsonb(a)::text as line from audit a where event = 'mail-returned' and subject = $1`,
      [nameHashOf(who)],
    );
    assert.equal(lines.length, 1);
    assert.match(lines[0]?.line ?? '', /5\.1\.1/);
    assert.doesNotMatch(lines[0]?.line ?? '', /persona\d|@/);
    await forget();
  });

  it('ends its code and its link: whoever else holds it holds nothing (UX 3.1)', async () => {
    const { letter, walker } = await ask(somebody(1));
    assert.ok(letter.message.kind === 'recover');
    await refuse(letter.id);
    await walker.submit({ codigo: letter.message.code });
    assert.equal(walker.page.url.pathname, paths.enterCode);
    const finder = browse(world);
    await finder.open(new URL(letter.message.link).pathname);
    assert.doesNotMatch(finder.page.html, /name="enlace"/);
    await forget();
  });

  it('shows nothing on any public page: the same walk for it, for others and for nobody (ATK-24)', async () => {
    const [marked, other] = [somebody(2), somebody(3)];
    const nobody: Somebody = {
      number: sample('unknown-number').identity.number,
      email: 'nadie@correo.example',
      key: '',
    };
    const { letter, walker } = await ask(marked);
    const waiting = seen(walker, marked);
    await refuse(letter.id);
    await walker.open(paths.enterCode);
    assert.equal(seen(walker, marked), waiting);
    const looks: string[] = [];
    for (const who of [marked, other, nobody]) {
      const visitor = browserOf(world, `198.51.100.${20 + looks.length}`);
      await begin(visitor, who);
      await skipQuestions(visitor);
      const before = seen(visitor, who);
      await visitor.submit({ correo: who.email, seguro: '1' });
      const inbox = seen(visitor, who);
      await visitor.submit({ codigo: '00000000' });
      looks.push([before, inbox, seen(visitor, who)].join('\n\n'));
    }
    assert.equal(looks[1], looks[0]);
    assert.equal(looks[2], looks[0]);
    await forget();
  });

  it('is told once, however often it comes', async () => {
    const { letter } = await ask(somebody(4));
    const raw = reportTo(addressOf(letter.id), 'failed', '5.1.1');
    assert.deepEqual([await comesBack(raw), await comesBack(raw)], ['refused', 'ignored']);
    assert.deepEqual(await known(), [{ refused: 1, delayed: 0 }]);
    await forget();
  });

  it('is over when a code from that mailbox is typed, and what came back late says nothing any more', async () => {
    const who = somebody(5);
    const first = await ask(who);
    await refuse(first.letter.id);
    world.clock.move(2 * 60_000);
    const late = await ask(who);
    world.clock.move(6 * 60_000);
    const { letter, walker } = await ask(who);
    assert.ok(letter.message.kind === 'recover');
    await walker.submit({ codigo: letter.message.code });
    assert.notEqual(walker.page.url.pathname, paths.enterCode);
    assert.deepEqual(await known(), []);
    assert.equal(await refuse(late.letter.id), 'ignored');
    assert.deepEqual(await known(), []);
    const lines = await world.sql(`select from audit where event = 'mail-arrived-again' and subject = $1`, [
      nameHashOf(who),
    ]);
    assert.equal(lines.length, 1);
  });

  it('is over by its link too, and so is the mark of the records', async () => {
    const who = sample('bouncing-mailbox');
    const { walker, letter } = await ask({
      number: who.identity.number,
      email: 'jorge@rebota.example',
      key: '',
    });
    assert.ok(letter.message.kind === 'recover');
    await refuse(letter.id);
    world.clock.move(2 * 60_000);
    await walker.submit({}, paths.askMessage);
    const newest = (await world.mail()).at(-1);
    assert.ok(newest?.message.kind === 'recover');
    await walker.open(new URL(newest.message.link).pathname);
    await walker.submit({});
    assert.deepEqual(await known(), []);
    const again = await world.sql(`select from audit where event = 'mail-arrived-again'`);
    assert.equal(again.length, 2);
  });

  it('marks nothing when the address was replaced meanwhile', async () => {
    const number = '1103756134';
    await register(world, [{ number, email: 'antes@correo.example' }]);
    const { letter } = await ask({ number, email: 'antes@correo.example', key: '' });
    await register(world, [{ number, email: 'ahora@correo.example' }]);
    assert.equal(await refuse(letter.id), 'ignored');
    assert.deepEqual(await known(), []);
  });
});

describe('what comes back and marks nothing', () => {
  it('a report for a message that was never sent, or at an address we did not make (EM-12)', async () => {
    const { letter } = await ask(somebody(10));
    const right = addressOf(letter.id);
    const [local = '', host = ''] = right.split('@');
    const proof = local.slice(-16);
    const flipped = proof.replace(/^./, (sign) => (sign === '0' ? '1' : '0'));
    const forged = [
      mailbox,
      `${local.slice(0, -16)}@${host}`,
      `${local.slice(0, -16)}${'0'.repeat(16)}@${host}`,
      `${local.slice(0, -16)}${flipped}@${host}`,
      `rebotes+${letter.id}@${host}`,
      right.replace(/\+[0-9a-f]{4}/, '+ffff'),
      addressOf('00000000-0000-4000-8000-000000000000'),
      '',
    ];
    for (const to of forged) assert.equal(await comesBack(reportTo(to, 'failed', '5.1.1')), 'ignored', to);
    assert.deepEqual(await known(), []);
    // In capitals, as some relays write it, it is the same address.
    assert.equal(await comesBack(reportTo(right.toUpperCase(), 'failed', '5.1.1')), 'refused');
    await forget();
  });

  it('automatic replies, people who answer, broken reports and noise (EM-08, RFC 3834)', async () => {
    const { letter } = await ask(somebody(11));
    for (const raw of notReports(addressOf(letter.id)))
      assert.equal(await comesBack(raw, addressOf(letter.id)), 'ignored', raw);
    assert.deepEqual(await known(), []);
    assert.equal(await refuse(letter.id), 'refused');
    await forget();
  });
});

it('a delay is counted, once for each message, and leaves code and link alive', async () => {
  const who = somebody(12);
  const { letter, walker } = await ask(who);
  assert.ok(letter.message.kind === 'recover');
  const late = reportTo(addressOf(letter.id), 'delayed', '4.4.1');
  assert.deepEqual([await comesBack(late), await comesBack(late)], ['delayed', 'ignored']);
  assert.deepEqual(await known(), [{ refused: 0, delayed: 1 }]);
  const agent = browse(world, 'en');
  await seat(world, agent, await hire(world, 201, ['agent']), 'agent');
  await find(agent, who.number);
  assert.match(
    textOf(agent.page.html),
    /The main e-mail did not get a message in time\. The last notice came .*\d/,
  );
  await walker.submit({ codigo: letter.message.code });
  assert.notEqual(walker.page.url.pathname, paths.enterCode);
  assert.deepEqual(await known(), []);
});

it('which message went where is forgotten after two weeks, and so is an address nobody names', async () => {
  const { letter } = await ask(somebody(13));
  await refuse((await ask(somebody(14))).letter.id);
  world.clock.move(15 * dayOf);
  await sweep(world.world);
  assert.equal(await refuse(letter.id), 'ignored');
  assert.equal((await known()).length, 1);
  await world.sql(`delete from accounts where name_hash = $1`, [nameHashOf(somebody(14))]);
  await sweep(world.world);
  assert.deepEqual(await known(), []);
});

it('a return and a proof of the same mailbox at once wait for each other, and never in a circle', async () => {
  const { letter } = await ask(somebody(15));
  await refuse(letter.id);
  const [row] = await world.sql<{ contact: Buffer }>('select contact from mail_health');
  const contact = row?.contact ?? assert.fail();
  await world.sql(`insert into mail_carried (parcel_id, contact, carried_at) values ($1, $2, now())`, [
    letter.id,
    contact,
  ]);
  const { db } = world.world;
  const proofs: Promise<boolean>[] = [];
  await db.transaction(async (tx) => {
    assert.ok(await takeReturn(tx, letter.id, 'delayed'));
    proofs.push(db.transaction((other) => forgetReturns(other, contact)));
    await until(async () => {
      const waiting = await world.sql(
        `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return waiting.length > 0;
    }, 'the proof to wait for the return');
    await countReturn(tx, contact, 'delayed', world.clock.now());
  });
  assert.deepEqual(await Promise.all(proofs), [true]);
  assert.deepEqual(await known(), []);
});

it('a relay that refuses the address at once marks it too (EM-12)', async () => {
  const sink = await startSmtpSink();
  const other = await openWorld({ environment: { SMTP_URL: sink.url, MAIL_RETURNS: mailbox } });
  try {
    sink.mode = 'refuse';
    const walker = browse(other);
    await begin(walker, somebody(0));
    await skipQuestions(walker);
    await walker.submit({ correo: somebody(0).email, seguro: '1' });
    while ((await deliverDue(other.world)) > 0);
    const marks = await other.sql('select refused from mail_health');
    assert.deepEqual(marks, [{ refused: 1 }]);
    sink.mode = 'accept';
    await other.sql(
      "update outbox set state = 'queued', due = now() - interval '1 year' where state = 'dead'",
    );
    await deliverDue(other.world);
    assert.equal(sink.mails.length, 1);
    const from = sink.mails[0]?.from ?? '';
    assert.match(from, /^rebotes\+[0-9a-f]{48}@clave\.ceibo\.example$/);
  } finally {
    await other.close();
    await sink.stop();
  }
});
