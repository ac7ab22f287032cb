import type { App } from '../request/visit.ts';
import { answerQuestionPage } from './answer-question.ts';
import { chooseKeyPage } from './choose-key.ts';
import { confirmNumberPage } from './confirm-number.ts';
import { donePage } from './done.ts';
import { enterCodePage } from './enter-code.ts';
import { enterCodeElsewherePage } from './enter-code-elsewhere.ts';
import { followLinkPage } from './follow-link.ts';
import { nameContactPage } from './name-contact.ts';
import { enterLetterCodePage } from './proof/enter-letter-code.ts';
import { enterSavedCodePage } from './proof/enter-saved-code.ts';
import { proveAgainPage } from './proof/prove-again.ts';
import { showPasskeyPage } from './proof/show-passkey.ts';
import { stoppedPage } from './stopped.ts';
import { unlockPage } from './unlock.ts';
import type { Origins } from './who/begin.ts';
import { checkRobotPage } from './who/check-robot.ts';
import { chooseProfilePage } from './who/choose-profile.ts';
import { identifyPage } from './who/identify.ts';
import { nameCompanyPages } from './who/name-company.ts';
import { startPage } from './who/start.ts';

/** Every page of the walk, in the order people meet them. */
export function walkPages(app: App, origins: Origins): void {
  startPage(app);
  chooseProfilePage(app);
  identifyPage(app, origins);
  nameCompanyPages(app, origins);
  checkRobotPage(app);
  answerQuestionPage(app);
  nameContactPage(app);
  enterCodePage(app);
  enterCodeElsewherePage(app);
  followLinkPage(app);
  confirmNumberPage(app);
  enterSavedCodePage(app);
  enterLetterCodePage(app);
  showPasskeyPage(app);
  proveAgainPage(app);
  unlockPage(app);
  chooseKeyPage(app);
  donePage(app);
  stoppedPage(app);
}
