import { sameSecret } from '../digest.ts';
import type { Keys } from '../seal.ts';

/** 64 bits: each guess costs the guesser a mail, and must name a parcel that was sent. */
const proofLength = 16;

/** RFC 5321, 4.5.3.1.1: 64 octets before the @, of which "+", the id and its proof take these. */
export const longestMailbox = 64 - 1 - 32 - proofLength;

const proofOf = (keys: Pick<Keys, 'find'>, hex: string): string =>
  keys.find(`return of ${hex}`).toString('hex').slice(0, proofLength);

/**
 * The address the mail of one parcel is returned to, `mailbox+id@...`: nobody else can make one, and upper or lower case makes
 * no difference to it.
 */
export function returnAddress(keys: Pick<Keys, 'find'>, mailbox: string, parcelId: string): string {
  const at = mailbox.lastIndexOf('@');
  const hex = parcelId.replaceAll('-', '');
  return `${mailbox.slice(0, at)}+${hex}${proofOf(keys, hex)}${mailbox.slice(at)}`;
}

/** Which parcel an address was made for; nothing when it was not made here. */
export function parcelOfReturn(keys: Pick<Keys, 'find'>, address: string): string | undefined {
  const [, hex, proof] = /\+([0-9a-f]{32})([0-9a-f]{16})@/.exec(address.toLowerCase()) ?? [];
  if (hex === undefined || proof === undefined || !sameSecret(proof, proofOf(keys, hex))) return undefined;
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
