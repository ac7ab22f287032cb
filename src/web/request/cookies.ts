import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** Our cookies. Each holds chance or sealed text: nothing to read, nothing to guess. */
export type CookieName = 'browser' | 'device' | 'draft' | 'language' | 'session' | 'staff';

/** A cookie jar for one origin. Over https the `__Host-` prefix binds cookies to this host alone (SE-02; RFC 6265bis). */
export type Jar = {
  get(c: Context, name: CookieName): string | undefined;
  set(c: Context, name: CookieName, value: string, seconds?: number): void;
  clear(c: Context, name: CookieName): void;
};

/** Makes the jar of an origin. Plain http is only ever a loopback address (`config.ts`), where a prefix would not stick. */
export function jarFor(baseUrl: string): Jar {
  const secure = baseUrl.startsWith('https:');
  const nameOf = (name: CookieName): string => `${secure ? '__Host-' : ''}reclave-${name}`;
  const options = { path: '/', httpOnly: true, secure, sameSite: 'Lax' } as const;
  return {
    get: (c, name) => getCookie(c, nameOf(name)),
    set: (c, name, value, seconds) =>
      setCookie(c, nameOf(name), value, { ...options, ...(seconds !== undefined && { maxAge: seconds }) }),
    clear: (c, name) => deleteCookie(c, nameOf(name), options),
  };
}
