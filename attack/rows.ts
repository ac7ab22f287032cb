/** Every attack there is, in the order in which they are run. */
import type { Attack } from './attack.ts';
import { guessedCodes } from './rows/codes/parallel.ts';
import { deskRows } from './rows/desk/counter.ts';
import { origins } from './rows/forms/origin.ts';
import { recipientRows } from './rows/forms/recipients.ts';
import { shapes } from './rows/forms/shapes.ts';
import { browserRows } from './rows/links/browsers.ts';
import { crossings } from './rows/links/cross.ts';
import { formerRows } from './rows/links/former.ts';
import { guesses, manyGuesses } from './rows/links/guess.ts';
import { leaks } from './rows/links/leak.ts';
import { poison } from './rows/links/poison.ts';
import { redemptions } from './rows/links/redeem.ts';
import { kept } from './rows/log/keep.ts';
import { questions } from './rows/names/questions.ts';
import { tells } from './rows/names/tell.ts';
import { contactRows } from './rows/sign-in/contact.ts';
import { floods, sprays } from './rows/sign-in/floods.ts';
import { sessionRows } from './rows/sign-in/sessions.ts';
import { mixes } from './rows/steps/mix.ts';
import { skips } from './rows/steps/skip.ts';
import { standings } from './rows/steps/standing.ts';
import { transport } from './rows/transport/pages.ts';

export const attacks: readonly Attack[] = [
  ...guesses,
  ...leaks,
  ...poison,
  ...redemptions,
  ...crossings,
  ...formerRows,
  ...browserRows,
  ...guessedCodes,
  ...skips,
  ...mixes,
  ...standings,
  ...recipientRows,
  ...shapes,
  ...origins,
  ...tells,
  ...questions,
  ...transport,
  ...sessionRows,
  ...contactRows,
  ...deskRows,
  ...kept,
  ...floods,
  ...manyGuesses,
  ...sprays,
];
