import type { MiddlewareHandler } from 'hono';
import type { Door } from './request/visit.ts';

/** Powers no page of ours needs. */
const permissions =
  'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self)';

/**
 * Headers of every answer, errors and redirects included (SE-07, SE-08, SE-09, RT-23). Files under `/public/` carry their
 * digest in the address and may be kept; everything else must not be.
 */
export function guardHeaders(): MiddlewareHandler<Door> {
  return async (c, next) => {
    await next();
    const { headers } = c.res;
    const script = `script-src 'nonce-${c.var.visit?.nonce ?? ''}'; worker-src 'self'`;
    headers.set(
      'content-security-policy',
      `default-src 'none'; ${script}; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'`,
    );
    headers.set('strict-transport-security', 'max-age=63072000; includeSubDomains');
    headers.set('x-content-type-options', 'nosniff');
    headers.set('x-frame-options', 'DENY');
    headers.set('referrer-policy', 'no-referrer');
    headers.set('cross-origin-opener-policy', 'same-origin');
    headers.set('cross-origin-resource-policy', 'same-origin');
    headers.set('permissions-policy', permissions);
    headers.set('x-robots-tag', 'noindex');
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
  };
}

/** Only our own name is answered: a link can then never be built from somebody else's (RT-22). */
export function ourHost(baseUrl: string): (host: string | undefined) => boolean {
  const ours = new URL(baseUrl).host;
  return (host) => host !== undefined && host.toLowerCase() === ours;
}
