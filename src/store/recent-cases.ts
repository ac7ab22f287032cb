import { minutesAfter } from '../lib/clock.ts';
import { leastIdAt } from '../lib/timed-id.ts';

/** No case lives longer than a day; for a month its browser is told how it ended. */
const recentMinutes = 31 * 24 * 60;

/** Where the ids of cases begin that may still be open, or were lately: with it nothing reads the years before. */
export const floorOfCases = (at: Date): string => leastIdAt(minutesAfter(at, -recentMinutes));
