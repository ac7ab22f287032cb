import type { World } from '../../actions/world.ts';
import type { App } from '../request/visit.ts';
import { accountPage } from './account.ts';
import { activityPage } from './security/activity.ts';
import { changeKeyPage } from './security/change-key.ts';
import { enrolQuestionsPage } from './security/enrol-questions.ts';
import { passkeySignInPage } from './security/passkey-sign-in.ts';
import { passkeysPage } from './security/passkeys.ts';
import { personalExportPage } from './security/personal-export.ts';
import { savedCodesPage } from './security/saved-codes.ts';
import { signInPage } from './sign-in.ts';

/** Everything behind the sign-in, and the sign-in itself. */
export function accountPages(app: App, world: World): void {
  signInPage(app);
  passkeySignInPage(app);
  accountPage(app);
  changeKeyPage(app);
  savedCodesPage(app);
  passkeysPage(app);
  activityPage(app);
  enrolQuestionsPage(app, world);
  personalExportPage(app);
}
