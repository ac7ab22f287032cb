/**
 * How soon one may try to sign in again. NIST SP 800-63B-4 section 3.2.2: at most 100 consecutive failures,
 * then the key is disabled until recovery; until then rising waits stop guessing (PW-19, PW-23). Waits belong to a
 * number and a place (a network, or a device that signed in before), so that a stranger elsewhere never makes the owner
 * wait. An unknown number keeps the same counts, so it behaves the same.
 */
import type { Policy } from './policy.ts';

/** Consecutive failures only. `lastAt` is the moment of the latest one. */
export type Attempts = { readonly failures: number; readonly lastAt: Date | null };

/** What one try is judged by: the failures at its own place, and those of the number at all places that are no known device. */
export type SignInCounts = {
  readonly place: Attempts;
  readonly everywhere: Attempts;
  /** Failures of the number since the last right key anywhere, those at known devices among them. */
  readonly total: number;
  /** A device that signed in before has a budget of its own: strangers neither use it up nor disable it. */
  readonly knownDevice: boolean;
};

export type SignInStanding =
  | { readonly kind: 'free'; readonly triesBeforeWait: number }
  | { readonly kind: 'waiting'; readonly until: Date }
  | { readonly kind: 'disabled' };

/** NIST SP 800-63B-4, 3.2.2: so many failures in a row disable a key whatever places they came from. */
export const mostInARow = 100;

/** What the next try at this place would meet. A key tried while `waiting` or `disabled` must be neither checked nor counted. */
export function judge(
  { place, everywhere, knownDevice, total }: SignInCounts,
  rule: Policy['signIn'],
  at: Date,
): SignInStanding {
  const { failures, lastAt } = place;
  const inARow = knownDevice ? failures : Math.max(failures, everywhere.failures);
  if (inARow >= rule.disabledAt || total >= mostInARow) return { kind: 'disabled' };
  if (failures < rule.freeTries) return { kind: 'free', triesBeforeWait: rule.freeTries - failures };
  const seconds = Math.min(rule.firstWaitSeconds * 2 ** (failures - rule.freeTries), rule.longestWaitSeconds);
  const until = new Date((lastAt?.getTime() ?? 0) + seconds * 1000);
  return at < until ? { kind: 'waiting', until } : { kind: 'free', triesBeforeWait: 1 };
}

const oneMore = ({ failures }: Attempts, at: Date): Attempts => ({ failures: failures + 1, lastAt: at });

/** A wrong key: one more at its place, and one more of the number unless the device is known. */
export function afterFailure(counts: SignInCounts, at: Date): SignInCounts {
  const { place, everywhere, knownDevice } = counts;
  return {
    ...counts,
    place: oneMore(place, at),
    everywhere: knownDevice ? everywhere : oneMore(everywhere, at),
    total: counts.total + 1,
  };
}

/** No failure in a row. */
export const noAttempts: Attempts = { failures: 0, lastAt: null };

/**
 * The right key ends a row. At a known device it ends only that device's: whoever guesses elsewhere while the owner signs
 * in at home every day must not be given new tries by it. Waits of other places stay.
 */
export const afterSuccess = (counts: SignInCounts): SignInCounts => ({
  ...counts,
  place: noAttempts,
  everywhere: counts.knownDevice ? counts.everywhere : noAttempts,
  total: 0,
});

/**
 * Whether a key was tried on so many numbers within the hour that it is a spray (PW-24): it then opens nothing on an
 * unknown device, right or not.
 */
export const isSpray = (numbers: number, { sprayedNumbersPerHour }: Policy['signIn']): boolean =>
  numbers > sprayedNumbersPerHour;

/** Whether keys failed on so many numbers from one network within the hour that it is asked for a robot check (PW-24). */
export const isNetworkSpray = (
  numbers: number,
  { failedNumbersPerNetworkPerHour }: Policy['signIn'],
): boolean => numbers > failedNumbersPerNetworkPerHour;
