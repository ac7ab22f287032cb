/** The shape of an institution's file. What two parts of it must agree on stands in `coherence.ts`. */
import { z } from 'zod';
import { storedAddress } from '../lib/contact/email.ts';
import { isPhoneCountry } from '../lib/contact/phone.ts';
import { contrastWithWhite } from './colour.ts';
import { type LimitName, limits } from './limits.ts';

/** WCAG 2.2, 1.4.3: text and its ground. */
const leastContrast = 4.5;

/**
 * An object without unknown keys. Its message for those is the list of the known ones, for "did you mean".
 */
const section = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : undefined),
  });

const number = (name: LimitName) => {
  const { usual, least, most } = limits[name];
  return z.int().min(least).max(most).default(usual);
};

const text = z.string().trim().min(1);
const localized = section({ es: text, en: text });
const id = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'an id is lower-case letters, digits and hyphens');
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour is # and six hexadecimal digits');
const address = z.string().transform((typed, context) => {
  const stored = storedAddress(typed);
  if (stored === undefined)
    context.addIssue({ code: 'custom', message: `“${typed}” is not one plain address` });
  return stored ?? z.NEVER;
});
const https = z
  .url({ protocol: /^https$/, error: 'a portal’s address starts with https:// and names a host' })
  .refine((url) => !url.includes('@'), 'a portal’s address carries no user name');

