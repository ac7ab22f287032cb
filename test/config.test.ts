import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { inspect, parseEnv } from 'node:util';
import fc from 'fast-check';
import { environmentNames } from '../src/config/environment.ts';
import { limits } from '../src/config/limits.ts';
import { newRootKeys, readRootKeys } from '../src/config/root-keys.ts';
import { type Config, readConfig } from '../src/config.ts';

const root = join(import.meta.dirname, '..');
const ceibo = readFileSync(join(root, 'institutions/ceibo.yaml'), 'utf8');
const standard = readFileSync(join(root, 'institutions/standard.yaml'), 'utf8');
const empty = mkdtempSync(join(tmpdir(), 'reclave-config-'));
const calm = { RECLAVE_DATA: empty };
after(() => rmSync(empty, { recursive: true }));

const read = (institutionText: string, environment: Record<string, string> = {}) =>
  readConfig({ ...calm, ...environment }, { institutionText });

function accepted(institutionText: string, environment: Record<string, string> = {}): Config {
  const reading = read(institutionText, environment);
  if (!reading.ok) assert.fail(inspect(reading.mistakes));
  return reading.config;
}

/** Each mistake as one line. */
function refused(institutionText: string, environment: Record<string, string> = {}): string[] {
  const reading = read(institutionText, environment);
  if (reading.ok) assert.fail('accepted');
  return reading.mistakes.map(({ where, what, advice }) => `${where} ${what}. ${advice}`);
}

/** Replaces a line, and fails when the line is not there: a test must not pass because it changed nothing. */
function change(text: string, line: string | RegExp, by: string): string {
  const changed = text.replace(line, by);
  assert.notEqual(changed, text, String(line));
  return changed;
}

test('both institutions that ship are accepted', () => {
  assert.equal(accepted(ceibo).institution.shortName, 'Fondo Ceibo');
  const { policy, profiles } = accepted(standard).institution;
  assert.deepEqual([policy.key.min, policy.key.max, policy.key.characters], [15, 128, 'any']);
  for (const profile of profiles) assert.deepEqual(profile.gates, ['contact', 'message']);
});

test('both files name every number, and the standard one gives the usual values', () => {
  const valueAt = (policy: unknown, name: string): unknown =>
    name
      .split('.')
      .reduce<unknown>(
        (owner, step) => Object.entries(Object(owner)).find(([key]) => key === step)?.[1],
        policy,
      );
  const bare = change(standard, /\npolicy:[\s\S]*$/, '\n');
  const usual = accepted(bare).institution.policy;
  const written = accepted(standard).institution.policy;
  for (const [name, limit] of Object.entries(limits)) {
    assert.equal(valueAt(usual, name), limit.usual, name);
    assert.equal(valueAt(written, name), limit.usual, name);
    for (const text of [ceibo, standard])
      assert.match(text, new RegExp(`\\b${name.split('.').at(-1)}: \\d`), name);
  }
});

test('the version is the digest of the text, and everything is frozen to its leaves', () => {
  const config = accepted(ceibo);
  assert.match(config.institution.policy.version, /^[0-9a-f]{12}$/);
  assert.notEqual(accepted(`${ceibo}\n`).institution.policy.version, config.institution.policy.version);
  const open: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (!Object.isFrozen(value)) open.push(path);
    for (const [key, part] of Object.entries(value)) walk(part, `${path}.${key}`);
  };
  walk(config, 'config');
  assert.deepEqual(open, []);
});

test('every number is refused on either side of its hard limit, by name and by line', () => {
  const indented = (name: string, value: number): string => {
    const steps = name.split('.');
    const lines = steps.map((step, depth) => `${'  '.repeat(depth + 1)}${step}:`);
    return `policy:\n${lines.join('\n')} ${value}\n`;
  };
  const bare = change(standard, /\npolicy:[\s\S]*$/, '\n');
  for (const [name, { least, most }] of Object.entries(limits)) {
    const line = bare.split('\n').length + name.split('.').length;
    for (const value of [least - 1, most + 1]) {
      const mistakes = refused(bare + indented(name, value));
      const expected = mistakes.find((text) => text.includes(`policy.${name} is past its hard limit`));
      assert.ok(expected?.startsWith(`institutions/ceibo.yaml:${line} `), `${name} ${value}: ${mistakes}`);
      assert.match(expected ?? '', new RegExp(`Write ${least} to ${most} `));
    }
    for (const value of [`${least}.5`, '"8"', 'many', 'null', '.inf', '1e9999']) {
      const text = bare + indented(name, least).replace(/\d+\n$/, `${value}\n`);
      assert.ok(
        refused(text).some((mistake) => mistake.includes(name)),
        `${name}: ${value}`,
      );
    }
  }
});

