import assert from 'node:assert/strict';
import { request } from 'node:http';
import { after, before, test } from 'node:test';
import { type Inbox, startInbox } from '../../src/cli/inbox/inbox.ts';
import { openGateway } from '../../src/courier/gateway.ts';
import type { Courier } from '../../src/courier/message.ts';
import { openSmtp } from '../../src/courier/smtp.ts';
import { house, messages, parcelTo, smtpOptions } from '../contracts/courier-cases.ts';

let inbox: Inbox;
let mail: Courier;
let sms: Courier;

before(async () => {
  inbox = await startInbox({ smtpPort: 0, webPort: 0 });
  mail = openSmtp(smtpOptions(inbox.smtpUrl), house);
  sms = openGateway({ url: inbox.smsUrl, body: '{"to":"{to}","text":"{text}"}' }, house);
});
after(async () => {
  await mail.close();
  await inbox.stop();
});

const mailTo = (address: string) => ({ by: 'mail', address }) as const;
const list = async () => (await fetch(`${inbox.webUrl}/api/messages`)).json();

test('shows a mail and an SMS, newest first, with link and code found', async () => {
  assert.deepEqual(await mail.carry(parcelTo(mailTo('ana@correo.example'), 'recover')), {
    outcome: 'carried',
  });
  const phone = { by: 'sms', phone: '+593987654321' } as const;
  assert.deepEqual(await sms.carry(parcelTo(phone, 'recover')), { outcome: 'carried' });
  const [newest, older] = await list();
  assert.equal(newest.by, 'sms');
  assert.equal(newest.to, '+593987654321');
  assert.equal(newest.code, messages.recover.code);
  assert.equal(older.to, 'ana@correo.example');
  assert.equal(older.code, messages.recover.code);
  assert.equal(older.link, messages.recover.link);
  assert.match(older.headers, /Auto-Submitted: auto-generated/);
});

test('the page says that nothing leaves, and keeps the HTML part in a frame that can do nothing', async () => {
  const response = await fetch(inbox.webUrl);
  const page = await response.text();
  assert.match(page, /Solo demostración: nada sale a internet/);
  assert.match(page, /<iframe sandbox srcdoc="&lt;!doctype html&gt;/);
  assert.ok(page.indexOf('<pre>') < page.indexOf('<iframe'));
  assert.doesNotMatch(page, /<script/);
  assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
});

test('mailboxes that bounce are refused with 550', async () => {
  for (const address of ['rebota@correo.example', 'ana@rebota.example']) {
    const receipt = await mail.carry(parcelTo(mailTo(address), 'recover'));
    assert.deepEqual(receipt, { outcome: 'refused', reason: 'smtp EENVELOPE 550 5.1.1', status: '5.1.1' });
  }
});

test('what is not an SMS is refused', async () => {
  const post = (body: string, type: string) =>
    fetch(inbox.smsUrl, { method: 'POST', body, headers: { 'Content-Type': type } });
  assert.equal((await post('{"to":1}', 'application/json')).status, 422);
  assert.equal((await post('nada', 'application/json')).status, 422);
  assert.equal((await post('{"to":"+1","text":"x"}', 'text/plain')).status, 422);
  assert.equal((await fetch(`${inbox.webUrl}/otra`)).status, 404);
});

test('a name that points at this machine from elsewhere is not answered', async () => {
  const status = await new Promise((resolve, reject) => {
    request(`${inbox.webUrl}/api/messages`, { headers: { Host: 'mala.example' } }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
  assert.equal(status, 421);
});
