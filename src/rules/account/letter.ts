/** A code by post, for whom no contact is confirmed (NIST SP 800-63B-4, 4.2.1.2). */
import { minutesAfter } from '../../lib/clock.ts';

/** Days between two letters to one number: the post needs some, and nobody's letter box is to be filled. */
const daysBetween = 7;
const dayMinutes = 24 * 60;

/** Whether one more letter may go out for a number, by when the last one was asked for. The same for unknown numbers. */
export const mayAskLetter = (lastAskedAt: Date | undefined, at: Date): boolean =>
  lastAskedAt === undefined || at >= minutesAfter(lastAskedAt, daysBetween * dayMinutes);

/** Until when the code of a letter asked for now works. */
export const letterUntil = (at: Date, policy: { readonly days: number }): Date =>
  minutesAfter(at, policy.days * dayMinutes);
