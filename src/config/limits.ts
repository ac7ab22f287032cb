/**
 * Every number of a policy: what it is when the file says nothing, and past what it is refused.
 * A limit with a source is the standard's; the others keep a slip of the finger from becoming a policy.
 */
type Limit = {
  readonly usual: number;
  readonly least: number;
  readonly most: number;
  /** Where the limit comes from, said in the mistake. */
  readonly why: string;
};

const sane = 'beyond it the flow stops making sense';

export const limits = {
  'link.bytes': { usual: 32, least: 16, most: 64, why: 'OWASP WSTG-ATHN-09 and ASVS 5.0, 11.5.1: 128 bits' },
  'link.minutes': { usual: 30, least: 5, most: 1440, why: 'NIST SP 800-63B-4, 4.2.1.2: 24 hours by e-mail' },
  'code.digits': { usual: 8, least: 6, most: 10, why: 'NIST SP 800-63B-4, 4.2.1.2: six digits' },
  'code.minutes': { usual: 10, least: 2, most: 10, why: 'ASVS 5.0, 6.5.5: ten minutes' },
  'code.triesPerDay': {
    usual: 5,
    least: 1,
    most: 10,
    why: 'ten guesses a day at six digits are 1 in 100 000',
  },
  'messages.perHour': { usual: 3, least: 1, most: 10, why: 'OWASP Forgot Password: a limit per account' },
  'messages.perDay': { usual: 5, least: 1, most: 20, why: 'OWASP Forgot Password: a limit per account' },
  'messages.perDestinationPerHour': { usual: 6, least: 1, most: 60, why: 'no mailbox may be flooded' },
  caseMinutes: { usual: 60, least: 15, most: 1440, why: 'NIST SP 800-63B-4, 4.2.1.2: 24 hours' },
  keyMinutes: { usual: 15, least: 5, most: 60, why: 'a proven case must not lie open' },
  'starts.perNumberPerHour': { usual: 5, least: 1, most: 20, why: sane },
  'starts.perNetworkPerTenMinutes.v4': { usual: 60, least: 1, most: 10_000, why: sane },
  'starts.perNetworkPerTenMinutes.v6Site': { usual: 10, least: 1, most: 10_000, why: sane },
  'starts.perNetworkPerTenMinutes.v6Region': { usual: 60, least: 1, most: 10_000, why: sane },
  'starts.wholeSystemPerMinute': { usual: 6000, least: 1, most: 100_000, why: sane },
  'breaker.failuresPerMinute': { usual: 200, least: 10, most: 10_000, why: 'guessing must be noticed' },
  'breaker.failuresPerHour': { usual: 2000, least: 50, most: 100_000, why: 'guessing must be noticed' },
  'breaker.failuresPerNetworkPerHour': {
    usual: 60,
    least: 5,
    most: 10_000,
    why: 'guessing must be noticed',
  },
  'robot.work': { usual: 50_000, least: 1000, most: 10_000_000, why: 'a cheap phone must finish' },
  'robot.longestWaitSeconds': { usual: 20, least: 0, most: 60, why: 'a person waits no longer' },
  'questions.enrolled': { usual: 0, least: 0, most: 4, why: sane },
  'questions.triesPerDay': { usual: 3, least: 1, most: 3, why: 'three tries a day over all cases (QN-09)' },
  'key.min': { usual: 15, least: 6, most: 64, why: 'six characters, under a declared deviation' },
  'key.max': {
    usual: 128,
    least: 12,
    most: 128,
    why: 'NIST SP 800-63B-4, 3.1.1.2: at least 64; 128 is ours',
  },
  'key.lastKeys': { usual: 5, least: 0, most: 24, why: 'each former key costs one hash on every change' },
  'key.hash.memoryKiB': { usual: 19_456, least: 19_456, most: 1_048_576, why: 'OWASP Password Storage' },
  'key.hash.passes': { usual: 2, least: 2, most: 20, why: 'OWASP Password Storage' },
  'key.hash.lanes': { usual: 1, least: 1, most: 16, why: 'OWASP Password Storage' },
  'signIn.freeTries': { usual: 5, least: 1, most: 10, why: sane },
  'signIn.firstWaitSeconds': { usual: 30, least: 1, most: 3600, why: 'NIST SP 800-63B-4, 3.2.2: 30 seconds' },
  'signIn.longestWaitSeconds': {
    usual: 3600,
    least: 60,
    most: 86_400,
    why: 'NIST SP 800-63B-4, 3.2.2: 1 hour',
  },
  'signIn.disabledAt': { usual: 50, least: 5, most: 100, why: 'NIST SP 800-63B-4, 3.2.2: 100 failures' },
  'signIn.sprayedNumbersPerHour': { usual: 30, least: 5, most: 1000, why: 'a spray must be noticed' },
  'signIn.failedNumbersPerNetworkPerHour': {
    usual: 60,
    least: 5,
    most: 10_000,
    why: 'a spray must be noticed',
  },
  'contactChange.holdHours': { usual: 72, least: 24, most: 720, why: 'the owner must have time to cancel' },
  'contactChange.accountsPerContact': {
    usual: 3,
    least: 1,
    most: 50,
    why: 'a family shares a mailbox, a thief of accounts too',
  },
  'disavowal.days': {
    usual: 10,
    least: 3,
    most: 30,
    why: 'a notice is read late, and must not lie open for ever',
  },
  'disavowal.undoDays': { usual: 7, least: 1, most: 30, why: sane },
  reminderDays: { usual: 365, least: 30, most: 1825, why: sane },
  'letter.days': { usual: 21, least: 7, most: 30, why: 'NIST SP 800-63B-4, 4.2.1.2: 21 days, 30 abroad' },
  'office.ticketDays': {
    usual: 6,
    least: 1,
    most: 30,
    why: 'a week holds a day off; a month fills the list',
  },
  'office.ticketsPerNetworkPerHour': { usual: 30, least: 1, most: 1000, why: 'no list may be filled by one' },
  'session.idleMinutes': { usual: 15, least: 2, most: 60, why: 'NIST SP 800-63B-4, 2.2.3: 1 hour' },
  'session.hours': { usual: 8, least: 1, most: 24, why: 'NIST SP 800-63B-4, 2.2.3: 24 hours' },
  'desk.passMark.person': {
    usual: 3,
    least: 3,
    most: 4,
    why: 'document, face and one thing more (NIST SP 800-63A-4, 4)',
  },
  'desk.passMark.company': { usual: 4, least: 4, most: 5, why: 'the same, and the authority to act for it' },
  'desk.holdHours': { usual: 72, least: 24, most: 720, why: 'the owner must have time to cancel' },
  'desk.decideMinutes': { usual: 480, least: 30, most: 1440, why: 'an approval looks at a person of today' },
  'desk.searchesPerDay': { usual: 80, least: 5, most: 500, why: 'a register must not be harvested' },
  'desk.casesPerDay': { usual: 20, least: 1, most: 200, why: sane },
  'desk.pairFrom': { usual: 4, least: 2, most: 50, why: sane },
  'desk.pairSharePercent': {
    usual: 50,
    least: 10,
    most: 90,
    why: 'two who approve each other all day are one',
  },
  'desk.quickSeconds': { usual: 30, least: 5, most: 300, why: 'nobody reads a case faster' },
  'staff.session.idleMinutes': {
    usual: 10,
    least: 3,
    most: 15,
    why: 'NIST SP 800-63B-4, 2.3.3: 15 minutes where the work is at AAL3',
  },
  'staff.session.hours': { usual: 8, least: 1, most: 12, why: 'NIST SP 800-63B-4, 2.3.3: 12 hours' },
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;

/** The limit of a number by its place in the policy, for the advice of a mistake. */
export const limitAt = (name: string): Limit | undefined =>
  Object.entries(limits).find(([known]) => known === name)?.[1];
