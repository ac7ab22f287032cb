import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openGateway } from '../../src/courier/gateway.ts';
import { house, messages, parcelTo } from './courier-cases.ts';
import { startGateway } from './courier-sinks.ts';

const phone = { by: 'sms', phone: '+593987654321' } as const;
const body = '{"to":"{to}","text":"{text}"}';

const outcomes = {
  200: 'carried',
  202: 'carried',
  302: 'deferred',
  400: 'refused',
  401: 'deferred',
  402: 'deferred',
  422: 'refused',
  429: 'deferred',
  500: 'deferred',
  503: 'deferred',
} as const;

for (const [status, outcome] of Object.entries(outcomes)) {
  test(`a gateway that answers ${status}: ${outcome}`, async () => {
    const gateway = await startGateway(() => Number(status));
    const courier = openGateway({ url: gateway.url, body }, house);
    assert.equal((await courier.carry(parcelTo(phone, 'recover'))).outcome, outcome);
    await gateway.stop();
  });
}

test('a gateway that is not there: deferred', async () => {
  const courier = openGateway({ url: 'http://127.0.0.1:1/', body }, house);
  const receipt = await courier.carry(parcelTo(phone, 'recover'));
  assert.deepEqual(receipt, { outcome: 'deferred', reason: 'gateway unreachable' });
});

test('a gateway that never answers: deferred after ten seconds', async () => {
  const gateway = await startGateway(() => 0);
  const courier = openGateway({ url: gateway.url, body }, house);
  const receipt = await courier.carry(parcelTo(phone, 'recover'));
  assert.deepEqual(receipt, { outcome: 'deferred', reason: 'gateway timeout' });
  await gateway.stop();
});

test('what a message holds cannot add a field to the request', async () => {
  const gateway = await startGateway();
  const nested = '{"messages":[{"to":"{to}","body":"[{text}]"}],"from":"CEIBO","flash":false}';
  const courier = openGateway({ url: gateway.url, body: nested }, house);
  const message = { ...messages.recover, code: '1","to":"+1","x":"{to}$&' };
  await courier.carry({ ...parcelTo(phone, 'recover'), message });
  const [received] = gateway.bodies;
  assert.deepEqual(Object.keys(received ?? {}), ['messages', 'from', 'flash']);
  const [first]: Record<string, unknown>[] = Array.isArray(received?.messages) ? received.messages : [];
  assert.deepEqual(Object.keys(first ?? {}), ['to', 'body']);
  assert.equal(first?.to, phone.phone);
  assert.ok(String(first?.body).includes(message.code));
  await gateway.stop();
});

test('codes are not sent in the clear to another machine, and a broken template is refused at start', () => {
  assert.throws(() => openGateway({ url: 'http://sms.example/', body }, house), /https/);
  assert.throws(() => openGateway({ url: 'https://sms.example/', body: '{' }, house));
});
