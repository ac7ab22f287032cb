/**
 * What a key must be. One `KeyRule` drives the verdict, the attribute for password managers, the rules people
 * read and the live check in the browser, so that they cannot differ (PW-14; ASVS 5.0 6.3.4).
 */
import { bareText, foldLetters, leetReadings } from '../lib/fold.ts';
import { isTrivial } from './key-patterns.ts';
import type { KeyRule } from './policy.ts';

/** What is known of the person, none of which a key may contain (PW-10; ASVS 5.0 6.2.11). */
export type KeyContext = {
  /** Every identity number of theirs: a company's RUC and its representative's, too. */
  readonly numbers: readonly string[];
  readonly names: readonly string[];
  readonly birth?: { readonly day: number; readonly month: number; readonly year: number };
  readonly phones: readonly string[];
  readonly emails: readonly string[];
};

/** For a case that has no account behind it. */
export const nobody: KeyContext = { numbers: [], names: [], phones: [], emails: [] };

/** Safe to log: says what is wrong, never a letter of the key. */
export type KeyFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'too-short'; readonly typed: number; readonly min: number }
  | { readonly kind: 'too-long'; readonly typed: number; readonly max: number }
  | { readonly kind: 'characters'; readonly found: 'space' | 'accented-letter' | 'sign' }
  | { readonly kind: 'contains-personal'; readonly what: 'number' | 'birth' | 'phone' | 'name' | 'email' }
  | { readonly kind: 'contains-institution' }
  | { readonly kind: 'common' };

/** Shorter pieces of personal data occur in keys by chance. */
const shortestPiece = 4;

/** NFC and nothing else: no trimming, no case folding (PW-04, PW-08). */
export function normalizeKey(typed: string): string {
  return typed.normalize('NFC');
}

/**
 * The first fault, in the order a person can act on. `isCommon` is the blocklist; these rules hold no data.
 */
export function judgeKey(
  typed: string,
  rule: KeyRule,
  about: KeyContext,
  isCommon: (key: string) => boolean,
): KeyFault | undefined {
  const key = normalizeKey(typed);
  return (
    judgeShape(key, rule) ??
    judgePersonal(key, about) ??
    (containsWord(key, rule.contextWords) ? { kind: 'contains-institution' } : undefined) ??
    (isTrivial(key) || isCommon(key) ? { kind: 'common' } : undefined)
  );
}

function judgeShape(key: string, rule: KeyRule): KeyFault | undefined {
  // Code points, not UTF-16 units: an emoji is one character to who types it (PW-03).
  const typed = [...key].length;
  if (typed === 0) return { kind: 'empty' };
  if (typed < rule.min) return { kind: 'too-short', typed, min: rule.min };
  if (typed > rule.max) return { kind: 'too-long', typed, max: rule.max };
  const odd = rule.characters === 'any' ? undefined : /[^A-Za-z0-9]/u.exec(key)?.[0];
  return odd === undefined ? undefined : { kind: 'characters', found: kindOf(odd) };
}

function kindOf(character: string): 'space' | 'accented-letter' | 'sign' {
  if (/\s/u.test(character)) return 'space';
  return /[\p{L}\p{M}\p{N}]/u.test(character) ? 'accented-letter' : 'sign';
}

function judgePersonal(key: string, about: KeyContext): KeyFault | undefined {
  const bare = bareText(key);
  const contains = (pieces: readonly string[]) => pieces.some((piece) => bare.includes(piece));
  const personal = (what: 'number' | 'birth' | 'phone' | 'name' | 'email'): KeyFault => ({
    kind: 'contains-personal',
    what,
  });
  if (about.numbers.some((number) => containsNumber(bare, number))) return personal('number');
  if (contains(birthSpellings(about))) return personal('birth');
  if (contains(about.phones.map(lastDigits).filter((digits) => digits !== ''))) return personal('phone');
  if (containsWord(key, about.names.flatMap(nameParts))) return personal('name');
  if (containsWord(key, about.emails.flatMap(mailboxSpellings))) return personal('email');
  return undefined;
}

function containsNumber(bare: string, number: string): boolean {
  const own = bareText(number);
  if (own.length < shortestPiece) return false;
  return bare.includes(own) || bare.includes([...own].reverse().join(''));
}

function birthSpellings({ birth }: KeyContext): readonly string[] {
  if (!birth) return [];
  const two = (part: number) => String(part).padStart(2, '0');
  const [day, month, year] = [two(birth.day), two(birth.month), String(birth.year)];
  return [day + month + year, year + month + day, day + month + year.slice(-2)];
}

/** The seven that name the line; area and country are typed or not. Fewer are no telephone. */
function lastDigits(phone: string): string {
  const digits = phone.replace(/\D/g, '');
  return digits.length < 7 ? '' : digits.slice(-7);
}

function nameParts(name: string): readonly string[] {
  return name.split(/[\s'’-]+/u).filter((part) => [...part].length >= shortestPiece);
}

function mailboxSpellings(address: string): readonly string[] {
  const mailbox = foldLetters(address.split('@')[0] ?? '');
  return [mailbox, bareText(mailbox)].filter((spelling) => spelling.length >= shortestPiece);
}

/**
 * Accents, case and digits in place of letters do not hide a word; the space between two words does part
 * them.
 */
function containsWord(key: string, words: readonly string[]): boolean {
  const folded = foldLetters(key);
  const readings = [folded, ...leetReadings(folded)];
  return words
    .map((word) => foldLetters(word).trim())
    .filter((word) => word !== '')
    .flatMap((word) => [word, word.replace(/\s+/g, '')])
    .some((word) => readings.some((reading) => reading.includes(word)));
}

/** Apple's `passwordrules` language, so that managers make keys the rule accepts (PW-13). */
export function passwordRules(rule: KeyRule): string {
  const allowed = rule.characters === 'any' ? 'unicode' : 'lower, upper, digit';
  return `minlength: ${rule.min}; maxlength: ${rule.max}; allowed: ${allowed};`;
}

/**
 * What the little script needs to say the same as `judgeKey` about length, characters and the person's own
 * number.
 */
export type ClientRule = {
  readonly min: number;
  readonly max: number;
  /** Letters a-z and digits only. */
  readonly plain: boolean;
  /** Bare spelling, to be looked for forwards and backwards in the bare key; '' means do not look. */
  readonly own: string;
};

export function clientRule(rule: KeyRule, ownNumber: string): ClientRule {
  const own = bareText(ownNumber);
  return {
    min: rule.min,
    max: rule.max,
    plain: rule.characters === 'letters-and-digits',
    own: own.length < shortestPiece ? '' : own,
  };
}

export type VisibleRule = 'length' | 'characters' | 'own-number' | 'not-common';

/** In the order people read them; `not-common` can only be judged on saving. */
export function visibleRules(rule: KeyRule): readonly VisibleRule[] {
  return rule.characters === 'any'
    ? ['length', 'own-number', 'not-common']
    : ['length', 'characters', 'own-number', 'not-common'];
}
