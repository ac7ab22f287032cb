import { type Ctx, isOwnForm } from './visit.ts';

/** What a form sent, or why it was not read. */
export type Sent<F extends string> =
  | { readonly ok: true; readonly fields: Record<F, string> }
  | { readonly ok: false; readonly because: 'malformed' | 'no-cookie' | 'foreign' };

/** Longer than any honest field; what is too long for its meaning is told in the words of that field. */
const longestField = 2000;

/**
 * Reads a form strictly: urlencoded, each field at most once, none unknown, and sent from one of our own pages in this very
 * browser (SE-06). Arrays, objects and JSON are malformed. A field left out is an empty text.
 */
export async function readForm<F extends string>(c: Ctx, names: readonly F[]): Promise<Sent<F>> {
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    return { ok: false, because: 'malformed' };
  const sent = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(await c.req.text())) {
    const known = name === '_csrf' || names.some((one) => one === name);
    if (!known || sent.has(name) || value.length > longestField || value.includes('\0'))
      return { ok: false, because: 'malformed' };
    sent.set(name, value);
  }
  const trust = trustOf(c, sent.get('_csrf') ?? '');
  if (trust) return { ok: false, because: trust };
  // Sound: every name of F is set here and nothing else is.
  const fields = Object.fromEntries(names.map((name) => [name, sent.get(name) ?? ''])) as Record<F, string>;
  return { ok: true, fields };
}

/**
 * The token decides; what the browser says of where the form came from can only add a no. Under `no-referrer` browsers send
 * `Origin: null` for our own forms, so a null is not held against anybody (docs/decisions/0006).
 */
function trustOf(c: Ctx, token: string): 'no-cookie' | 'foreign' | undefined {
  const site = c.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return 'foreign';
  const origin = c.req.header('origin');
  const { visit } = c.var;
  if (origin !== undefined && origin !== 'null' && origin !== new URL(visit.world.baseUrl).origin)
    return 'foreign';
  if (!visit.known) return 'no-cookie';
  return isOwnForm(visit, token) ? undefined : 'foreign';
}
