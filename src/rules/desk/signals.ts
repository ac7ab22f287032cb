/** What a second person should look at twice in a case that waits for them. A signal weighs nothing: it only asks to be seen. */

export const signals = ['new-domain', 'third-change', 'same-window', 'pair-limit', 'quick'] as const;
export type Signal = (typeof signals)[number];

/** Facts of the rows behind a case; `changes` are those of the account's contacts in the last `signalDays`, this one not among them. */
export type SignalFacts = {
  /** Of the mailbox on file and the new one; absent where there is none. */
  readonly fromDomain?: string;
  readonly toDomain?: string;
  readonly changes: number;
  /** Earlier cases of this account by the same agent at the same office, in the same days. */
  readonly sameWindow: number;
  /** Whether approving this would be one too many for this agent. */
  readonly pairLimit: boolean;
  readonly openedAt: Date;
  readonly submittedAt: Date;
};

/** How far back a repetition counts (UX 2.2, S7). */
export const signalDays = 30;
/** The change that is marked, counting this one (UX 2.2, S7). */
const markedChange = 3;
/** A document, a face and a code read aloud take longer than this. */
const quickSeconds = 120;
/** How long nobody should wait for the second person (HD-03). */
export const targetMinutes = 30;

/** The signals of a case, in the order in which they are listed. */
export function signalsOf(facts: SignalFacts): Signal[] {
  const { fromDomain, toDomain, openedAt, submittedAt } = facts;
  const shown: Record<Signal, boolean> = {
    'new-domain': fromDomain !== undefined && toDomain !== undefined && fromDomain !== toDomain,
    'third-change': facts.changes + 1 >= markedChange,
    'same-window': facts.sameWindow > 0,
    'pair-limit': facts.pairLimit,
    quick: submittedAt.getTime() - openedAt.getTime() < quickSeconds * 1000,
  };
  return signals.filter((signal) => shown[signal]);
}
