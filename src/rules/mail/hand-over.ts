/** What people are told to wait: a few steps, so that the sentence holds for a while and tells nothing of any one message. */
const steps = [10, 20, 40, 60, 120] as const;

/**
 * Fewer tell of single messages. Whoever asks for all the others themselves still cannot see one person's: the slowest tenth is
 * left out, four of these, and a number is sent three within the hour.
 */
const fewest = 40;

/** Within how many seconds messages leave, as it is said; nothing when too few were measured, or it takes too long to promise. */
export const leavesWithin = ({
  measured,
  seconds,
}: {
  readonly measured: number;
  readonly seconds: number;
}): number | undefined => (measured < fewest ? undefined : steps.find((step) => seconds < step));
