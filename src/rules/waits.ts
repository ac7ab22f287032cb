/**
 * How soon one may try to sign in again. NIST SP 800-63B-4 section 3.2.2: at most 100 consecutive failures,
 * then the key is disabled until recovery; until then rising waits stop guessing without locking the owner
 * out (PW-19, PW-23). Counted per account and never per network; an unknown number keeps the same count, so
 * it behaves the same.
 */
import type { Policy } from './policy.ts';

/** Consecutive failures only. `lastAt` is the moment of the latest one. */
export type Attempts = { readonly failures: number; readonly lastAt: Date | null };

export type SignInStanding =
  | { readonly kind: 'free'; readonly triesBeforeWait: number }
  | { readonly kind: 'waiting'; readonly until: Date }
  | { readonly kind: 'disabled' };

/** A key tried while `waiting` or `disabled` must be neither checked nor counted. */
export function signInStanding(attempts: Attempts, rule: Policy['signIn'], at: Date): SignInStanding {
  const { failures, lastAt } = attempts;
  if (failures >= rule.disabledAt) return { kind: 'disabled' };
  if (failures < rule.freeTries) return { kind: 'free', triesBeforeWait: rule.freeTries - failures };
  const seconds = Math.min(rule.firstWaitSeconds * 2 ** (failures - rule.freeTries), rule.longestWaitSeconds);
  const until = new Date((lastAt?.getTime() ?? 0) + seconds * 1000);
  return at < until ? { kind: 'waiting', until } : { kind: 'free', triesBeforeWait: 1 };
}

export function afterFailure(attempts: Attempts, at: Date): Attempts {
  return { failures: attempts.failures + 1, lastAt: at };
}

/** Success and a new key forgive alike. */
export function afterSuccess(): Attempts {
  return { failures: 0, lastAt: null };
}