test('the limits are the ones the standards give', () => {
  const { policy } = { policy: limits };
  assert.ok(policy['link.bytes'].least >= 16 && policy['link.minutes'].most <= 1440);
  assert.ok(policy['code.digits'].least >= 6 && policy['code.minutes'].most <= 10);
  assert.ok(policy['key.hash.memoryKiB'].least >= 19_456 && policy['key.hash.passes'].least >= 2);
  assert.ok(policy['signIn.disabledAt'].most <= 100 && policy['questions.triesPerDay'].most <= 3);
  assert.ok(policy['session.idleMinutes'].most <= 60 && policy['session.hours'].most <= 24);
  assert.ok(policy['staff.session.idleMinutes'].most <= 15 && policy['staff.session.hours'].most <= 12);
  assert.ok(
    policy['key.min'].least >= 6 && policy['key.max'].most <= 128 && policy['code.triesPerDay'].most <= 10,
  );
});

test('no order of gates is accepted without contact and message, so questions never suffice (QN-02)', () => {
  const gate = fc.constantFrom('questions', 'contact', 'message');
  const good = ['contact,message', 'questions,contact,message', 'contact,message,questions'];
  fc.assert(
    fc.property(fc.array(gate, { maxLength: 4 }), (gates) => {
      const text = ceibo.replace('gates: [questions, contact, message]', `gates: [${gates.join(', ')}]`);
      if (good.includes(gates.join(','))) {
        accepted(text);
        return;
      }
      const proven = gates.includes('contact') && gates.includes('message');
      assert.match(refused(text).join('\n'), proven ? /out of order or repeated/ : /QN-02/);
    }),
  );
});

test('a gate of questions without questions is refused', () => {
  const text = change(standard, 'gates: [contact, message]', 'gates: [questions, contact, message]');
  assert.match(refused(text).join('\n'), /policy\.questions has none/);
});

test('a key rule below the standard needs somebody to answer for it, and fewer failures', () => {
  const unsigned = change(ceibo, /\n {4}deviation:[\s\S]*?(?=\n {2}signIn)/, '');
  assert.match(refused(unsigned).join('\n'), /NIST SP 800-63B-4, 3\.1\.1\.2 and nobody has signed/);
  assert.match(refused(change(ceibo, 'disabledAt: 20', 'disabledAt: 21')).join('\n'), /the limit is 20/);
  for (const [was, is] of [
    ['min: 15', 'min: 14'],
    ['max: 128', 'max: 63'],
    ['characters: any', 'characters: letters-and-digits'],
  ] as const) {
    const mistakes = refused(change(standard, was, is));
    assert.equal(mistakes.length, 2, mistakes.join('\n'));
  }
});

test('all mistakes are told at once, each with its line, also between parts', () => {
  const changes: [string, string, RegExp][] = [
    ['id: ceibo', 'id: ceibo\nid: twice', /:6 a setting is written twice/],
    ['"#0b4a5e"', '"#eeeeee"', /:\d+ white text on this colour/],
    ['America/Guayaquil', 'Mars/Base', /:\d+ not an IANA time zone/],
    ['https://banco', 'http://banco', /:\d+ a portal’s address starts with https/],
    ['from: clave@clave', 'from: clave@@clave', /:\d+ “clave@@clave/],
    [
      'perDay: 5',
      'perDayy: 5',
      /:\d+ “perDayy” is not a setting of policy\.messages\. Did you mean “perDay”/,
    ],
    ['ec.ci: {', 'ec.cl: {', /Did you mean “ec\.ci”/],
    ['digits: 8', 'digits: 5', /policy\.code\.digits is past its hard limit: at least 6/],
    ['disabledAt: 20', 'disabledAt: 30', /the limit is 20 under this key rule/],
    ['perHour: 3', 'perHour: 6', /messages\.perHour \(6\) is more than messages\.perDay \(5\)/],
    ['id: loma-canela', 'id: centro-norte', /“centro-norte” stands twice in offices/],
    ['lastKeys: 5', 'lastKeys: many', /policy\.key\.lastKeys is wrong\. Write a whole number/],
  ];
  const text = changes.reduce((whole, [was, is]) => change(whole, was, is), ceibo);
  const mistakes = refused(text, { PORT: 'http', RECLAVE_BASEURL: 'x' });
  for (const [, , expected] of changes) assert.match(mistakes.join('\n'), expected);
  assert.match(mistakes.join('\n'), /PORT is not a number/);
  assert.match(
    mistakes.join('\n'),
    /RECLAVE_BASEURL is not read by anything\. Did you mean RECLAVE_BASE_URL/,
  );
  assert.equal(mistakes.length, changes.length + 2, mistakes.join('\n'));
});

