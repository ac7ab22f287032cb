/** The operator's view of messages that were given up, and the commands as they are typed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, it } from 'node:test';
import { retryDeadLetters } from '../../src/actions/mail/dead-letters.ts';
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { returnAddress } from '../../src/lib/contact/return-address.ts';
import { begin, keys, type Somebody, somebody } from '../attacks/places.ts';
import { browse } from '../journeys/steps.ts';
import { reportTo } from '../mail-reports.ts';
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts';
import { skipQuestions } from '../walker.ts';
import { openWorld, type TestWorld, testKeys } from '../world.ts';

const command = join(import.meta.dirname, '../../src/cli/reclave.ts');
const mailbox = 'rebotes@clave.ceibo.example';
let world: TestWorld;
let sink: SmtpSink;
before(async () => {
  sink = await startSmtpSink();
  world = await openWorld({ environment: { SMTP_URL: sink.url, MAIL_RETURNS: mailbox } });
});
after(async () => {
  await world.close();
  await sink.stop();
});

/** Runs the command beside the world, as an operator or a mail system does. */
async function reclave(args: readonly string[], { input = '', url = world.databaseUrl } = {}) {
  const child = spawn(process.execPath, [command, ...args], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      RECLAVE_KEYS: testKeys,
      SMTP_URL: sink.url,
      MAIL_RETURNS: mailbox,
      LOG_LEVEL: 'silent',
    },
  });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { out, err, code };
}

async function ask(who: Somebody): Promise<void> {
  const walker = browse(world);
  await begin(walker, who);
  await skipQuestions(walker);
  await walker.submit({ correo: who.email, seguro: '1' });
  while ((await deliverDue(world.world)) > 0);
}

it('lists what was given up without any address or secret, and puts back what still works, on the record', async () => {
  sink.mode = 'refuse';
  await ask(somebody(0));
  await ask(somebody(1));
  sink.mode = 'accept';
  // The command lives by the clock of the machine, and the world by its own.
  await world.sql(`update outbox set drop_after = '2100-01-01' where state = 'dead'`);
  const [first] = await world.sql<{ id: string }>(
    `update outbox set drop_after = '2020-01-01' where parcel_id = (select parcel_id from outbox where state = 'dead' limit 1)
     returning parcel_id as id`,
  );
  const listed = await reclave(['mail', 'dead']);
  const lines = listed.out.trim().split('\n');
  assert.equal(lines.length, 2, listed.out + listed.err);
  for (const line of lines)
    assert.match(
      line,
      /^[0-9a-f-]{36}\trecover\tmail\t1 tries\tsmtp EENVELOPE 550 5\.1\.1\t\S+Z\t(expired|until 2100\S+)$/,
    );
  assert.doesNotMatch(listed.out, /persona|@|\d{4} \d{4}|https?:/);
  const expired = await reclave(['mail', 'retry', first?.id ?? '']);
  assert.deepEqual(
    [expired.code, expired.out.trim()],
    [1, '0 put back, 1 expired: ask for new messages instead'],
  );
  const all = await reclave(['mail', 'retry', '--all']);
  assert.deepEqual([all.code, all.out.trim()], [0, '1 put back, 1 expired: ask for new messages instead']);
  const status = await reclave(['mail', 'status']);
  assert.match(status.out, /^dead\t1\toldest \S+Z$/m);
  assert.match(status.out, /^queued\t1\toldest \S+Z$/m);
  assert.match(status.out, /^relay\t127\.0\.0\.1:\d+\tanswers$/m);
  await world.sql(`update outbox set due = $1 where state = 'queued'`, [world.clock.now()]);
  await deliverDue(world.world);
  assert.equal(sink.mails.length, 1);
  const audited = await world.sql(`select from audit where event = 'message-retried' and actor = 'operator'`);
  assert.equal(audited.length, 1);
});

it('refuses what names no dead letter', async () => {
  for (const id of ['x', '00000000-0000-4000-8000-000000000000'])
    assert.deepEqual(await retryDeadLetters(world.world, id), { revived: 0, expired: 0 });
  const [none, both] = await Promise.all([reclave(['mail', 'retry']), reclave(['mail', 'retry', 'x'])]);
  assert.deepEqual([none.code, both.code], [1, 1]);
});

it('puts back what still works however much that expired stands before it (EM-13)', async () => {
  const now = world.clock.now();
  await world.sql(
    `insert into outbox (parcel_id, payload, state, due, drop_after, done_at)
     select gen_random_uuid(), 'x', 'dead', $1, $1::timestamptz + make_interval(hours => case when n > 1200 then 1 else -1 end),
       $1::timestamptz + make_interval(secs => n) from generate_series(1, 1203) n`,
    [now],
  );
  const before = await world.sql(`select from audit where event = 'message-retried'`);
  assert.equal((await retryDeadLetters(world.world)).revived, 3);
  const after = await world.sql(`select from audit where event = 'message-retried'`);
  assert.equal(after.length - before.length, 3);
  await world.sql(`delete from outbox where payload = 'x'`);
});

it('takes a returned message from standard input, and comes again later when the database is away (EM-12)', async () => {
  const [sent] = await world.sql<{ id: string }>(`select parcel_id as id from mail_carried limit 1`);
  const to = returnAddress(keys, mailbox, sent?.id ?? '');
  await world.sql('delete from mail_health');
  const input = reportTo(to, 'failed', '5.1.1');
  const away = await reclave(['returns', to], { input, url: 'postgres://127.0.0.1:1/none' });
  assert.equal(away.code, 75);
  assert.doesNotMatch(away.err, /@/);
  const taken = await reclave(['returns'], { input: `Delivered-To: ${to}\r\n${input}` });
  assert.deepEqual([taken.code, taken.out, taken.err], [0, '', '']);
  assert.deepEqual(await world.sql('select refused from mail_health'), [{ refused: 1 }]);
});
