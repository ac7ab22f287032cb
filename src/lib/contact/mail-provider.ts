import { editDistance } from './edit-distance.ts';
import { judgeAddress } from './email.ts';

/**
 * Help with a typed address, from fixed lists of provider names only: it says the same whoever has an
 * account, since nothing stored is read.
 */
const offered = [
  'gmail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com',
  'icloud.com',
  'live.com',
  'msn.com',
  'outlook.es',
  'hotmail.es',
  'yahoo.es',
  'protonmail.com',
];

/** Real domains that look like a slip of the ones above: never corrected. */
const real = new Set([
  ...offered,
  'aol.com',
  'email.com',
  'fmail.com',
  'gmx.com',
  'gmx.es',
  'googlemail.com',
  'hotmail.co',
  'hotmail.cl',
  'hotmail.fr',
  'hotmail.it',
  'live.cl',
  'live.com.mx',
  'live.fr',
  'live.nl',
  'mail.com',
  'me.com',
  'outlook.cl',
  'outlook.com.ar',
  'outlook.com.br',
  'outlook.fr',
  'outlook.it',
  'proton.me',
  'yahoo.ca',
  'yahoo.cl',
  'yahoo.co',
  'yahoo.com.ar',
  'yahoo.com.br',
  'yahoo.com.co',
  'yahoo.com.ec',
  'yahoo.com.mx',
  'yahoo.com.pe',
  'yahoo.fr',
  'yahoo.it',
  'ymail.com',
  'zmail.com',
]);

/**
 * Two slips are believed only in a name long enough to survive them: "live.com" two slips away is another
 * name.
 */
const slipsBelieved = (domain: string): number => (domain.length >= 9 ? 2 : 1);

const partsOf = (typed: string): { local: string; domain: string } | undefined => {
  const verdict = judgeAddress(typed);
  if (!verdict.ok) return undefined;
  const at = verdict.address.lastIndexOf('@');
  return { local: verdict.address.slice(0, at), domain: verdict.address.slice(at + 1) };
};

/** The whole address a person probably meant ("ana@gmial.com" gives "ana@gmail.com"), or nothing. */
export function providerTypo(typed: string): string | undefined {
  const parts = partsOf(typed);
  if (!parts || real.has(parts.domain)) return undefined;
  let best: { domain: string; slips: number } | undefined;
  for (const domain of offered) {
    const slips = editDistance(parts.domain, domain);
    if (slips <= slipsBelieved(domain) && (!best || slips < best.slips)) best = { domain, slips };
  }
  return best && `${parts.local}@${best.domain}`;
}

export type Inbox = { readonly name: 'Gmail' | 'Outlook' | 'Yahoo'; readonly url: string };

const inboxes: readonly { readonly domain: RegExp; readonly inbox: Inbox }[] = [
  {
    domain: /^(?:gmail|googlemail)\.com$/,
    inbox: { name: 'Gmail', url: 'https://mail.google.com/' },
  },
  {
    domain: /^(?:outlook|hotmail|live|msn)\.(?:[a-z]{2}|com|co\.[a-z]{2}|com\.[a-z]{2})$/,
    inbox: { name: 'Outlook', url: 'https://outlook.live.com/mail/' },
  },
  {
    domain: /^(?:yahoo|ymail)\.(?:[a-z]{2}|com|co\.[a-z]{2}|com\.[a-z]{2})$/,
    inbox: { name: 'Yahoo', url: 'https://mail.yahoo.com/' },
  },
];

/**
 * Where the typed address is read on the web, for the "Open Gmail" button; the same for everybody who types
 * it.
 */
export function inboxAddress(typed: string): Inbox | undefined {
  const domain = partsOf(typed)?.domain;
  return domain === undefined ? undefined : inboxes.find((entry) => entry.domain.test(domain))?.inbox;
}
