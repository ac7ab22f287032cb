/**
 * Reads the environment and the institution's file into one frozen value, or tells every mistake at once.
 * The only place that reads the environment; it opens nothing, makes nothing and reaches no network.
 */
import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { deepFreeze } from './config/deep-freeze.ts';
import { type Environment, EnvironmentReader } from './config/environment.ts';
import { readInstitution } from './config/institution.ts';
import type { Mistake } from './config/mistake.ts';
import { readRootKeys } from './config/root-keys.ts';
import { longestMailbox } from './lib/contact/return-address.ts';
import type { RootKey } from './lib/seal.ts';
import { Secret } from './lib/secret.ts';
import type { Institution } from './rules/policy.ts';

export type { Mistake } from './config/mistake.ts';

/** The root keys, or the file where the first start of an embedded database makes them. */
export type KeySource =
  | { readonly kind: 'given'; readonly ring: Secret<readonly RootKey[]> }
  | { readonly kind: 'to-make'; readonly file: string };

export type Config = {
  readonly institution: Institution;
  readonly institutionFile: string;
  /** Scheme and host, no slash at the end: every address in a page or message starts with it. */
  readonly baseUrl: string;
  readonly host: string;
  readonly port: number;
  /** How long balancers are given to notice before the server stops taking visitors. */
  readonly drainSeconds: number;
  readonly trustedProxies: readonly string[];
  readonly logLevel: LogLevel;
  /** Where the embedded database, the key file and the folder of messages are. */
  readonly dataDirectory: string;
  /** Absent: the embedded database in `dataDirectory`. */
  readonly databaseUrl?: Secret;
  readonly databasePoolSize: number;
  readonly keys: KeySource;
  /** Relays, the first one first. Absent: messages are written to `outboxDirectory`. */
  readonly smtpUrls?: readonly Secret[];
  /** Mailbox that gets returned mail; absent: the sender's own. */
  readonly mailReturns?: string;
  readonly outboxDirectory: string;
  /** Absent: the seals of the log are kept in the database alone. */
  readonly auditSink?: Secret;
  readonly sms?: { readonly url: Secret; readonly body: string; readonly authorization?: Secret };
  readonly dkim?: { readonly selector: string; readonly domain: string; readonly privateKey: Secret };
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

const root = dirname(import.meta.dirname);

/** A bare name is a file of `institutions/`; anything else is a path. */
const institutionPath = (name: string): string =>
  /^[a-z0-9-]+$/.test(name) ? join(root, 'institutions', `${name}.yaml`) : resolve(name);

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function institutionOf(reader: EnvironmentReader, given: string | undefined) {
  const path = institutionPath(reader.text('RECLAVE_INSTITUTION') ?? 'ceibo');
  const within = relative(root, path);
  const file = within.startsWith('..') ? path : within;
  const text = given ?? textOf(path);
  if (text === undefined) {
    reader.refuse(
      'RECLAVE_INSTITUTION',
      `names a file that cannot be read: ${file}`,
      'Write a path, or a name',
    );
    return { file };
  }
  const reading = readInstitution(text, file);
  if (reading.ok) return { file, institution: reading.institution };
  reader.mistakes.push(...reading.mistakes);
  return { file };
}

/** Root keys must outlive the machine: beside a database of one's own they are never made up on the spot. */
function keysOf(reader: EnvironmentReader, dataDirectory: string): KeySource | undefined {
  const inline = reader.text('RECLAVE_KEYS');
  const advice = 'Make a key with: openssl rand -base64 32, and write id:key, the current one first';
  if (inline !== undefined && reader.text('RECLAVE_KEYS_FILE') !== undefined) {
    return reader.refuse('RECLAVE_KEYS', 'is set, and so is RECLAVE_KEYS_FILE', 'Keep one of the two');
  }
  const made = join(dataDirectory, 'keys');
  const name = reader.text('RECLAVE_KEYS_FILE') !== undefined ? 'RECLAVE_KEYS_FILE' : 'RECLAVE_KEYS';
  let text = inline ?? reader.file('RECLAVE_KEYS_FILE');
  if (text === undefined && name === 'RECLAVE_KEYS_FILE') return undefined;
  if (text === undefined && reader.text('DATABASE_URL') !== undefined) {
    return reader.refuse('RECLAVE_KEYS', 'is missing beside DATABASE_URL', advice);
  }
  if (text === undefined && !existsSync(made)) return { kind: 'to-make', file: made };
  text ??= readFileSync(made, 'utf8');
  const ring = readRootKeys(text);
  if (typeof ring === 'string') return reader.refuse(name, `is not a ring of keys: ${ring}`, advice);
  return { kind: 'given', ring: new Secret(ring) };
}

function smsOf(reader: EnvironmentReader): Config['sms'] {
  const url = reader.secretUrl('SMS_URL', ['https:', 'http:']);
  const body = reader.text('SMS_BODY') ?? '{"to":"{to}","text":"{text}"}';
  const authorization = reader.text('SMS_AUTHORIZATION');
  try {
    JSON.parse(body);
    if (!body.includes('{to}') || !body.includes('{text}')) throw new TypeError('A place is missing');
  } catch {
    reader.refuse(
      'SMS_BODY',
      'is not JSON with {to} and {text} in it',
      'Write {"to":"{to}","text":"{text}"}',
    );
  }
  return url && { url, body, ...(authorization && { authorization: new Secret(authorization) }) };
}

function dkimOf(reader: EnvironmentReader, institution: Institution | undefined): Config['dkim'] {
  const selector = reader.text('DKIM_SELECTOR');
  const text = reader.file('DKIM_KEY_FILE');
  if ((selector === undefined) !== (reader.text('DKIM_KEY_FILE') === undefined)) {
    return reader.refuse('DKIM_SELECTOR', 'and DKIM_KEY_FILE need each other', 'Set both, or none');
  }
  if (selector === undefined || text === undefined) return undefined;
  if (!/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(selector)) {
    reader.refuse('DKIM_SELECTOR', 'is not a DNS label', 'Write letters, digits and hyphens');
  }
  if (!isStrongRsa(text)) {
    return reader.refuse('DKIM_KEY_FILE', 'holds no RSA key of 2048 bits (RFC 8301)', 'Make one in PEM');
  }
  const domain = institution?.mail.from.split('@')[1];
  return domain === undefined ? undefined : { selector, domain, privateKey: new Secret(text) };
}

/** RFC 8301, section 3.2: signers use 2048 bits or more. */
function isStrongRsa(pem: string): boolean {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048;
  } catch {
    return false;
  }
}

