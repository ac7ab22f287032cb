import type { Purpose } from '../rules/case.ts';

/** Shapes the words are written in. The words say; they never decide, and never learn anything about a person. */

/** The institution as the pages name it. */
export type House = {
  readonly name: string;
  readonly shortName: string;
  readonly phone: string;
  /** Where this service lives, as people type it: "clave.ceibo.example". */
  readonly host: string;
};

/** The institution as its messages need it. */
export type Sender = {
  readonly institutionName: string;
  readonly shortName: string;
  readonly helpPhone: string;
  readonly host: string;
  /** Begins with "https://", ends without a slash. */
  readonly baseUrl: string;
  readonly timezone: string;
};

/** A sentence with parts that stand out. The view escapes each part and wraps the strong ones. */
export type Rich = readonly (string | { readonly strong: string })[];

/** A page that only tells: what happened, what it means, what to do, when it works again. */
export type Notice = { readonly title: string; readonly text: readonly string[] };

export type HelpSection = {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly items: readonly string[];
};
export type HelpPage = {
  readonly title: string;
  readonly intro: string;
  readonly sections: readonly HelpSection[];
};

/** What one kind of identity number is called, where it is found, and what can be wrong with what was typed. */
export type IdentifierWords = {
  readonly label: string;
  readonly hint: string;
  /** Said in place of `label` where the number is asked a second time or stands in a list. */
  readonly name: string;
  readonly where: { readonly summary: string; readonly text: string; readonly drawing: string };
  /** By the `kind` of the fault, as everywhere below an `errors`. */
  readonly errors: {
    readonly empty: string;
    readonly length: (typed: number, expected: number) => string;
    /** `letter` is the first letter where a digit belongs; null when another sign stands there. */
    readonly letters: (letter: string | null) => string;
    readonly 'check-digit': string;
  };
};

/** What the key rule says, as far as words need it; `KeyRule` of the policy fits. */
export type KeyFacts = {
  readonly min: number;
  readonly max: number;
  readonly characters: 'letters-and-digits' | 'any';
  readonly lastKeys: number;
};

/** A device in words coarse enough to tell nobody anything new ("an Android phone"). */
export type DeviceName = 'android' | 'iphone' | 'windows' | 'mac' | 'linux' | 'other';

/** A contact of an account, by the place it has there. */
export type ContactSlot = 'email' | 'second-email' | 'phone';

type Reader = { readonly firstName: string };

/** Every link a message carries is its field `link`; an SMS never carries one. */
export type Disavowable = {
  /** Absolute address of "it was not me", with its token. */
  readonly link: string;
  /** Until when that link works. */
  readonly linkUntil: Date;
};

export type RecoverFacts = Reader & {
  readonly purpose: Purpose;
  readonly caseWords: string;
  readonly askedAt: Date;
  readonly device: DeviceName;
  readonly code: string;
  readonly codeUntil: Date;
  /** Absolute address with the token. */
  readonly link: string;
  readonly linkUntil: Date;
};
export type KeyChangedFacts = Reader &
  Disavowable & {
    /** Absent when the key was changed from the account itself. */
    readonly caseWords?: string;
    readonly at: Date;
    readonly device: DeviceName;
  };
export type UnlockedFacts = Reader &
  Disavowable & { readonly caseWords: string; readonly at: Date; readonly device: DeviceName };
export type SomeoneTriedFacts = Reader & { readonly at: Date };
export type ConfirmContactFacts = Reader & {
  readonly slot: ContactSlot;
  readonly at: Date;
  readonly code: string;
  readonly codeUntil: Date;
};
export type ContactFacts = Reader & {
  readonly slot: ContactSlot;
  readonly at: Date;
  /** The contact goes and none takes its place. */
  readonly removed?: boolean;
};
export type ContactWillChangeFacts = ContactFacts & {
  /** Whether the reader is the new contact, which is told less, or one on file. */
  readonly isNew: boolean;
  /** What of the new contact may be shown to the old ones: "g••••.com", "••• 4471". */
  readonly hint: string;
  readonly effectiveAt: Date;
  /** Absolute address that cancels, with its token. */
  readonly link: string;
};
export type FrozenFacts = Reader & { readonly caseWords: string; readonly at: Date };
export type PasskeyChangedFacts = Reader &
  Disavowable & {
    readonly added: boolean;
    readonly at: Date;
    /** Absent when a wait ended: nobody was at a device then. */
    readonly device?: DeviceName;
  };
/** The last passkey goes after a wait, and can be kept until then. */
export type PasskeyWillGoFacts = Reader &
  Disavowable & { readonly at: Date; readonly device: DeviceName; readonly leavesAt: Date };
export type SavedCodesFacts = Reader &
  Disavowable & {
    /** A new set was made, or one of the set was used. */
    readonly happened: 'made' | 'used';
    readonly left: number;
    readonly at: Date;
  };
/** Somebody stands at a counter and asks for this: nothing happened yet. */
export type AskedAtOfficeFacts = Reader & {
  /** The contact that would change; absent when a shut account would be opened. */
  readonly slot?: ContactSlot;
  /** As in `ContactWillChangeFacts`. */
  readonly isNew: boolean;
  readonly hint: string;
  readonly office: string;
  readonly at: Date;
  /** Absolute address that cancels, with its token. */
  readonly link: string;
};
export type StaysShutFacts = Reader & { readonly at: Date };
export type AccountOpenedFacts = Reader & Disavowable & { readonly office: string; readonly at: Date };
export type QuestionsChangedFacts = Reader & Disavowable & { readonly at: Date };
export type StillYoursFacts = Reader & { readonly at: Date };

export type TicketFacts = {
  /** As it stands on paper: "CANOA-FAROL-27". */
  readonly ticket: string;
  readonly office: string;
  /** The last second it is good for. */
  readonly until: Date;
  readonly at: Date;
  /** The last day is near; otherwise its holder asked for it. */
  readonly reminder: boolean;
};

export type MailText = { readonly subject: string; readonly text: string };

/** Headings, and what the receipt says, of a walk that is for something of its own. */
export type PurposeWords = Readonly<
  Record<'profile' | 'landing' | 'chooseKey' | 'done' | 'tryNow' | 'receipt', string>
>;
