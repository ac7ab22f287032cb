import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { type SigningKey, signingKeyOf } from './audit/signing.ts';
import { keyedHasher, randomBytes } from './digest.ts';

/** One root key of 32 bytes with its short name. The first of a ring is current; the others still open what they sealed. */
export type RootKey = { readonly id: string; readonly secret: Buffer };

/** Uses of the ring. Each has its own derived key, so that one use can never undo another. */
type Purpose = 'seal' | 'find' | 'decoy' | 'form' | 'pepper' | 'robot';

const version = 1;
const ivBytes = 12;
const tagBytes = 16;
const none = Buffer.alloc(0);

/**
 * What keeps a stolen dump mute: AES-256-GCM for what must be read again, keyed hashes for what must be found again.
 * Sealed form: version, length of key id, key id, 96-bit random IV, tag, ciphertext (NIST SP 800-38D, section 8.2.2).
 */
export type Keys = {
  /** Seals a value; `about` (the row it belongs to) must be the same on opening, so that rows cannot be swapped. */
  seal(value: unknown, about: string): Buffer;
  /** What every value sealed from now on begins with: the name of the current key. */
  readonly head: Buffer;
  /** Opens a sealed value. Throws when it was altered, moved, or its key is not in the ring. */
  open<T>(sealed: Buffer, about: string): T;
  /** Finds without knowing: the same text always gives the same 32 bytes. Bound to the oldest key of the ring. */
  find(text: string): Buffer;
  /** Steady choices for people who may not exist. */
  decoy(text: string): Buffer;
  /** Binds a form to a browser. */
  form(text: string): Buffer;
  /** Signs the robot check. */
  readonly robot: string;
  /** For new key hashes. */
  readonly pepper: { readonly id: string; readonly secret: Buffer };
  /** For all key hashes, current first. */
  readonly peppers: readonly { readonly id: string; readonly secret: Buffer }[];
  /** Signs the seals of the log. */
  readonly auditKey: SigningKey;
  /** All that signed them, current first. */
  readonly auditKeys: readonly Omit<SigningKey, 'sign'>[];
};

/** The name of the key that a sealed value, or the beginning of one, was sealed under. */
export const keyIdOf = (sealed: Buffer): string => sealed.toString('latin1', 2, headEnd(sealed));

const headEnd = (sealed: Buffer): number => 2 + (sealed[1] ?? 0);

const derive = (root: RootKey, purpose: Purpose): Buffer =>
  Buffer.from(hkdfSync('sha256', root.secret, root.id, `reclave ${purpose}`, 32));

/** Seals under one key of 32 bytes: IV, tag, ciphertext, behind what is to stand in front. */
export function sealUnder(key: Buffer | KeyObject, value: unknown, about: string, head = none): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(about));
  const text = cipher.update(JSON.stringify(value), 'utf8');
  const rest = cipher.final();
  return Buffer.concat([head, iv, cipher.getAuthTag(), text, rest]);
}

/** Opens what `sealUnder` made; throws when it was altered or is about something else. */
export function openUnder<T>(key: Buffer | KeyObject, sealed: Buffer, about: string): T {
  const tagEnd = ivBytes + tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  })
    .setAAD(Buffer.from(about))
    .setAuthTag(sealed.subarray(ivBytes, tagEnd));
  const text = Buffer.concat([decipher.update(sealed.subarray(tagEnd)), decipher.final()]);
  // Sound because only `sealUnder` writes this form and the tag proves it: the caller names the type it sealed.
  return JSON.parse(text.toString('utf8')) as T;
}

/** Builds the uses of a ring of root keys. */
export function keysOf(ring: readonly RootKey[]): Keys {
  const current = ring[0];
  const oldest = ring.at(-1);
  if (!current || !oldest) throw new TypeError('The key ring is empty');
  // Handed over once: raw bytes would be taken in anew for each value.
  const sealers = new Map(ring.map((root) => [root.id, createSecretKey(derive(root, 'seal'))]));
  const sealer = createSecretKey(derive(current, 'seal'));
  const head = Buffer.concat([Buffer.from([version, current.id.length]), Buffer.from(current.id, 'latin1')]);
  return {
    seal: (value, about) => sealUnder(sealer, value, about, head),
    head,
    open<T>(sealed: Buffer, about: string): T {
      const key = sealers.get(keyIdOf(sealed));
      if (sealed[0] !== version || !key) throw new Error('Sealed with a key that is not in the ring');
      return openUnder<T>(key, sealed.subarray(headEnd(sealed)), about);
    },
    find: keyedHasher(derive(oldest, 'find')),
    decoy: keyedHasher(derive(oldest, 'decoy')),
    form: keyedHasher(derive(current, 'form')),
    robot: derive(current, 'robot').toString('base64url'),
    pepper: { id: current.id, secret: derive(current, 'pepper') },
    peppers: ring.map((root) => ({ id: root.id, secret: derive(root, 'pepper') })),
    auditKey: signingKeyOf(current),
    auditKeys: ring.map(signingKeyOf).map(({ id, publicKey }) => ({ id, publicKey })),
  };
}