test('a mistake stands at its own line', () => {
  const line = ceibo.split('\n').findIndex((text) => text.includes('digits: 8')) + 1;
  const [only] = refused(change(ceibo, 'digits: 8', 'digits: 4'));
  assert.ok(only?.startsWith(`institutions/ceibo.yaml:${line} `));
});

test('a part refused for its shape is not complained of again for its meaning', () => {
  assert.equal(refused(change(ceibo, '2026-01-15', 'yesterday')).length, 1);
  assert.equal(refused(change(ceibo, 'disabledAt: 20', 'disabledAt: 500')).length, 1);
});

/** Nine levels of nine aliases: ten bytes a level, a thousand million texts when followed. */
const bomb = Array.from(
  { length: 9 },
  (_, n) => `k${n}: &a${n} [${Array(9).fill(n ? `*a${n - 1}` : 'x')}]`,
).join('\n');

test('text that is no institution is refused calmly', () => {
  for (const text of [
    '',
    'a: [',
    '- 1',
    'policy: 5',
    '%',
    'a: &a [*a]',
    'a: *nobody',
    bomb,
    'x: !!js/function "f"',
    '\0',
  ]) {
    assert.ok(refused(text).length > 0, text);
  }
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => assert.ok(refused(text).length > 0)));
});

test('losing any line of the file is either accepted or explained, never thrown', () => {
  const lines = ceibo.split('\n');
  for (const place of lines.keys()) {
    const reading = read(lines.toSpliced(place, 1).join('\n'));
    if (reading.ok) continue;
    assert.ok(reading.mistakes.length > 0);
    for (const { where, what, advice } of reading.mistakes) assert.ok(where && what && advice, where);
  }
});

const key = (id: string, fill: number) => `${id}:${Buffer.alloc(32, fill).toString('base64')}`;

test('without any variable it is the demo on this machine, with keys to make', () => {
  const config = accepted(ceibo);
  assert.equal(config.baseUrl, 'http://localhost:8080');
  assert.deepEqual(config.keys, { kind: 'to-make', file: join(empty, 'keys') });
  assert.equal('databaseUrl' in config || 'smtpUrls' in config || 'sms' in config || 'dkim' in config, false);
});

test('a full environment is read, and none of its secrets can be printed', () => {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const dkimFile = join(empty, 'dkim.pem');
  writeFileSync(dkimFile, privateKey);
  const config = accepted(ceibo, {
    DATABASE_URL: 'postgres://u:hush1@db/reclave',
    DATABASE_POOL: '20',
    RECLAVE_BASE_URL: 'https://clave.ceibo.example/',
    RECLAVE_KEYS: `${key('k2', 2)},${key('k1', 1)}`,
    SMTP_URL: 'smtps://u:hush2@relay:465, smtp://u:hush5%2C%20@other',
    MAIL_RETURNS: 'rebotes@clave.ceibo.example',
    SMS_URL: 'https://u:hush3@sms.example/send',
    SMS_AUTHORIZATION: 'Bearer hush4',
    DKIM_KEY_FILE: dkimFile,
    DKIM_SELECTOR: 'r1',
    TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    LOG_LEVEL: 'warn',
    HOST: '::',
    PORT: '443',
  });
  assert.equal(config.baseUrl, 'https://clave.ceibo.example');
  assert.deepEqual(
    config.smtpUrls?.map((url) => new URL(url.reveal()).host),
    ['relay:465', 'other'],
  );
  assert.equal(config.mailReturns, 'rebotes@clave.ceibo.example');
  assert.equal(config.dkim?.domain, 'clave.ceibo.example');
  assert.equal(config.sms?.authorization?.reveal(), 'Bearer hush4');
  assert.deepEqual(config.trustedProxies, ['10.0.0.0/8', '::1']);
  assert.deepEqual(config.keys.kind === 'given' && config.keys.ring.reveal().map((root) => root.id), [
    'k2',
    'k1',
  ]);
  const printed = inspect(config, { depth: 9, showHidden: true }) + JSON.stringify(config);
  assert.doesNotMatch(printed, /hush|PRIVATE KEY|AQEBAQ|AgICAg/);
});

