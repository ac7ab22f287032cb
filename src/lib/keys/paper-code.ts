/** Codes kept on paper: 16 signs of Crockford's base32, 80 random bits (NIST SP 800-63B-4, 4.2.1.1 asks for 64). */
import { randomBytes } from '../digest.ts';

const signs = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 16;

/** A new code, every sign equally likely. */
export const newPaperCode = (): string =>
  Array.from(randomBytes(length), (byte) => signs[byte % signs.length]).join('');

/** A code as people read it, in groups of four: "7K2M 9QXA 03TB HW5C". */
export const groupPaperCode = (code: string): string => code.replace(/(.{4})(?=.)/g, '$1 ');

/** What was typed as one spelling, or nothing when it cannot be a code: case, spaces, hyphens, and the signs Crockford forgives. */
export function canonicalPaperCode(typed: string): string | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s.\-‐-―]/gu, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return code.length === length && [...code].every((sign) => signs.includes(sign)) ? code : undefined;
}
