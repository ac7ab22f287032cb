import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { comparedAddress, judgeAddress, sameAddress, storedAddress } from '../../src/lib/contact/email.ts';
import { inboxAddress, providerTypo } from '../../src/lib/contact/mail-provider.ts';

const lookAlikes = [
  'm\u0131ke@example.org', // dotless i
  'mi\u212ae@example.org', // Kelvin sign
  'M\u0130KE@example.org', // I with dot above
  '\uff4dike@example.org', // full-width m
  'mike@\uff45xample.org', // full-width e
  'mike@ex\u0430mple.org', // Cyrillic a
  'mike@example\u3002org', // ideographic full stop
  'mike@example\uff0eorg', // full-width full stop
  'mike@exam\u00adple.org', // soft hyphen
  'mike@exa\ufe0emple.org', // variation selector
  'mike@e\u200bxample.org', // zero-width space
  'mike@example.org.',
  'mike+x@example.org',
  'm.ike@example.org',
  'mike@example.org,evil@evil.example',
];

test('a look-alike never equals the registered address (EM-01, EM-16)', () => {
  for (const typed of lookAlikes) assert.equal(sameAddress(typed, 'mike@example.org'), false, typed);
  assert.equal(sameAddress('kim@kelvin.example', 'kim@\u212aelvin.example'), false);
});

test('ASCII case and the blanks a phone adds do not matter', () => {
  for (const typed of [
    'MIKE@example.org',
    'mike@Example.ORG',
    ' mike@example.org ',
    'mike@example.org\u00a0',
  ]) {
    assert.equal(sameAddress(typed, 'mike@example.org'), true, typed);
  }
});

test('a stored address keeps its local part as typed and its domain in lower case (EM-16)', () => {
  assert.equal(storedAddress('A.b+c@Gmail.com'), 'A.b+c@gmail.com');
  assert.equal(storedAddress('ana@ñandú.example'), 'ana@xn--and-6ma2c.example');
  assert.equal(storedAddress('ana@xn--and-6ma2c.example'), 'ana@xn--and-6ma2c.example');
  assert.equal(sameAddress('ana@ñandú.example', 'ana@XN--and-6ma2c.example'), true);
});

test('what is not exactly one plain address is refused (EM-02, EM-03)', () => {
  const corpus = [
    '"a@evil x"@ok.example',
    'a@ok.example(x)evil.com',
    '"a> ORCPT=b@c"@ok',
    'Group:a@x.example;',
    '<a@x.example>,<b@y.example>',
    'a@[127.0.0.1]',
    'a@127.0.0.1',
    'a@ok..example',
    `${'a'.repeat(65)}@ok.example`,
    'a@x.example,b@y.example',
    'a@x.example;b@y.example',
    'a@x.example\r\nbcc:b@y.example',
    'a@x.example\r\n',
    'a@x.example b@y.example',
    'a@x.example|b@y.example',
    'a@x.example%0d%0abcc:b@y.example',
    '@a.example:b@c.example',
    'a@@b.example',
    '.a@b.example',
    'a.@b.example',
    'a..b@c.example',
    'ñ@b.example',
    'a@-b.example',
    'a@b-.example',
    `a@${'b'.repeat(64)}.example`,
    `a@${'b.'.repeat(127)}example`,
    'a@localhost',
    'a@xn--.example',
    'a@b.example\u0000',
    'a(comment)@b.example',
    ' '.repeat(5000),
  ];
  for (const typed of corpus) assert.deepEqual(judgeAddress(typed), { ok: false, fault: 'malformed' }, typed);
});

test('the limits of length are 64 before the at sign and 254 in all', () => {
  const domain = `${`${'d'.repeat(46)}.`.repeat(4)}e`;
  assert.equal(storedAddress(`${'a'.repeat(64)}@${domain}`)?.length, 254);
  assert.equal(storedAddress(`${'a'.repeat(64)}@${domain}e`), undefined);
});

test('each fault of the page has its own name', () => {
  assert.deepEqual(judgeAddress('  '), { ok: false, fault: 'empty' });
  assert.deepEqual(judgeAddress('ana.example'), { ok: false, fault: 'no-at' });
  assert.deepEqual(judgeAddress('ana@'), { ok: false, fault: 'no-domain' });
});

test('whatever is accepted is plain ASCII, stays itself, and compares by its own ASCII case only', () => {
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))
      .map(([a, b]) => `${a}@${b}.example`),
    fc.emailAddress(),
  );
  fc.assert(
    fc.property(typed, (text) => {
      const stored = storedAddress(text);
      if (stored === undefined) return;
      assert.match(stored, /^[\x21-\x7e]{3,254}$/);
      assert.equal(storedAddress(stored), stored);
      assert.equal(comparedAddress(stored), stored.toLowerCase());
    }),
    { numRuns: 3000 },
  );
});

test('a slip in a provider name is offered back, a real domain never is', () => {
  const slips = {
    'ana@gmial.com': 'ana@gmail.com',
    'ana@gmail.con': 'ana@gmail.com',
    'ana@gmail.co': 'ana@gmail.com',
    'Ana@hotmial.com': 'Ana@hotmail.com',
    'ana@hotmail.es': undefined,
    'ana@outlok.com': 'ana@outlook.com',
    'ana@yaho.es': 'ana@yahoo.es',
    'ana@mail.com': undefined,
    'ana@ymail.com': undefined,
    'ana@yahoo.com.ec': undefined,
    'ana@correo.example': undefined,
    'ana@fondo.example': undefined,
    'not an address': undefined,
  };
  for (const [typed, meant] of Object.entries(slips)) assert.equal(providerTypo(typed), meant, typed);
});

test('the inbox button depends on the typed domain only', () => {
  assert.equal(inboxAddress('a@gmail.com')?.name, 'Gmail');
  assert.equal(inboxAddress('a@HOTMAIL.com')?.name, 'Outlook');
  assert.equal(inboxAddress('a@live.com.mx')?.name, 'Outlook');
  assert.equal(inboxAddress('a@yahoo.com.ec')?.url, 'https://mail.yahoo.com/');
  assert.equal(inboxAddress('a@gmail.com.evil.example'), undefined);
  assert.equal(inboxAddress('a@correo.example'), undefined);
});
