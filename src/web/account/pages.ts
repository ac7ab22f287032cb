import type { World } from '../../actions/world.ts';
import type { App } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';
import { accountPage } from './account.ts';
import { confirmKeyPage } from './confirm-key.ts';
import { contactPages } from './contact.ts';
import { moreTimePage } from './more-time.ts';
import { activityPage } from './security/activity.ts';
import { changeKeyPage } from './security/change-key.ts';
import { enrolQuestionsPage } from './security/enrol-questions.ts';
import { passkeySignInPage } from './security/passkey-sign-in.ts';
import { passkeysPage } from './security/passkeys.ts';
import { personalExportPage } from './security/personal-export.ts';
import { savedCodesPage } from './security/saved-codes.ts';
import { statementPages } from './security/statement.ts';
import { sessionsPage } from './sessions.ts';
import { signInPage } from './sign-in.ts';

/** Everything behind the sign-in, and the sign-in itself. */
export function accountPages(app: App, world: World, origins: Origins): void {
  signInPage(app, origins);
  passkeySignInPage(app, origins);
  accountPage(app);
  confirmKeyPage(app, origins);
  moreTimePage(app);
  sessionsPage(app);
  contactPages(app);
  changeKeyPage(app, origins);
  savedCodesPage(app);
  passkeysPage(app);
  activityPage(app);
  enrolQuestionsPage(app, world);
  personalExportPage(app);
  statementPages(app);
}
