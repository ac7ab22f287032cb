/** Two relays: what one does not take, the other does, and nothing is told twice. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import type { Courier } from '../../src/courier/message.ts';
import { openRelays } from '../../src/courier/relays.ts';
import { openSmtp } from '../../src/courier/smtp.ts';
import { type SetClock, setClock } from '../../src/lib/clock.ts';
import { returnAddress } from '../../src/lib/contact/return-address.ts';
import { keysOf } from '../../src/lib/seal.ts';
import { type SmtpSink, startSmtpSink } from '../smtp-sink.ts';
import { house, parcelTo, smtpOptions } from './courier-cases.ts';

const ana = { by: 'mail', address: 'ana@correo.example' } as const;
const minute = 60_000;

describe('two relays (EM-13)', () => {
  let [one, two]: SmtpSink[] = [];
  let clock: SetClock;
  let courier: Courier;
  before(async () => {
    [one, two] = [await startSmtpSink(), await startSmtpSink()];
    clock = setClock(new Date('2026-11-24T15:12:00Z'));
    const open = ({ url }: SmtpSink) => openSmtp(smtpOptions(url), house);
    courier = openRelays([open(first()), open(second())], clock);
  });
  afterEach(async () => {
    for (const sink of [first(), second()]) {
      sink.mode = 'accept';
      await sink.down();
      await sink.up();
      sink.mails.length = 0;
      sink.seen.calls = 0;
    }
    clock.move(2 * minute);
  });
  after(async () => {
    await courier.close();
    await Promise.all([first().stop(), second().stop()]);
  });
  const first = () => one ?? assert.fail();
  const second = () => two ?? assert.fail();

  const ask = () => courier.carry(parcelTo(ana, 'recover'));
  const taken = () => [first().mails.length, second().mails.length];

  test('the first carries while it takes anything', async () => {
    assert.deepEqual(await ask(), { outcome: 'carried' });
    assert.deepEqual(taken(), [1, 0]);
    assert.equal(second().seen.calls, 0);
  });

  for (const trouble of ['down', 'close', 'unwanted', 'denied'] as const)
    test(`${trouble}: the second carries at once, and once; the first is left alone, and then asked again`, async () => {
      if (trouble === 'down') await first().down();
      else first().mode = trouble;
      assert.deepEqual(await ask(), { outcome: 'carried' });
      assert.deepEqual(taken(), [0, 1]);
      first().mode = 'accept';
      if (trouble === 'down') await first().up();
      const calls = first().seen.calls;
      assert.deepEqual(await ask(), { outcome: 'carried' });
      assert.equal(first().seen.calls, calls, 'a relay at rest was asked');
      clock.move(minute);
      assert.deepEqual(await ask(), { outcome: 'carried' });
      assert.deepEqual(taken(), [1, 2]);
    });

  for (const [mode, outcome] of [
    ['refuse', 'refused'],
    ['defer', 'deferred'],
  ] as const)
    test(`${outcome} because of the message: that is the answer, and the other is not asked`, async () => {
      first().mode = mode;
      assert.equal((await ask()).outcome, outcome);
      assert.equal(second().seen.calls, 0);
      first().mode = 'accept';
      assert.deepEqual(await ask(), { outcome: 'carried' });
      assert.deepEqual(taken(), [1, 0]);
    });

  test('what one does not relay and the other knows no mailbox for is refused by the address (EM-12)', async () => {
    first().mode = 'denied';
    second().mode = 'refuse';
    const receipt = await ask();
    assert.equal(receipt.outcome === 'refused' && receipt.status, '5.1.1');
  });

  test('what neither relays is tried later, and tells nothing of the address', async () => {
    first().mode = 'denied';
    second().mode = 'denied';
    const receipt = await ask();
    assert.deepEqual(receipt, { outcome: 'deferred', reason: 'smtp EENVELOPE 554 5.7.1', ofUs: true });
  });

  test('both at rest: both are asked all the same, the soonest rested first', async () => {
    await Promise.all([first().down(), second().down()]);
    assert.equal((await ask()).outcome, 'deferred');
    await Promise.all([first().up(), second().up()]);
    assert.deepEqual(await ask(), { outcome: 'carried' });
    assert.deepEqual(taken(), [1, 0]);
  });

  test('the service is ready while one of them answers, and the operator sees which', async () => {
    await first().down();
    assert.equal(await courier.ready(), true);
    assert.deepEqual(
      (await courier.relays()).map(({ ready }) => ready),
      [false, true],
    );
    await second().down();
    assert.equal(await courier.ready(), false);
    await Promise.all([first().up(), second().up()]);
  });

  test('one that takes every call and says nothing does not make the service look slow (EM-18)', async () => {
    const calls = new Set<Socket>();
    const mute = createServer((socket) => calls.add(socket.on('error', () => undefined)));
    await once(mute.listen(0, '127.0.0.1'), 'listening');
    const address = mute.address();
    assert.ok(typeof address === 'object' && address);
    const silent = openSmtp(smtpOptions(`smtp://127.0.0.1:${address.port}`), house);
    const both = openRelays([silent, openSmtp(smtpOptions(second().url), house)], clock);
    try {
      assert.equal(await Promise.race([silent.ready().then(() => 'gave up'), both.ready()]), true);
    } finally {
      for (const call of calls) call.destroy();
      mute.close();
      await both.close();
    }
  });
});

test('mail is returned to an address that fits RFC 5321 and names its parcel (EM-12)', async () => {
  const sink = await startSmtpSink();
  const keys = keysOf([{ id: 'k1', secret: Buffer.alloc(32, 1) }]);
  const returnTo = (id: string) => returnAddress(keys, 'rebotes-de-aqui@clave.ceibo.example', id);
  const courier = openSmtp({ ...smtpOptions(sink.url), returnTo }, house);
  const id = '0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b';
  await courier.carry({ ...parcelTo(ana, 'recover'), id });
  const from = sink.mails[0]?.from ?? '';
  assert.match(from, /^rebotes-de-aqui\+0190a1b2c3d47e5f8a9b0c1d2e3f4a5b[0-9a-f]{16}@clave\.ceibo\.example$/);
  assert.equal(from.indexOf('@'), 64);
  await courier.close();
  await sink.stop();
});
