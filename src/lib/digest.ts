import {
  createHash,
  createHmac,
  createSecretKey,
  randomFillSync,
  randomInt,
  timingSafeEqual,
} from 'node:crypto';

/** SHA-256: enough for secrets of 112 bits or more (ASVS 5.0, 6.5.2). */
export const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** HMAC-SHA-256 under one key: for what could be guessed, so that the database alone does not help. */
export function keyedHasher(key: Buffer): (text: string) => Buffer {
  // Handed over once: raw bytes would be taken in anew for each text.
  const secret = createSecretKey(key);
  return (text) => createHmac('sha256', secret).update(text).digest();
}

const pool = Buffer.alloc(4096);
let drawn = pool.length;

/** `size` bytes from the system's generator, at most 4096. Drawn in bulk: asking the system each time cost a twentieth of a post. */
export function randomBytes(size: number): Buffer {
  if (drawn + size > pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  const bytes = Buffer.from(pool.subarray(drawn, drawn + size));
  // Given once and kept nowhere: what is left behind is zeros.
  pool.fill(0, drawn, drawn + size);
  drawn += size;
  return bytes;
}

/** A secret for an address or a cookie: `bytes` from the system's generator, base64url. */
export const randomToken = (bytes: number): string => randomBytes(bytes).toString('base64url');

/** A code of exactly `digits` digits, every one equally likely, leading zeros kept (RT-02). */
export const randomCode = (digits: number): string =>
  Array.from({ length: digits }, () => String(randomInt(10))).join('');

/** Compares without telling by time where two texts differ (ASVS 5.0, 11.2.4). */
export const sameSecret = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

/** Whether a text may be the id of a row, as drawn at random: anything else never reaches the database. */
export const isId = (text: string): boolean =>
  /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(text);
