/**
 * The policy of one institution: every number and choice the rules decide by, as data.
 * `config.ts` builds it from the institution's file and refuses what is past a hard limit.
 */

/** Languages people may read; each has one file in `words/`. */
export type Language = 'es' | 'en';

/** Text an institution writes itself, in each language it offers. */
export type Localized = Record<Language, string>;

/** Kinds of identity number. A new kind is one line here; the compiler then names each place that lacks it. */
export type IdentifierKind = 'ec.ci' | 'ec.ruc' | 'fund-code' | 'passport';

/** Who comes: one profile is one radio button on the first page. */
export type ProfileId = 'affiliate' | 'pensioner' | 'employer';

/**
 * What a walk passes, in order. `contact` and `message` are always there, in this order: they are the evidence.
 * `questions` may stand before `contact`, after `message`, or be absent; they weigh nothing.
 */
export type Gate = 'questions' | 'contact' | 'message';

/** Questions from records: `birth` is day and month, `work` an employer of a given year. */
export type RecordQuestion = 'birth' | 'work';

/** Channels a message can take. */
export type Channel = 'email' | 'second-email' | 'phone';

/** How one kind of number is judged. `checkDigit` follows UX C2: refuse, ask once more, or do not look. */
export type IdentifierRule = {
  readonly checkDigit: 'error' | 'warn' | 'off';
  /** Two-digit province codes accepted beside the real ones (the demo's 99). */
  readonly extraProvinces: readonly string[];
};

export type Profile = {
  readonly id: ProfileId;
  /** The first is the usual one; the others stand behind "I do not have this card". */
  readonly identifiers: readonly IdentifierKind[];
  readonly gates: readonly Gate[];
};

export type KeyRule = {
  readonly min: number;
  readonly max: number;
  readonly characters: 'letters-and-digits' | 'any';
  /** How many former keys are refused. */
  readonly lastKeys: number;
  /** argon2id cost; OWASP Password Storage floor is 19456 KiB, 2 passes, 1 lane. */
  readonly hash: { readonly memoryKiB: number; readonly passes: number; readonly lanes: number };
  /** Words no key may contain, beside the person's own data: institution names, acronyms. */
  readonly contextWords: readonly string[];
  /** Who accepted a rule below NIST SP 800-63B-4 section 3.1.1.2, and why. Absent when the rule meets it. */
  readonly deviation?: { readonly owner: string; readonly date: string; readonly reason: string };
};

