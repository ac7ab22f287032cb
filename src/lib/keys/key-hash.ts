/**
 * Keys as they are stored: argon2id with a pepper kept outside the database, so that a stolen dump
 * cannot be tried against a dictionary (OWASP Password Storage; NIST SP 800-63B-4 section 3.1.1.2; PW-15,
 * PW-16). The stored form is `p<pepper id>` followed by the PHC string.
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { hash, parseOptions, verify } from '@node-rs/argon2';
import { Fault } from '../fault.ts';
import { createTurnstile } from './turnstile.ts';

/** The id is written before each hash, so that older peppers still verify after a rotation. */
export type Pepper = { readonly id: string; readonly secret: Buffer };

type Cost = { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };

/**
 * One line for the process, since what it guards is the machine's cores. Three at most: hashing runs on
 * libuv's four threads, and files and host names need one of them.
 */
const turnstile = createTurnstile(Math.min(availableParallelism(), 3));

/** PW-04: the same letters typed as one code point or as two are the same key. Nothing else is changed. */
const bytesOf = (key: string) => Buffer.from(key.normalize('NFC'), 'utf8');

export async function hashKey(key: string, cost: Cost, pepper: Pepper): Promise<string> {
  if (!/^[A-Za-z0-9-]+$/.test(pepper.id)) throw new Error('a pepper id is letters, digits and hyphens');
  const options = {
    memoryCost: cost.memoryKiB,
    timeCost: cost.passes,
    parallelism: cost.lanes,
    secret: pepper.secret,
  };
  const phc = await turnstile.pass(() => hash(bytesOf(key), options));
  return `p${pepper.id}${phc}`;
}

/**
 * A pepper this process was not given is an operator's mistake: it throws rather than call a right key
 * wrong.
 */
export async function verifyKey(stored: string, key: string, peppers: readonly Pepper[]): Promise<boolean> {
  const { pepperId, phc } = parts(stored);
  const pepper = peppers.find(({ id }) => id === pepperId);
  if (!pepper) throw new Fault('data-malformed', `no pepper with id ${pepperId}`);
  return turnstile.pass(() => verify(phc, bytesOf(key), { secret: pepper.secret }));
}

/**
 * Any difference counts, not only a weaker hash: people whose hash costs more or less than `dummyHash`
 * could be told from unknown ones by the clock.
 */
export function needsRehash(stored: string, cost: Cost, currentPepperId: string): boolean {
  const { pepperId, phc } = parts(stored);
  const { memoryCost, timeCost, parallelism } = parseOptions(phc);
  return (
    pepperId !== currentPepperId ||
    memoryCost !== cost.memoryKiB ||
    timeCost !== cost.passes ||
    parallelism !== cost.lanes
  );
}

/**
 * A hash nobody knows the key of, verified for unknown people so that they cost the same work. Make it at
 * start.
 */
export function dummyHash(cost: Cost, pepper: Pepper): Promise<string> {
  return hashKey(randomBytes(32).toString('base64url'), cost, pepper);
}

function parts(stored: string): { readonly pepperId: string; readonly phc: string } {
  const [, pepperId, phc] = /^p([^$]+)(\$argon2id\$.+)$/.exec(stored) ?? [];
  if (pepperId === undefined || phc === undefined) throw new Fault('data-malformed', 'not a stored key hash');
  return { pepperId, phc };
}
