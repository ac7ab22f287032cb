import type { DayCount, Standing } from './case.ts';
import type { Policy } from './policy.ts';

const hour = 60 * 60 * 1000;
const day = 24 * hour;

/** A number nobody asked for yet. */
export const freshStanding = (at: Date): Standing => ({
  codeTries: { since: at, used: 0 },
  screenTries: { since: at, used: 0 },
  messages: [],
});

/** What is left of a daily allowance. It only falls until a day has passed since its first use. */
export function left(count: DayCount, perDay: number, at: Date): number {
  return at.getTime() - count.since.getTime() >= day ? perDay : Math.max(0, perDay - count.used);
}

/** One more use; the day begins with the first. */
export function used(count: DayCount, at: Date): DayCount {
  return at.getTime() - count.since.getTime() >= day || count.used === 0
    ? { since: at, used: 1 }
    : { since: count.since, used: count.used + 1 };
}

/** When a used-up daily allowance is there again. */
export const renewedAt = (count: DayCount): Date => new Date(count.since.getTime() + day);

/** Messages still fresh enough to count, oldest first. */
const recent = (sent: readonly Date[], at: Date, span: number): Date[] =>
  sent.filter((one) => at.getTime() - one.getTime() < span);

/** Whether one more message may go out for this number (OWASP Forgot Password: limits per account, RE-07). */
export function mayMessage(standing: Standing, limits: Policy['messages'], at: Date): boolean {
  return (
    recent(standing.messages, at, hour).length < limits.perHour &&
    recent(standing.messages, at, day).length < limits.perDay
  );
}

/** The standing after one more message was asked for, whether or not anybody gets it. Kept no longer than it counts. */
export function messageAsked(standing: Standing, limits: Policy['messages'], at: Date): Standing {
  if (!mayMessage(standing, limits, at)) return standing;
  return { ...standing, messages: [...recent(standing.messages, at, day), at] };
}

/** Whether a number may be told that someone tried: at most once a day. */
export const mayTell = (standing: Standing, at: Date): boolean =>
  standing.toldAt === undefined || at.getTime() - standing.toldAt.getTime() >= day;
