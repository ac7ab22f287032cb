import assert from 'node:assert/strict';
import { createHash, createVerify, generateKeyPairSync } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Courier, Message } from '../../src/courier/message.ts';
import { openSmtp } from '../../src/courier/smtp.ts';
import { house, messages, parcelTo, smtpOptions } from './courier-cases.ts';
import { type Mail, startRelay } from './courier-sinks.ts';

const ana = { by: 'mail', address: 'Ana.B+c@correo.example' } as const;
const { publicKey, privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
const dkim = { domain: 'clave.ceibo.example', selector: 'uno', privateKey };

let relay: Awaited<ReturnType<typeof startRelay>>;
let courier: Courier;

before(async () => {
  relay = await startRelay();
  courier = openSmtp({ ...smtpOptions(relay.url), dkim }, house);
});
after(async () => {
  await courier.close();
  await relay.stop();
});

async function receive(message: Message): Promise<Mail> {
  const parcel = { ...parcelTo(ana, message.kind), message };
  assert.deepEqual(await courier.carry(parcel), { outcome: 'carried' });
  const mail = relay.mails.at(-1);
  assert.ok(mail);
  return mail;
}

const header = (mail: Mail, key: string): string[] =>
  mail.parsed.headers.filter((found) => found.key === key).map(({ value }) => value);

test('the headers are the expected ones, each once, and no other', async () => {
  const mail = await receive(messages.recover);
  const keys = mail.parsed.headers.map(({ key }) => key).sort();
  assert.deepEqual(keys, [
    'auto-submitted',
    'content-language',
    'content-type',
    'date',
    'dkim-signature',
    'from',
    'message-id',
    'mime-version',
    'reply-to',
    'subject',
    'to',
    'x-auto-response-suppress',
  ]);
  assert.deepEqual(header(mail, 'auto-submitted'), ['auto-generated']);
  assert.deepEqual(header(mail, 'x-auto-response-suppress'), ['All']);
  assert.deepEqual(header(mail, 'content-language'), ['es']);
  assert.equal(mail.parsed.from?.address, 'clave@clave.ceibo.example');
  assert.deepEqual(mail.parsed.to, [{ address: ana.address, name: '' }]);
});

test('one recipient, exactly as stored, and a return path that names the message (EM-01, EM-12)', async () => {
  const mail = await receive(messages.recover);
  assert.deepEqual(mail.rcpt, [ana.address]);
  const token = /^<(.+)@clave\.ceibo\.example>$/.exec(mail.parsed.messageId ?? '')?.[1];
  assert.equal(mail.from, `rebotes+${token}@clave.ceibo.example`);
});

test('the same parcel tried twice has the same Message-ID', async () => {
  const parcel = parcelTo(ana, 'recover');
  await courier.carry(parcel);
  await courier.carry(parcel);
  const [a, b] = relay.mails.slice(-2);
  assert.equal(a?.parsed.messageId, b?.parsed.messageId);
});

test('the text part comes first, and the HTML part says the same with one link (EM-05, EM-10)', async () => {
  const mail = await receive(messages.recover);
  assert.ok(mail.raw.indexOf('text/plain') < mail.raw.indexOf('text/html'));
  assert.match(mail.raw, /multipart\/alternative/);
  const html = mail.parsed.html ?? '';
  assert.deepEqual(
    [...html.matchAll(/href="([^"]*)"/g)].map((found) => found[1]),
    [messages.recover.link],
  );
  assert.equal(new Set(html.match(/style="[^"]*"/g)).size, 3);
  assert.doesNotMatch(html, /<img|url\(|@import|<script|src=/);
  const words = (text: string) => text.replace(/\s+/g, ' ').trim();
  const body = html.replace(/^[\s\S]*<body>/, '').replace(/<[^>]+>/g, ' ');
  assert.equal(words(body.replaceAll('&#39;', "'").replaceAll('&quot;', '"')), words(mail.text));
});

test('neither code nor digits stand in the subject', async () => {
  const mail = await receive(messages.recover);
  assert.match(mail.parsed.subject ?? '', /^CANOA FAROL: /);
  assert.doesNotMatch(mail.parsed.subject ?? '', /\d/);
});

for (const [name, firstName] of Object.entries({
  'a line end and a header': 'Ana\r\nBcc: mala@otro.example',
  'a Unicode line end': 'Ana\u2028Bcc: mala@otro.example\u0085X: y',
  'an encoded word': '=?utf-8?q?=0d=0aBcc:mala@otro.example?=',
  'an end of data': 'Ana\r\n.\r\nMAIL FROM:<mala@otro.example>\r\n.\n',
  'bare line ends': 'Ana\n.\nb\r.\rc',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template of another language is the point
  markup: '<a href=//mala.example>Ana</a>{{7*7}}${7}%s',
  'ten thousand letters': 'A'.repeat(10_000),
})) {
  test(`a name or words with ${name} change no header and no markup (EM-04, EM-06)`, async () => {
    const clean = await receive(messages.recover);
    const count = relay.mails.length;
    const mail = await receive({ ...messages.recover, firstName, caseWords: `CANOA ${firstName}` });
    assert.equal(relay.mails.length, count + 1);
    assert.deepEqual(mail.rcpt, [ana.address]);
    const keys = ({ parsed }: Mail) => parsed.headers.map(({ key }) => key).sort();
    assert.deepEqual(keys(mail), keys(clean));
    assert.doesNotMatch(mail.raw, /[^\r]\n|\r[^\n]/);
    assert.ok(mail.raw.split('\r\n').every((line) => line.length <= 998));
    assert.equal(mail.parsed.html?.match(/<a /g)?.length, 1);
    assert.doesNotMatch(mail.parsed.subject ?? '', /[\r\n\u0085\u2028]/);
  });
}

/** Checks a signature by RFC 6376, relaxed/relaxed, written apart from the signer. */
function verify(raw: string): { h: string; valid: boolean } {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const fields = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  const line = fields.find((field) => /^dkim-signature:/i.test(field)) ?? '';
  const tags = new Map(
    line
      .slice(line.indexOf(':') + 1)
      .split(';')
      .map((tag) => {
        const [key = '', ...value] = tag.split('=');
        return [key.trim(), value.join('=').replace(/\s/g, '')] as const;
      }),
  );
  const relaxed = (field: string) => {
    const at = field.indexOf(':');
    return `${field.slice(0, at).trim().toLowerCase()}:${field
      .slice(at + 1)
      .replace(/[ \t]+/g, ' ')
      .trim()}`;
  };
  const flat = `${body
    .replace(/[ \t]+\r\n/g, '\r\n')
    .replace(/[ \t]+/g, ' ')
    .replace(/(\r\n)*$/, '')}\r\n`;
  const bodyHash = createHash('sha256').update(flat, 'latin1').digest('base64');
  const h = tags.get('h') ?? '';
  const named = h
    .split(':')
    .map((name) => fields.find((field) => field.toLowerCase().startsWith(`${name}:`)) ?? '');
  const unsigned = relaxed(line.replace(/(\bb=)[^;]*$/, '$1'));
  const data = [...named.map(relaxed), unsigned].join('\r\n');
  const genuine = createVerify('sha256')
    .update(data, 'latin1')
    .verify(publicKey, tags.get('b') ?? '', 'base64');
  return { h, valid: genuine && bodyHash === tags.get('bh') };
}

test('the DKIM signature verifies and covers what matters (EM-07)', async () => {
  const mail = await receive(messages['key-changed']);
  const { h, valid } = verify(mail.raw);
  assert.ok(valid);
  for (const name of ['from', 'to', 'subject', 'date', 'message-id', 'auto-submitted', 'content-type']) {
    assert.ok(h.split(':').includes(name), name);
  }
  assert.ok(!verify(mail.raw.replace('Subject: ', 'Subject: Re: ')).valid);
});

test('a DKIM key that is too short or unreadable is refused at start', () => {
  const short = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const open = (key: string) =>
    openSmtp({ ...smtpOptions(relay.url), dkim: { ...dkim, privateKey: key } }, house);
  assert.throws(() => open(short.privateKey), /2048/);
  assert.throws(() => open('no key'));
});

const answers = [
  {
    responseCode: 550,
    said: '5.1.1 No such mailbox ana@correo.example',
    outcome: 'refused',
    reason: /550 5\.1\.1$/,
  },
  { responseCode: 451, said: '4.7.1 Greylisted', outcome: 'deferred', reason: /451 4\.7\.1$/ },
  { responseCode: 452, said: 'Too many', outcome: 'deferred', reason: /452$/ },
] as const;

for (const { responseCode, said, outcome, reason } of answers) {
  test(`${responseCode} for the recipient: ${outcome}, and the reason quotes no address`, async () => {
    const deaf = await startRelay({
      onRcptTo: (_address, _session, done) => done(Object.assign(new Error(said), { responseCode })),
    });
    const other = openSmtp(smtpOptions(deaf.url), house);
    const receipt = await other.carry(parcelTo(ana, 'recover'));
    assert.equal(receipt.outcome, outcome);
    assert.match('reason' in receipt ? receipt.reason : '', reason);
    await other.close();
    await deaf.stop();
  });
}

test('a relay that is not there: deferred', async () => {
  const gone = openSmtp(smtpOptions('smtp://127.0.0.1:1'), house);
  assert.equal((await gone.carry(parcelTo(ana, 'recover'))).outcome, 'deferred');
  await gone.close();
});

// 127.0.0.2 stands for a relay on another machine: it is not one of the names let off TLS.
const far = { skip: process.platform !== 'linux' };

test('a far relay without STARTTLS gets no message (EM-14)', far, async () => {
  const clear = await startRelay({}, '127.0.0.2');
  const other = openSmtp(smtpOptions(clear.url), house);
  assert.equal((await other.carry(parcelTo(ana, 'recover'))).outcome, 'deferred');
  assert.equal(clear.mails.length, 0);
  await other.close();
  await clear.stop();
});

test('a far relay with a certificate nobody vouches for gets no message (EM-14)', far, async () => {
  const selfSigned = await startRelay({ disabledCommands: ['AUTH'] }, '127.0.0.2');
  const other = openSmtp(smtpOptions(selfSigned.url), house);
  assert.equal((await other.carry(parcelTo(ana, 'recover'))).outcome, 'deferred');
  assert.equal(selfSigned.mails.length, 0);
  await other.close();
  await selfSigned.stop();
});
