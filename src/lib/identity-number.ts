/**
 * What identity numbers are made of: their one spelling, and whether a national authority could have issued
 * them.
 */
// The deep path loads Ecuador only: the package's front door loads 100 countries and 0.14 s with them.
import { ci, ruc } from 'stdnum/lib/cjs/ec/index.js';

/**
 * Decimal digits come in unbroken runs of ten, zero first (Unicode Standard, section 4.6), so distance tells
 * value.
 */
function digitValue(digit: string): string {
  const point = digit.codePointAt(0) ?? 0;
  let first = point;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return String((point - first) % 10);
}

/**
 * One spelling for one number, whatever keyboard, spreadsheet or scanner it came through: digits of any
 * script and full-width letters become ASCII; spaces, dashes, invisible characters and dots between groups
 * vanish. What is merely number-like (², ½) and a decimal point ("102030405.0", a spreadsheet's doing) stay,
 * so that they are refused: dropping the point would name another person.
 */
export function canonicalNumber(typed: string): string {
  if (/^[0-9A-Z]*$/.test(typed)) return typed;
  const ascii = typed
    .replace(/[^\p{No}]+/gu, (part) => part.normalize('NFKC'))
    .replace(/\p{Nd}/gu, (digit) => (digit >= '0' && digit <= '9' ? digit : digitValue(digit)))
    .replace(/[a-z]/g, (letter) => letter.toUpperCase());
  const joined = ascii.replace(/[\s\p{Pd}\p{Cf}\u2212]+/gu, '');
  return /\.\d{1,2}$/.test(joined) ? joined : joined.replaceAll('.', '');
}

/** Sums of the three algorithms over the first two digits; each decides the check digit by its remainder. */
const provinceSum = {
  /** Modulo 10, first digit doubled: identity cards and the RUC of natural persons. */
  person: { modulus: 10, of: (a: number, b: number) => (a > 4 ? a * 2 - 9 : a * 2) + b },
  /** Modulo 11 with weights 4, 3: the RUC of private companies. */
  company: { modulus: 11, of: (a: number, b: number) => a * 4 + b * 3 },
  /** Modulo 11 with weights 3, 2: the RUC of public bodies. */
  publicBody: { modulus: 11, of: (a: number, b: number) => a * 3 + b * 2 },
};

/**
 * The number with a real province in the place of an invented one. The check digit does not see the province,
 * only its weighted sum; so a real province with the same remainder (for 99 in identity cards: 08, both 8
 * modulo 10) asks the library the same question without the province it would refuse. Provinces 01 to 24
 * cover every remainder.
 */
function withRealProvince(
  number: string,
  extraProvinces: readonly string[],
  kind: keyof typeof provinceSum,
): string {
  const province = number.slice(0, 2);
  return extraProvinces.includes(province) ? standInFor(province, kind) + number.slice(2) : number;
}

/** Stand-ins found before: of a million cards of one province each would search for the same. */
const standIns = new Map<string, string>();

function standInFor(province: string, kind: keyof typeof provinceSum): string {
  const known = standIns.get(kind + province);
  if (known !== undefined) return known;
  const { modulus, of } = provinceSum[kind];
  const remainder = (text: string) => of(Number(text[0]), Number(text[1])) % modulus;
  const real = Array.from({ length: 24 }, (_, index) => String(index + 1).padStart(2, '0'));
  const standIn = real.find((candidate) => remainder(candidate) === remainder(province)) ?? province;
  standIns.set(kind + province, standIn);
  return standIn;
}

/**
 * Whether ten digits could be an Ecuadorian identity card: province, third digit (0 to 6) and check digit.
 */
export const isEcuadorianCard = (digits: string, extraProvinces: readonly string[]): boolean =>
  ci.validate(withRealProvince(digits, extraProvinces, 'person')).isValid;

/**
 * Whether thirteen digits could be a RUC by the classic algorithms. Newer ones may follow none, hence
 * policies only warn. A third digit 6 may be a public body or, since 2017, a natural person: both are asked,
 * each with its own stand-in.
 */
export function isEcuadorianRuc(digits: string, extraProvinces: readonly string[]): boolean {
  const ask = (kind: keyof typeof provinceSum) =>
    ruc.validate(withRealProvince(digits, extraProvinces, kind));
  const third = Number(digits[2]);
  if (third === 9) return ask('company').isValid;
  if (third < 6) return ask('person').isValid;
  const asPublic = ask('publicBody');
  if (asPublic.isValid && asPublic.isCompany) return true;
  const branch = digits.slice(10);
  return branch !== '000' && isEcuadorianCard(digits.slice(0, 10), extraProvinces);
}
