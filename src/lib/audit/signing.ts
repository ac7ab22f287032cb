import { createPrivateKey, createPublicKey, hkdfSync, sign, verify } from 'node:crypto';

/** Signs the seals of the log. `publicKey` is the raw 32 bytes, base64. */
export type SigningKey = {
  readonly id: string;
  readonly publicKey: string;
  /** Ed25519 over the text, base64. The same text gives the same signature. */
  sign(text: string): string;
};

/** What stands before the 32 bytes of an Ed25519 key in PKCS8 and in SPKI (RFC 8410, sections 4 and 7). */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const spki = Buffer.from('302a300506032b6570032100', 'hex');

/** The signing key of a root key: derived, so that whoever keeps the ring keeps this too. */
export function signingKeyOf(root: { readonly id: string; readonly secret: Buffer }): SigningKey {
  const seed = Buffer.from(hkdfSync('sha256', root.secret, root.id, 'reclave audit', 32));
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' });
  const exported = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    id: root.id,
    publicKey: exported.subarray(spki.length).toString('base64'),
    sign: (text) => sign(null, Buffer.from(text), key).toString('base64'),
  };
}

/** Whether a signature is of this text by the holder of the key. False for what is no key and no signature. */
export function isSignedBy(publicKey: string, text: string, signature: string): boolean {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) return false;
  const key = createPublicKey({ key: Buffer.concat([spki, raw]), format: 'der', type: 'spki' });
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
