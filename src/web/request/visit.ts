import { timingSafeEqual } from 'node:crypto';
import type { Context, Hono, MiddlewareHandler } from 'hono';
import type { Owner } from '../../actions/account/owner.ts';
import type { Staff } from '../../actions/desk/staff.ts';
import { houseOf } from '../../actions/house.ts';
import type { World } from '../../actions/world.ts';
import { randomBytes, randomToken, sha256 } from '../../lib/digest.ts';
import type { Purpose } from '../../rules/case.ts';
import type { TicketNeed } from '../../rules/desk/tickets.ts';
import type { Channel, IdentifierKind, Language, ProfileId } from '../../rules/policy.ts';
import type { House } from '../../words/shapes.ts';
import { type Words, wordsOf } from '../../words/words.ts';
import type { Jar } from './cookies.ts';

/** One request as the pages see it. */
export type Visit = {
  readonly world: World;
  readonly jar: Jar;
  readonly words: Words;
  readonly language: Language;
  readonly house: House;
  /** Digest of the browser's cookie: what a case is bound to. */
  readonly browser: Buffer;
  /** Whether the cookie came with the request; without it no form can be trusted. */
  readonly known: boolean;
  readonly nonce: string;
  /** The networks the visitor's address is counted under. */
  networks(): readonly string[];
  /** A fresh spelling of this browser's form token. */
  formToken(): string;
};

export type Door = { Variables: { visit: Visit; owner?: Owner; staff?: Staff }; Bindings: { ip?: string } };
export type App = Hono<Door>;
export type Ctx = Context<Door>;

/** The ticket this browser is asking for. */
export type TicketDraft = {
  /** Of the form that will take it, so that sending it twice takes one. */
  readonly request: string;
  readonly office: string;
  readonly needs: readonly TicketNeed[];
};

/**
 * What is remembered where no case holds it: what for, which profile, which document, a company's number and branch, the link of a
 * message, the link of a notice, the contact about to change, a ticket half asked for.
 */
export type Draft = {
  readonly purpose?: Purpose;
  readonly profile?: ProfileId;
  readonly portal?: string;
  readonly kind?: IdentifierKind;
  readonly company?: string;
  readonly branch?: string;
  readonly token?: string;
  readonly notice?: string;
  readonly cancel?: string;
  readonly slot?: Channel;
  readonly ticket?: TicketDraft;
};

const tokenBytes = 32;

/** A form token spelled anew for every page, so that compression cannot give it away (BREACH). */
function masked(token: Buffer): string {
  const mask = randomBytes(token.length);
  const hidden = Buffer.from(token.map((byte, index) => byte ^ (mask[index] ?? 0)));
  return Buffer.concat([mask, hidden]).toString('base64url');
}

/** Whether a form carries this browser's token. */
export function isOwnForm(visit: Visit, sent: string): boolean {
  const both = Buffer.from(sent, 'base64url');
  if (both.length !== 2 * tokenBytes) return false;
  const mask = both.subarray(0, tokenBytes);
  const token = Buffer.from(both.subarray(tokenBytes).map((byte, index) => byte ^ (mask[index] ?? 0)));
  return timingSafeEqual(token, formSecret(visit.world, visit.browser));
}

const formSecret = ({ keys }: World, browser: Buffer): Buffer => keys.form(`form ${browser.toString('hex')}`);

/** Makes the visit of every request: language, browser, form token, nonce. Gives a browser its cookie on its first page. */
export function visiting(
  world: World,
  jar: Jar,
  networksOf: (ip: string) => string[],
): MiddlewareHandler<Door> {
  const house = houseOf(world);
  const { languages } = world.institution;
  const [first = 'es'] = languages;
  return async (c, next) => {
    const wanted = c.req.query('lang') ?? jar.get(c, 'language');
    const language = languages.find((one) => one === wanted) ?? first;
    const sent = jar.get(c, 'browser');
    const known = sent !== undefined && /^[\w-]{43}$/.test(sent);
    const token = known ? sent : randomToken(tokenBytes);
    if (!known && c.req.method === 'GET') jar.set(c, 'browser', token);
    const browser = sha256(token);
    c.set('visit', {
      world,
      jar,
      words: wordsOf(language),
      language,
      house,
      browser,
      known,
      nonce: randomToken(16),
      networks: () => networksOf(c.env.ip ?? ''),
      formToken: () => masked(formSecret(world, browser)),
    });
    await next();
  };
}

/** Speaks a language to a browser that never chose one, and goes on so. */
export function speak(c: Ctx, language: Language): void {
  const { visit } = c.var;
  if (visit.jar.get(c, 'language') !== undefined || language === visit.language) return;
  visit.jar.set(c, 'language', language, languageSeconds);
  c.set('visit', { ...visit, language, words: wordsOf(language) });
}

/** A preference lasts a year. */
const languageSeconds = 31_536_000;

/** Whether a text has the shape of a link's token; anything else is asked of nobody. */
export const isToken = (text: string): boolean => /^[\w-]{22,200}$/.test(text);

/** A draft opens in its own browser only. */
const aboutDraft = ({ browser }: Visit): string => `draft ${browser.toString('hex')}`;
const draftSeconds = 60 * 60;

/** What this browser said before its case. A draft that does not open is no draft. */
export function readDraft(c: Ctx): Draft {
  const { visit } = c.var;
  const sealed = visit.jar.get(c, 'draft');
  if (!sealed) return {};
  try {
    return visit.world.keys.open<Draft>(Buffer.from(sealed, 'base64url'), aboutDraft(visit));
  } catch {
    // Altered, or sealed under a key that is gone: either way the person just says it again.
    return {};
  }
}

export function keepDraft(c: Ctx, draft: Draft): void {
  const { visit } = c.var;
  const sealed = visit.world.keys.seal(draft, aboutDraft(visit));
  visit.jar.set(c, 'draft', sealed.toString('base64url'), draftSeconds);
}
