/** How long a signed-in browser stays so, and how recently the key must have been given for what matters. */
import { minutesAfter } from '../../lib/clock.ts';
import type { Policy } from '../policy.ts';

/** ASVS 5.0, 7.5.1: full re-authentication before contact data, keys or factors change. */
const freshMinutes = 5;

/** Whether the key or passkey was given recently enough for what matters. */
export const isFresh = (fresh: Date, at: Date): boolean => at <= minutesAfter(fresh, freshMinutes);

/** When a session used at `seen` ends by itself: idle, or too old (NIST SP 800-63B-4, 2.2.3). */
export function sessionEnd(session: { began: Date; seen: Date }, rule: Policy['session']): Date {
  const idle = minutesAfter(session.seen, rule.idleMinutes);
  const oldest = minutesAfter(session.began, rule.hours * 60);
  return idle < oldest ? idle : oldest;
}
