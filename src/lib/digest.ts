import { createHash, hash, randomFillSync, randomInt, timingSafeEqual } from 'node:crypto';

/** SHA-256: enough for secrets of 112 bits or more (ASVS 5.0, 6.5.2). */
export const sha256 = (text: string | Buffer): Buffer => createHash('sha256').update(text).digest();

/** RFC 2104: SHA-256 works on blocks of this many bytes, and a key is padded to one. */
const blockBytes = 64;
const paddings = { inner: 0x36, outer: 0x5c };
/** Longer texts than this are rare, and pay for a place of their own. */
const usualText = 4096;

const padded = (key: Buffer, padding: number, beside: number): Buffer => {
  const bytes = Buffer.alloc(blockBytes + beside).fill(padding, 0, blockBytes);
  for (const [place, byte] of key.entries()) bytes.writeUInt8(byte ^ padding, place);
  return bytes;
};

/**
 * HMAC-SHA-256 under one key: for what could be guessed, so that the database alone does not help. It is put together from two
 * plain hashes (RFC 2104): an import takes four for each person, and an object made for each cost three times as much.
 */
export function keyedHasher(key: Buffer): (text: string) => Buffer {
  if (key.length > blockBytes) throw new RangeError('A key longer than a block');
  const usual = padded(key, paddings.inner, usualText);
  const outer = padded(key, paddings.outer, 32);
  return (text) => {
    const most = 3 * text.length;
    const inner = most <= usualText ? usual : padded(key, paddings.inner, most);
    const size = inner.write(text, blockBytes, 'utf8');
    outer.write(hash('sha256', inner.subarray(0, blockBytes + size), 'latin1'), blockBytes, 'latin1');
    return Buffer.from(hash('sha256', outer, 'latin1'), 'latin1');
  };
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