export type Policy = {
  /** Short digest of the institution's file: audit lines name the policy they were decided under. */
  readonly version: string;
  readonly link: { readonly bytes: number; readonly minutes: number };
  readonly code: { readonly digits: number; readonly minutes: number; readonly triesPerDay: number };
  readonly messages: {
    readonly perHour: number;
    readonly perDay: number;
    /** Waits before the second, third and fourth message of one case, in seconds. */
    readonly resendAfterSeconds: readonly number[];
    /** One mailbox may serve many people; this caps what it receives whoever asks. */
    readonly perDestinationPerHour: number;
  };
  readonly caseMinutes: number;
  /** Minutes to choose a key once possession is proven; "more time" starts them anew. */
  readonly keyMinutes: number;
  readonly starts: {
    readonly perNumberPerHour: number;
    readonly perNetworkPerTenMinutes: {
      readonly v4: number;
      readonly v6Site: number;
      readonly v6Region: number;
    };
    readonly wholeSystemPerMinute: number;
  };
  /** Wrong codes and links over all numbers together: past it whoever starts is checked, then slowed (RT-11). */
  readonly breaker: {
    readonly failuresPerMinute: number;
    readonly failuresPerHour: number;
    readonly failuresPerNetworkPerHour: number;
  };
  readonly robot: {
    readonly when: 'always' | 'under-load' | 'never';
    /** Largest number the proof of work searches, at rest; load multiplies it. */
    readonly work: number;
    /** Longest wait of the road without script, in seconds. */
    readonly longestWaitSeconds: number;
  };
  readonly questions: {
    readonly records: readonly RecordQuestion[];
    readonly enrolled: number;
    readonly triesPerDay: number;
  };
  readonly key: KeyRule;
  readonly signIn: {
    readonly freeTries: number;
    readonly firstWaitSeconds: number;
    readonly longestWaitSeconds: number;
    readonly disabledAt: number;
    /** One key tried on more numbers than this in an hour is a spray: it opens nothing on an unknown device. */
    readonly sprayedNumbersPerHour: number;
    /** Failures on more numbers than this in an hour from one network: whoever signs in from there does a robot check. */
    readonly failedNumbersPerNetworkPerHour: number;
  };
  /** `two`: one channel alone does not recover the key of a person who has another (NIST SP 800-63B-4, 4.2.2.2). */
  readonly assurance: 'one' | 'two';
  readonly contactChange: {
    readonly holdHours: number;
    /** One mailbox or phone may serve so many accounts; past it a change is marked for the office. */
    readonly accountsPerContact: number;
  };
  /** "It was not me": how long its link works, and how far back it undoes. */
  readonly disavowal: { readonly days: number; readonly undoDays: number };
  /** After so long a person is asked whether the contact data are still right. */
  readonly reminderDays: number;
  /** How long a code sent by post works. */
  readonly letter: { readonly days: number };
  /** Tickets for the counter: how long one is good for, and how many one network takes. */
  readonly office: { readonly ticketDays: number; readonly ticketsPerNetworkPerHour: number };
  readonly session: { readonly idleMinutes: number; readonly hours: number };
  /** The counter: what an agent may do, and what a second person must look at. */
  readonly desk: {
    /** Points of the identity checklist that suffice, the document and the face always among them. */
    readonly passMark: { readonly person: number; readonly company: number };
    /** Hours a contact changed at the counter waits before it counts. */
    readonly holdHours: number;
    /** How long a case waits for its second person. */
    readonly decideMinutes: number;
    readonly searchesPerDay: number;
    readonly casesPerDay: number;
    /** From this many approvals a day on, no more than this share may be for one agent. */
    readonly pairFrom: number;
    readonly pairSharePercent: number;
    /** A decision faster than this is marked. */
    readonly quickSeconds: number;
  };
  readonly staff: { readonly session: { readonly idleMinutes: number; readonly hours: number } };
};

export type Portal = { readonly id: string; readonly name: Localized; readonly url: string };

export type Office = {
  readonly id: string;
  readonly name: string;
  readonly province: string;
  readonly address: string;
  readonly hours: Localized;
};

/** All of one institution: who it is, whom it serves, and by which policy. */
export type Institution = {
  readonly id: string;
  readonly name: string;
  readonly shortName: string;
  /** Shows the bar "this institution is fictional" on every page. */
  readonly fictional: boolean;
  /** The register of persons asked at the counter; the trial one asks nobody and serves fictional institutions only. */
  readonly registry: 'none' | 'trial';
  readonly brand: { readonly color: string; readonly accent: string; readonly logo: string };
  readonly languages: readonly Language[];
  /** IANA name; every clock time people read is in it. */
  readonly timezone: string;
  /** ISO 3166-1 alpha-2: how a phone typed without its country is read. */
  readonly country: string;
  readonly helpLine: { readonly phone: string; readonly hours: Localized };
  /** Where the gateway carries to, as ISO 3166-1 alpha-2 codes; absent, everywhere. */
  readonly sms?: { readonly countries: readonly string[] };
  readonly mail: { readonly from: string; readonly fromName: string; readonly replyTo: string };
  readonly portals: readonly Portal[];
  readonly identifiers: Readonly<Partial<Record<IdentifierKind, IdentifierRule>>>;
  readonly profiles: readonly Profile[];
  readonly offices: readonly Office[];
  readonly policy: Policy;
};
