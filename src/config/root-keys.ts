import { randomBytes } from 'node:crypto';
import type { RootKey } from '../lib/seal.ts';

/** AES-256 and HMAC-SHA-256 take 32 bytes (NIST SP 800-38D; RFC 2104, section 3). */
const keyBytes = 32;
const keyText = /^([a-z0-9-]{1,16}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads a ring written `id:base64`, apart by commas or lines, the current key first. Gives the ring, or what
 * is wrong, in words that never repeat a key.
 */
export function readRootKeys(text: string): readonly RootKey[] | string {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  if (entries.length === 0) return 'no key in it';
  const ring: RootKey[] = [];
  for (const [place, entry] of entries.entries()) {
    const [, id = '', encoded = ''] = keyText.exec(entry) ?? [];
    const secret = Buffer.from(encoded, 'base64');
    if (secret.length !== keyBytes) return `key ${place + 1} is not id:base64 of ${keyBytes} bytes`;
    if (ring.some((key) => key.id === id || key.secret.equals(secret)))
      return `key ${place + 1} stands twice`;
    ring.push({ id, secret });
  }
  return ring;
}

/** A ring of one new key, as text for a key file. */
export const newRootKeys = (id = 'k1'): string => `${id}:${randomBytes(keyBytes).toString('base64')}\n`;
