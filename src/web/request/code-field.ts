import type { Words } from '../../words/words.ts';

/** A typed code, or what is wrong with how it was typed: judged from the text alone, and never written back (UX R4). */
export type ReadCode =
  | { readonly code: string }
  | { readonly fault: 'empty' | 'letters' | 'length'; readonly typed: number };

/** Accepts what people type: spaces, hyphens, dots and full-width digits go; leading zeros stay (RT-02). */
export function readCode(typed: string, digits: number): ReadCode {
  const code = typed.normalize('NFKC').replace(/[\s.\u2010-\u2015-]/gu, '');
  const length = [...code].length;
  if (length === 0) return { fault: 'empty', typed: 0 };
  if (!/^[0-9]+$/.test(code)) return { fault: 'letters', typed: length };
  return length === digits ? { code } : { fault: 'length', typed: length };
}

/** What is wrong with a typed code, in the words of its field. */
export function sayCode(
  errors: Words['enterCode']['email']['errors'],
  read: Extract<ReadCode, { fault: unknown }>,
  digits: number,
): string {
  if (read.fault === 'empty') return errors.empty(digits);
  return read.fault === 'letters' ? errors.characters(digits) : errors.length(read.typed, digits);
}
