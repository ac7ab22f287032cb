import type { App } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';
import { accountPage } from './account.ts';
import { confirmKeyPage } from './confirm-key.ts';
import { contactPages } from './contact.ts';
import { moreTimePage } from './more-time.ts';
import { sessionsPage } from './sessions.ts';
import { signInPage } from './sign-in.ts';

/** Everything behind the sign-in, and the sign-in itself. */
export function accountPages(app: App, origins: Origins): void {
  signInPage(app, origins);
  accountPage(app);
  confirmKeyPage(app, origins);
  moreTimePage(app);
  sessionsPage(app);
  contactPages(app);
}
