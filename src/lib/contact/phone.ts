import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/min';

/** True for an ISO 3166-1 alpha-2 code whose numbering plan is known. */
export const isPhoneCountry = (code: string): code is CountryCode => isSupportedCountry(code);

/**
 * The one spelling a phone is stored and compared by (ITU-T E.164), or nothing when it cannot be a phone.
 * `country` reads a number typed without "+"; an extension or text around the number is refused, never
 * guessed at.
 */
export function e164(typed: string, country: string): string | undefined {
  if (!isPhoneCountry(country)) return undefined;
  const phone = parsePhoneNumberFromString(typed.trim(), { defaultCountry: country, extract: false });
  return phone?.isValid() && phone.ext === undefined ? phone.number : undefined;
}

/**
 * Whether a phone is of one of these countries. Some numbers belong to several that share a calling code: one of them on the
 * list is enough.
 */
export function isPhoneOf(phone: string, countries: readonly string[]): boolean {
  const parsed = parsePhoneNumberFromString(phone, { extract: false });
  if (!parsed) return false;
  if (parsed.country) return countries.includes(parsed.country);
  return countries
    .filter(isPhoneCountry)
    .some((country) => getCountryCallingCode(country) === parsed.countryCallingCode);
}
