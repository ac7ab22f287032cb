/** Every attack there is, in the order in which they are run. */
import type { Attack } from './attack.ts';
import { guessedCodes } from './rows/codes/parallel.ts';
import { browserRows } from './rows/links/browsers.ts';
import { crossings } from './rows/links/cross.ts';
import { guesses } from './rows/links/guess.ts';
import { leaks } from './rows/links/leak.ts';
import { poison } from './rows/links/poison.ts';
import { redemptions } from './rows/links/redeem.ts';

export const attacks: readonly Attack[] = [
  ...guesses,
  ...leaks,
  ...poison,
  ...redemptions,
  ...crossings,
  ...browserRows,
  ...guessedCodes,
];