test('what the environment gets wrong is refused without repeating secrets', () => {
  const wrong: Record<string, string[]> = {
    RECLAVE_BASE_URL: [
      'http://clave.ceibo.example',
      'https://a.example/path',
      'https://u:p@a.example',
      'clave',
      'ftp://a',
    ],
    DATABASE_URL: ['mysql://u:hush@db/x', 'hush', 'postgres://'],
    SMTP_URL: [
      'http://u:hush@relay',
      'smtp:relay',
      'smtp://relay,http://u:hush@relay',
      'smtp://u:hu,sh@relay',
    ],
    MAIL_RETURNS: ['rebotes', 'a@b@c.example', 'uno+dos@clave.example', 'name-of-17-letter@clave.example'],
    SMS_URL: ['http://sms.example/hush', 'hush'],
    RECLAVE_AUDIT_SINK: ['http://seals.example/hush', 'hush', 'file:hush', 'file://host/hush', 'file:///'],
    SMS_BODY: ['{to} {text}', '{"to":"{to}"}'],
    RECLAVE_KEYS: [
      'hush',
      `k1:${randomBytes(16).toString('base64')}`,
      `${key('a', 1)},${key('a', 2)}`,
      `${key('a', 1)},${key('b', 1)}`,
    ],
    RECLAVE_KEYS_FILE: [join(empty, 'absent')],
    RECLAVE_INSTITUTION: ['absent', root],
    DKIM_SELECTOR: ['r1'],
    DKIM_KEY_FILE: [join(empty, 'absent.pem')],
    TRUSTED_PROXIES: ['proxy', '10.0.0.0/40', '0.0.0.0/0'],
    LOG_LEVEL: ['loud'],
    DATABASE_POOL: ['0', '1e3', '-1', '201'],
    PORT: ['65536', '80a'],
    HOST: ['http://x', 'a b'],
  };
  for (const [name, values] of Object.entries(wrong)) {
    for (const value of values) {
      const reading = readConfig({ ...calm, [name]: value });
      const told = inspect(reading);
      assert.ok(
        !reading.ok && told.includes(name.replace(/_KEY_FILE|_SELECTOR/, '')),
        `${name}=${value}: ${told}`,
      );
      assert.doesNotMatch(told, /hush/);
    }
  }
});

test('keys are never made up beside a database of one’s own', () => {
  const told = refused(ceibo, { DATABASE_URL: 'postgres://db/reclave' });
  assert.match(told.join('\n'), /RECLAVE_KEYS is missing beside DATABASE_URL/);
});

test('a made key file is read at the next start', () => {
  const data = mkdtempSync(join(empty, 'data-'));
  writeFileSync(join(data, 'keys'), newRootKeys());
  assert.equal(accepted(ceibo, { RECLAVE_DATA: data }).keys.kind, 'given');
  writeFileSync(join(data, 'keys'), '');
  assert.match(refused(ceibo, { RECLAVE_DATA: data }).join('\n'), /not a ring of keys/);
  assert.ok(Array.isArray(readRootKeys(`${key('k2', 2)}\n${key('k1', 1)}\n`)));
});

test('.env.example explains exactly the variables that are read, and is itself accepted', () => {
  const example = parseEnv(readFileSync(join(root, '.env.example'), 'utf8'));
  assert.deepEqual(Object.keys(example).sort(), [...environmentNames].sort());
  const reading = readConfig({ ...example, ...calm });
  assert.ok(reading.ok, inspect(reading));
});
