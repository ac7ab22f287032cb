import type { World } from '../actions/world.ts';
import { goTo } from './page/page.ts';
import { paths } from './paths.ts';
import type { App } from './request/visit.ts';

/** Addresses that machines look for: where a key is changed (W3C change-password-url), and whom to tell of a hole (RFC 9116). */
export function wellKnown(app: App, { institution, clock, baseUrl }: World): void {
  app.get('/.well-known/change-password', (c) => c.redirect(paths.start, 302));
  app.get('/.well-known/security.txt', (c) => {
    const expires = new Date(clock.now().getTime() + 180 * 24 * 60 * 60 * 1000).toISOString();
    return c.text(
      `Contact: mailto:${institution.mail.replyTo}\nExpires: ${expires}\nPreferred-Languages: es, en\nCanonical: ${baseUrl}/.well-known/security.txt\n`,
    );
  });
  app.get('/robots.txt', (c) => c.text('User-agent: *\nDisallow: /\n'));
  app.get('/favicon.ico', (c) => goTo(c, '/favicon.svg'));
}
