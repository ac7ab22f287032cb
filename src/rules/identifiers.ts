/**
 * Judges typed identity numbers from the typed text alone: no verdict here can tell who has an account
 * (RE-06).
 */
import { assertNever } from '../lib/assert-never.ts';
import { canonicalNumber, isEcuadorianCard, isEcuadorianRuc } from '../lib/identity-number.ts';
import type { IdentityNumber } from './identity.ts';
import type { IdentifierKind, IdentifierRule } from './policy.ts';

/**
 * What is wrong with a typed number. `letter` is the first letter where a digit belongs, when it is a
 * letter.
 */
export type NumberFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'length'; readonly expected: number; readonly typed: number }
  | { readonly kind: 'letters'; readonly letter: string | null }
  | { readonly kind: 'check-digit' };

/** `doubtful`: the check digit is off and the policy says to ask once more instead of refusing. */
export type NumberVerdict =
  | { readonly ok: true; readonly identity: IdentityNumber; readonly doubtful: boolean }
  | { readonly ok: false; readonly fault: NumberFault };

// Registro Civil: ten digits on the card. Servicio de Rentas Internas: thirteen in a RUC, card or body plus
// 001.
const cardDigits = 10;
const rucDigits = 13;
/** The fund's own code: F and eight digits. */
const fundCodeLength = 9;
/** ICAO Doc 9303, part 4: nine characters in the machine-readable zone; some states print more beside it. */
const passportLength = { least: 5, most: 15 };
const branchDigits = 4;

const refuse = (fault: NumberFault) => ({ ok: false, fault }) as const;

/** The first character that is not a digit, as a fault; digits only give nothing. */
function lettersIn(text: string): NumberFault | undefined {
  const stray = /[^0-9]/u.exec(text)?.[0];
  if (stray === undefined) return undefined;
  return { kind: 'letters', letter: /\p{L}/u.test(stray) ? stray : null };
}

function judgeDigits(text: string, expected: number): NumberFault | undefined {
  const stray = lettersIn(text);
  if (stray) return stray;
  return text.length === expected ? undefined : { kind: 'length', expected, typed: text.length };
}

function judgeFundCode(text: string): NumberFault | undefined {
  const digits = text.startsWith('F') ? text.slice(1) : text;
  const stray = lettersIn(digits);
  if (stray) return stray;
  const typed = text.length;
  return typed === fundCodeLength && text !== digits
    ? undefined
    : { kind: 'length', expected: fundCodeLength, typed };
}

/** A passport may name its country first, as three letters and a colon ("ECU:AB1234", ISO 3166-1 alpha-3). */
function judgePassport(text: string): NumberFault | undefined {
  const number = text.replace(/^[A-Z]{3}:/, '');
  if (/[^A-Z0-9]/u.test(number)) return { kind: 'letters', letter: null };
  const typed = number.length;
  if (typed < passportLength.least) return { kind: 'length', expected: passportLength.least, typed };
  if (typed > passportLength.most) return { kind: 'length', expected: passportLength.most, typed };
  return undefined;
}

function judgeShape(kind: IdentifierKind, text: string): NumberFault | undefined {
  switch (kind) {
    case 'ec.ci':
      return judgeDigits(text, cardDigits);
    case 'ec.ruc':
      return judgeDigits(text, rucDigits);
    case 'fund-code':
      return judgeFundCode(text);
    case 'passport':
      return judgePassport(text);
    default:
      return assertNever(kind);
  }
}

/** Kinds without a check digit always add up. */
function addsUp(kind: IdentifierKind, number: string, rule: IdentifierRule): boolean {
  if (kind === 'ec.ci') return isEcuadorianCard(number, rule.extraProvinces);
  if (kind === 'ec.ruc') return isEcuadorianRuc(number, rule.extraProvinces);
  return true;
}

/**
 * Judges one typed number. Every spelling of a number gives the same identity or is refused, never another
 * (ATK-16).
 */
export function judgeNumber(kind: IdentifierKind, typed: string, rule: IdentifierRule): NumberVerdict {
  const number = canonicalNumber(typed);
  if (number === '') return refuse({ kind: 'empty' });
  const fault = judgeShape(kind, number);
  if (fault) return refuse(fault);
  const doubtful = rule.checkDigit !== 'off' && !addsUp(kind, number, rule);
  if (doubtful && rule.checkDigit === 'error') return refuse({ kind: 'check-digit' });
  return { ok: true, identity: { kind, number }, doubtful };
}

/** A company's branch: up to four digits, padded, so that "1" and "0001" are one account. */
export function judgeBranch(
  typed: string,
): { readonly ok: true; readonly branch: string } | { readonly ok: false; readonly fault: NumberFault } {
  const text = canonicalNumber(typed);
  if (text === '') return refuse({ kind: 'empty' });
  const stray = lettersIn(text);
  if (stray) return refuse(stray);
  if (text.length > branchDigits) {
    return refuse({ kind: 'length', expected: branchDigits, typed: text.length });
  }
  return { ok: true, branch: text.padStart(branchDigits, '0') };
}
