import { domainToASCII, domainToUnicode } from 'node:url';

/** What is wrong with a typed address, judged from the typed text alone. */
export type AddressFault = 'empty' | 'no-at' | 'no-domain' | 'malformed';

// RFC 5321, section 4.5.3.1.1 and .3: 64 octets before the at sign, 254 in all (256 with the angle brackets).
const longestLocal = 64;
const longestAddress = 254;
const longestDomain = 253;
/** Typed text past this cannot be an address in any spelling; it is refused before it is looked at. */
const longestTyped = 1000;

/**
 * RFC 5322, section 3.2.3, dot-atom: no quotes, no comments, no groups, nothing a mail program might read
 * twice.
 */
const dotAtom = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
/** RFC 1123, section 2.1 and RFC 5890, section 2.3.1: letters, digits and inner hyphens, 63 at most. */
const label = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Lower-cases ASCII only: Unicode's own mapping turns the Kelvin sign into "k", and one address into
 * another.
 */
const lowerAscii = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** What phones add by themselves around a typed address. Line ends are never trimmed: they are an attack. */
const trimmed = (typed: string): string => typed.replace(/^[ \t\u00a0]+|[ \t\u00a0]+$/g, '');

/**
 * The domain as DNS spells it. A Unicode domain becomes A-labels only when converting back gives what was
 * typed: full-width letters, the Kelvin sign, ideographic dots and invisible characters are refused instead
 * of mapped.
 */
function domainOf(typed: string): string | undefined {
  const lower = lowerAscii(typed);
  const plain = /^[a-z0-9.-]*$/.test(lower);
  if (plain && !lower.includes('xn--')) return isDomain(lower) ? lower : undefined;
  const ascii = domainToASCII(lower);
  const faithful = plain ? ascii === lower : domainToUnicode(ascii) === lower;
  return faithful && isDomain(ascii) ? ascii : undefined;
}

/**
 * Two labels at least, and a last one that is not a number: "a@localhost" and "a@127.0.0.1" are no mailboxes
 * here.
 */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  const numeric = /^[0-9]+$/.test(labels.at(-1) ?? '');
  return (
    domain.length <= longestDomain && labels.length > 1 && !numeric && labels.every((l) => label.test(l))
  );
}

/**
 * Judges a typed address; when it is right, gives it in its stored spelling: local part as typed, domain in
 * lower case.
 */
export function judgeAddress(
  typed: string,
): { ok: true; address: string } | { ok: false; fault: AddressFault } {
  if (typed.length > longestTyped) return { ok: false, fault: 'malformed' };
  const text = trimmed(typed);
  if (text === '') return { ok: false, fault: 'empty' };
  const at = text.lastIndexOf('@');
  if (at < 0) return { ok: false, fault: 'no-at' };
  if (at === text.length - 1) return { ok: false, fault: 'no-domain' };
  const local = text.slice(0, at);
  const domain = domainOf(text.slice(at + 1));
  const address = `${local}@${domain}`;
  const fits = local.length <= longestLocal && address.length <= longestAddress;
  if (domain === undefined || !fits || !dotAtom.test(local)) return { ok: false, fault: 'malformed' };
  return { ok: true, address };
}

/** The spelling an address is kept and written to, or nothing when it is not one we would ever write to. */
export function storedAddress(typed: string): string | undefined {
  const verdict = judgeAddress(typed);
  return verdict.ok ? verdict.address : undefined;
}

/**
 * The spelling two addresses are compared by: ASCII case does not matter, everything else does. No provider's
 * own rules (dots, "+tag") and no Unicode mapping: what a provider folds today it may deliver elsewhere
 * tomorrow.
 */
export function comparedAddress(typed: string): string | undefined {
  const stored = storedAddress(typed);
  return stored === undefined ? undefined : lowerAscii(stored);
}

/** Whether what a person typed names the mailbox on file. Two malformed addresses are never the same. */
export function sameAddress(a: string, b: string): boolean {
  const compared = comparedAddress(a);
  return compared !== undefined && compared === comparedAddress(b);
}