function isTimezone(name: string): boolean {
  try {
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

const countryCode = z.string().refine(isPhoneCountry, 'not a country code of ISO 3166-1 alpha-2');

const identifierKind = z.enum(['ec.ci', 'ec.ruc', 'fund-code', 'passport']);
const identifierRule = section({
  checkDigit: z.enum(['error', 'warn', 'off']).default('error'),
  extraProvinces: z.array(z.string().regex(/^\d{2}$/, 'a province is two digits in quotes')).default([]),
});

const profile = section({
  id: z.enum(['affiliate', 'pensioner', 'employer']),
  identifiers: z.array(identifierKind).min(1),
  gates: z.array(z.enum(['questions', 'contact', 'message'])),
});

const key = section({
  min: number('key.min'),
  max: number('key.max'),
  characters: z.enum(['letters-and-digits', 'any']).default('any'),
  lastKeys: number('key.lastKeys'),
  hash: section({
    memoryKiB: number('key.hash.memoryKiB'),
    passes: number('key.hash.passes'),
    lanes: number('key.hash.lanes'),
  }).prefault({}),
  contextWords: z.array(text.min(3)).default([]),
  deviation: section({
    owner: text,
    date: z.iso.date('a date is year, month and day, as 2026-01-15'),
    reason: text,
  }).exactOptional(),
});

const starts = section({
  perNumberPerHour: number('starts.perNumberPerHour'),
  perNetworkPerTenMinutes: section({
    v4: number('starts.perNetworkPerTenMinutes.v4'),
    v6Site: number('starts.perNetworkPerTenMinutes.v6Site'),
    v6Region: number('starts.perNetworkPerTenMinutes.v6Region'),
  }).prefault({}),
  wholeSystemPerMinute: number('starts.wholeSystemPerMinute'),
});

export const policySchema = section({
  link: section({ bytes: number('link.bytes'), minutes: number('link.minutes') }).prefault({}),
  code: section({
    digits: number('code.digits'),
    minutes: number('code.minutes'),
    triesPerDay: number('code.triesPerDay'),
  }).prefault({}),
  messages: section({
    perHour: number('messages.perHour'),
    perDay: number('messages.perDay'),
    resendAfterSeconds: z.array(z.int().min(30).max(3600)).max(10).default([60, 120, 300]),
    perDestinationPerHour: number('messages.perDestinationPerHour'),
  }).prefault({}),
  caseMinutes: number('caseMinutes'),
  keyMinutes: number('keyMinutes'),
  starts: starts.prefault({}),
  breaker: section({
    failuresPerMinute: number('breaker.failuresPerMinute'),
    failuresPerHour: number('breaker.failuresPerHour'),
    failuresPerNetworkPerHour: number('breaker.failuresPerNetworkPerHour'),
  }).prefault({}),
  robot: section({
    when: z.enum(['always', 'under-load', 'never']).default('under-load'),
    work: number('robot.work'),
    longestWaitSeconds: number('robot.longestWaitSeconds'),
  }).prefault({}),
  questions: section({
    records: z.array(z.enum(['birth', 'work'])).default([]),
    enrolled: number('questions.enrolled'),
    triesPerDay: number('questions.triesPerDay'),
  }).prefault({}),
  key: key.prefault({}),
  signIn: section({
    freeTries: number('signIn.freeTries'),
    firstWaitSeconds: number('signIn.firstWaitSeconds'),
    longestWaitSeconds: number('signIn.longestWaitSeconds'),
    disabledAt: number('signIn.disabledAt'),
    sprayedNumbersPerHour: number('signIn.sprayedNumbersPerHour'),
    failedNumbersPerNetworkPerHour: number('signIn.failedNumbersPerNetworkPerHour'),
  }).prefault({}),
  assurance: z.enum(['one', 'two']).default('one'),
  contactChange: section({
    holdHours: number('contactChange.holdHours'),
    accountsPerContact: number('contactChange.accountsPerContact'),
  }).prefault({}),
  disavowal: section({
    days: number('disavowal.days'),
    undoDays: number('disavowal.undoDays'),
  }).prefault({}),
  reminderDays: number('reminderDays'),
  letter: section({ days: number('letter.days') }).prefault({}),
  office: section({
    ticketDays: number('office.ticketDays'),
    ticketsPerNetworkPerHour: number('office.ticketsPerNetworkPerHour'),
  }).prefault({}),
  session: section({
    idleMinutes: number('session.idleMinutes'),
    hours: number('session.hours'),
  }).prefault({}),
  desk: section({
    passMark: section({
      person: number('desk.passMark.person'),
      company: number('desk.passMark.company'),
    }).prefault({}),
    holdHours: number('desk.holdHours'),
    decideMinutes: number('desk.decideMinutes'),
    searchesPerDay: number('desk.searchesPerDay'),
    casesPerDay: number('desk.casesPerDay'),
    pairFrom: number('desk.pairFrom'),
    pairSharePercent: number('desk.pairSharePercent'),
    quickSeconds: number('desk.quickSeconds'),
  }).prefault({}),
  staff: section({
    session: section({
      idleMinutes: number('staff.session.idleMinutes'),
      hours: number('staff.session.hours'),
    }).prefault({}),
  }).prefault({}),
});

export const institutionSchema = section({
  id,
  name: text,
  shortName: text.max(40),
  fictional: z.boolean().default(false),
  registry: z.enum(['none', 'trial']).default('none'),
  brand: section({
    color: colour.refine((hex) => contrastWithWhite(hex) >= leastContrast, {
      error: `white text on this colour is hard to read: contrast below ${leastContrast}:1 (WCAG 2.2, 1.4.3)`,
    }),
    accent: colour,
    logo: z.string().regex(/^\/[\w./-]+\.(svg|png)$/, 'a logo is a path under public/, as /logo.svg'),
  }),
  languages: z.array(z.enum(['es', 'en'])).min(1),
  timezone: z.string().refine(isTimezone, 'not an IANA time zone'),
  country: countryCode,
  sms: section({ countries: z.array(countryCode).min(1) }).exactOptional(),
  helpLine: section({ phone: text.max(40), hours: localized }),
  mail: section({ from: address, fromName: text.max(80), replyTo: address }),
  portals: z.array(section({ id, name: localized, url: https })).min(1),
  identifiers: section({
    'ec.ci': identifierRule.exactOptional(),
    'ec.ruc': identifierRule.exactOptional(),
    'fund-code': identifierRule.exactOptional(),
    passport: identifierRule.exactOptional(),
  }),
  profiles: z.array(profile).min(1),
  offices: z.array(section({ id, name: text, province: text, address: text, hours: localized })).default([]),
  policy: policySchema.prefault({}),
});

export type InstitutionFile = z.output<typeof institutionSchema>;
export type PolicyFile = z.output<typeof policySchema>;