function machineOf(reader: EnvironmentReader) {
  const port = reader.integer('PORT', 8080, 0, 65_535);
  const dataDirectory = resolve(root, reader.text('RECLAVE_DATA') ?? 'var');
  const databaseUrl = reader.secretUrl('DATABASE_URL', ['postgres:', 'postgresql:']);
  const smtpUrls = reader.secretUrls('SMTP_URL', ['smtp:', 'smtps:']);
  const mailReturns = reader.mailbox('MAIL_RETURNS', longestMailbox);
  const auditSink = reader.sink('RECLAVE_AUDIT_SINK');
  return {
    baseUrl: reader.origin('RECLAVE_BASE_URL', `http://localhost:${port}`),
    host: reader.host('HOST', '127.0.0.1'),
    port,
    drainSeconds: reader.integer('DRAIN_SECONDS', 5, 0, 300),
    trustedProxies: reader.networks('TRUSTED_PROXIES'),
    logLevel: reader.choice('LOG_LEVEL', logLevels, 'info'),
    dataDirectory,
    ...(databaseUrl && { databaseUrl }),
    databasePoolSize: reader.integer('DATABASE_POOL', 10, 1, 200),
    ...(smtpUrls && { smtpUrls }),
    ...(mailReturns && { mailReturns }),
    outboxDirectory: join(dataDirectory, 'outbox'),
    ...(auditSink && { auditSink }),
  };
}

/**
 * Reads everything once, at the start. `institutionText` stands in for the file, for tests and for checking
 * a draft.
 */
export function readConfig(
  environment: Environment = process.env,
  given: { readonly institutionText?: string } = {},
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly mistakes: readonly Mistake[] } {
  const reader = new EnvironmentReader(environment);
  const { file, institution } = institutionOf(reader, given.institutionText);
  const machine = machineOf(reader);
  const keys = keysOf(reader, machine.dataDirectory);
  const sms = smsOf(reader);
  const dkim = dkimOf(reader, institution);
  if (reader.mistakes.length > 0 || !institution || !keys) return { ok: false, mistakes: reader.mistakes };
  const optional = { ...(sms && { sms }), ...(dkim && { dkim }) };
  return {
    ok: true,
    config: deepFreeze({ institution, institutionFile: file, ...machine, keys, ...optional }),
  };
}
