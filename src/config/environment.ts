/** What one machine decides: addresses, secrets, places. What the institution decides is in its own file. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { nearest } from '../lib/contact/edit-distance.ts';
import { storedAddress } from '../lib/contact/email.ts';
import { readCidr } from '../lib/network.ts';
import { Secret } from '../lib/secret.ts';
import type { Mistake } from './mistake.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Every variable that is read; `.env.example` explains each, and a test holds the two together. */
export const environmentNames = [
  'DATABASE_POOL',
  'DATABASE_URL',
  'DKIM_KEY_FILE',
  'DKIM_SELECTOR',
  'DRAIN_SECONDS',
  'HOST',
  'LOG_LEVEL',
  'MAIL_RETURNS',
  'PORT',
  'RECLAVE_AUDIT_SINK',
  'RECLAVE_BASE_URL',
  'RECLAVE_DATA',
  'RECLAVE_INSTITUTION',
  'RECLAVE_KEYS',
  'RECLAVE_KEYS_FILE',
  'SMS_AUTHORIZATION',
  'SMS_BODY',
  'SMS_URL',
  'SMTP_URL',
  'TRUSTED_PROXIES',
] as const;

export type EnvironmentName = (typeof environmentNames)[number];

const isLoopback = (host: string): boolean =>
  host === 'localhost' ||
  host.endsWith('.localhost') ||
  host === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(host);

const urlOf = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** Plain http is for the same machine only: elsewhere codes and keys would travel in clear. */
const isPrivateRoad = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));

/** Reads variables one by one and keeps every mistake, so that the operator meets all of them at once. */
export class EnvironmentReader {
  readonly mistakes: Mistake[] = [];
  readonly #environment: Environment;

  constructor(environment: Environment) {
    this.#environment = environment;
    for (const name of Object.keys(environment)) {
      // RECLAVE_TEST_... belongs to the tests.
      if (!/^RECLAVE_(?!TEST_)/.test(name) || environmentNames.some((known) => known === name)) continue;
      const meant = nearest(name, environmentNames, 3);
      this.refuse(name, 'is not read by anything', meant ? `Did you mean ${meant}?` : 'Remove it');
    }
  }

  refuse(where: string, what: string, advice: string): undefined {
    this.mistakes.push({ where, what, advice });
  }

  /** An empty variable is an unset one: shells and containers make no difference. */
  text(name: EnvironmentName): string | undefined {
    return this.#environment[name]?.trim() || undefined;
  }

  integer(name: EnvironmentName, usual: number, least: number, most: number): number {
    const text = this.text(name);
    if (text === undefined) return usual;
    const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= least && number <= most) return number;
    this.refuse(name, 'is not a number within its limits', `Write ${least} to ${most}; unset it is ${usual}`);
    return usual;
  }

  choice<const Choice extends string>(
    name: EnvironmentName,
    choices: readonly Choice[],
    usual: NoInfer<Choice>,
  ): Choice {
    const text = this.text(name);
    if (text === undefined) return usual;
    const chosen = choices.find((choice) => choice === text);
    if (chosen === undefined)
      this.refuse(name, 'is none of its values', `Write one of: ${choices.join(', ')}`);
    return chosen ?? usual;
  }

  /** The address people see: scheme and host only, since every other address is made from it. */
  origin(name: EnvironmentName, usual: string): string {
    const text = this.text(name);
    if (text === undefined) return usual;
    const url = urlOf(text);
    if (!url || !isPrivateRoad(url)) {
      this.refuse(name, 'is not https', 'Write https://host; plain http is for localhost only');
    } else if (url.href !== `${url.origin}/`) {
      this.refuse(name, 'is more than an origin', `Write ${url.origin}`);
    } else return url.origin;
    return usual;
  }

  /**
   * A secret URL of one of some schemes. What is wrong is said without repeating it: it may hold a password.
   */
  secretUrl(name: EnvironmentName, schemes: readonly string[]): Secret | undefined {
    const text = this.text(name);
    return text === undefined ? undefined : this.#secretUrl(name, text, schemes);
  }

  /** Several of them, apart by commas or spaces: a password writes those as %2C and %20. */
  secretUrls(name: EnvironmentName, schemes: readonly string[]): readonly Secret[] | undefined {
    const texts =
      this.text(name)
        ?.split(/[\s,]+/)
        .filter((text) => text !== '') ?? [];
    const urls = texts.flatMap((text) => this.#secretUrl(name, text, schemes) ?? []);
    return urls.length > 0 ? urls : undefined;
  }

  #secretUrl(name: EnvironmentName, text: string, schemes: readonly string[]): Secret | undefined {
    const url = urlOf(text);
    // libpq names a local socket by a parameter instead of a host.
    const placed = url !== undefined && (url.hostname !== '' || url.searchParams.has('host'));
    const right = placed && schemes.includes(url.protocol);
    if (!right)
      return this.refuse(name, 'is not an address of its kind', `Write ${schemes.join('// or ')}//...`);
    if (url.protocol === 'http:' && !isPrivateRoad(url)) {
      return this.refuse(name, 'carries codes over plain http', 'Write https://...');
    }
    return new Secret(text);
  }

  /** A mailbox with room before its @ for what tells messages apart. */
  mailbox(name: EnvironmentName, longestLocal: number): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const address = storedAddress(text);
    const local = address?.slice(0, address.lastIndexOf('@')) ?? '+';
    if (address !== undefined && local.length <= longestLocal && !local.includes('+')) return address;
    return this.refuse(
      name,
      'is not a mailbox that can be written to',
      `Write name@host, the name of ${longestLocal} letters at most and without +`,
    );
  }

  /** Where something is handed over: a file by its whole path, or somebody by https. */
  sink(name: EnvironmentName): Secret | undefined {
    const text = this.text(name);
    if (text === undefined || !text.startsWith('file:')) return this.secretUrl(name, ['https:', 'http:']);
    // With a host in it, it would be a file of somebody else's machine, which Node refuses.
    if (/^file:\/\/\/[^/]/.test(text) && urlOf(text)) return new Secret(text);
    return this.refuse(name, 'is not a file by its whole path', 'Write file:///folder/checkpoints.jsonl');
  }

  /** What stands in the file a variable names. */
  file(name: EnvironmentName): string | undefined {
    const path = this.text(name);
    if (path === undefined) return undefined;
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return this.refuse(
        name,
        `names a file that cannot be read: ${path}`,
        'Check the path and who may read it',
      );
    }
  }

  networks(name: EnvironmentName): readonly string[] {
    const list = (this.text(name) ?? '').split(/[\s,]+/).filter((text) => text !== '');
    return list.filter((text) => {
      const cidr = readCidr(text);
      // A proxy that is everybody is nobody's proxy: any visitor could then write his own address.
      if (cidr && cidr.bits > 0) return true;
      this.refuse(name, `“${text}” is not a network`, 'Write addresses or CIDR: 10.0.0.0/8, 2001:db8::/32');
      return false;
    });
  }

  host(name: EnvironmentName, usual: string): string {
    const text = this.text(name) ?? usual;
    if (isIP(text) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text;
    this.refuse(name, 'is not an address to listen on', 'Write an IP address, as 127.0.0.1 or ::');
    return usual;
  }
}
