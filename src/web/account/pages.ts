import type { App } from '../request/visit.ts';
import { accountPage } from './account.ts';
import { contactPages } from './contact.ts';
import { signInPage } from './sign-in.ts';

/** Everything behind the sign-in, and the sign-in itself. */
export function accountPages(app: App): void {
  signInPage(app);
  accountPage(app);
  contactPages(app);
}
