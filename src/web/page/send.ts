import { gzipSync } from 'node:zlib';
import type { Ctx } from '../request/visit.ts';

/** A page fits a window of 8 KB; a larger one would only be more memory to clear for each. */
const packing = { level: 6, windowBits: 13, memLevel: 7 } as const;

export type PageStatus = 200 | 400 | 403 | 404 | 409 | 410 | 413 | 421 | 422 | 429 | 500 | 503;

/** Whether the browser takes gzip; "gzip;q=0" says that it does not (RFC 9110, 12.5.3). */
export const takesGzip = (c: Ctx): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/i.test(c.req.header('accept-encoding') ?? '');

/**
 * Sends a page, compressed when the browser takes it. A page is small and complete: the stream that a middleware makes of each
 * answer costs several times the compression itself (`npm run bench -- ask`).
 */
export function sendPage(c: Ctx, text: string, status: PageStatus): Response {
  c.header('vary', 'accept-encoding');
  if (!takesGzip(c)) return c.html(text, status);
  c.header('content-type', 'text/html; charset=UTF-8');
  c.header('content-encoding', 'gzip');
  return c.body(new Uint8Array(gzipSync(text, packing)), status);
}
