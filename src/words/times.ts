/**
 * Instants as people read them: always the institution's clock, 24 hours, with the date when it is not today.
 * A parameter of the words named `until`, `at` or `when` is a string made by the function of that name.
 */
import type { Language } from '../rules/policy.ts';

const locales: Record<Language, string> = { es: 'es-EC', en: 'en-GB' };

const styles = {
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  day: { day: 'numeric', month: 'long', year: 'numeric' },
  offset: { timeZoneName: 'shortOffset' },
} satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Building a formatter costs a thousand times what using it does. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatter(style: keyof typeof styles, timezone: string, language: Language): Intl.DateTimeFormat {
  const name = `${style} ${language} ${timezone}`;
  const known = formatters.get(name);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locales[language], { ...styles[style], timeZone: timezone });
  formatters.set(name, made);
  return made;
}

/** "10:42" */
export function clock(instant: Date, timezone: string, language: Language): string {
  return formatter('clock', timezone, language).format(instant);
}

/** The next whole step of a clock: what will work at 10:42:20 is told as 10:43, never as a time that is still too early. */
const roundedUp = (instant: Date, step: number): Date => new Date(Math.ceil(instant.getTime() / step) * step);
const second = 1000;
const minute = 60 * second;

/** A moment to come with its seconds: "10:42:30" */
export function clockSeconds(instant: Date, timezone: string, language: Language): string {
  return formatter('seconds', timezone, language).format(roundedUp(instant, second));
}

/** "24 de noviembre de 2026" */
export function day(instant: Date, timezone: string, language: Language): string {
  return formatter('day', timezone, language).format(instant);
}

/** Follows "hasta" or "until": "las 10:42", "el 25 de noviembre de 2026 a las 00:12". */
export function until(instant: Date, now: Date, timezone: string, language: Language): string {
  const time = clock(instant, timezone, language);
  const date = day(instant, timezone, language);
  const today = date === day(now, timezone, language);
  if (language === 'en') return today ? time : `${time} on ${date}`;
  return today ? `las ${time}` : `el ${date} a las ${time}`;
}

/** Follows "wait until": like `until`, for a moment from which something works again. */
export const waitUntil: typeof until = (instant, now, timezone, language) =>
  until(roundedUp(instant, minute), now, timezone, language);

/** A moment to come: "a las 10:42", "el 25 de noviembre de 2026 a las 00:12". */
export const at: typeof until = (instant, now, timezone, language) =>
  spoken(roundedUp(instant, minute), now, timezone, language);

function spoken(instant: Date, now: Date, timezone: string, language: Language): string {
  const time = clock(instant, timezone, language);
  const date = day(instant, timezone, language);
  const today = date === day(now, timezone, language);
  if (language === 'en') return today ? `at ${time}` : `on ${date} at ${time}`;
  return today ? `a las ${time}` : `el ${date} a las ${time}`;
}

/** A moment gone by: "hoy a las 10:31", "el 24 de noviembre de 2026 a las 10:31". */
export function when(instant: Date, now: Date, timezone: string, language: Language): string {
  const moment = spoken(instant, now, timezone, language);
  const today = day(instant, timezone, language) === day(now, timezone, language);
  if (!today) return moment;
  return language === 'en' ? `today ${moment}` : `hoy ${moment}`;
}

/** A moment up to which something works, told never too late: "a las 10:42". */
export const asFarAs: typeof until = (instant, now, timezone, language) =>
  spoken(instant, now, timezone, language);

const places: Record<Language, Record<string, string>> = {
  es: { 'America/Guayaquil': 'Ecuador continental', 'Pacific/Galapagos': 'Galápagos' },
  en: { 'America/Guayaquil': 'mainland Ecuador', 'Pacific/Galapagos': 'Galápagos' },
};

/** Whose clock the times are by: "Ecuador continental (UTC-5)". For people in the islands or abroad. */
export function zone(instant: Date, timezone: string, language: Language): string {
  const city = timezone.slice(timezone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  const parts = formatter('offset', timezone, 'en').formatToParts(instant);
  const offset = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  return `${places[language][timezone] ?? city} (${offset.replace('GMT', 'UTC')})`;
}
