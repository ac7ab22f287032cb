/**
 * The room that decides: pure, no clock, no secret, no chance, nothing of Node.
 * This file names what a case is; `decide.ts` says what happens to it. Neither may ever learn whether a number is known.
 */
import type { Channel, Gate, Policy } from './policy.ts';

/** What a walk is for. A first key is recovered like a forgotten one; unlocking leaves the key as it is. */
export type Purpose = 'recover' | 'unlock' | 'first-key';

/** Proof that something of the person's is in the visitor's hands. Questions are not among them: they weigh nothing. */
export type Evidence = 'mailbox' | 'phone' | 'saved-code' | 'passkey' | 'letter';

/** The one verdict over all questions of a case. It can hold a message back; it can never let anybody in. */
export type Screen = 'none' | 'skipped' | 'passed' | 'failed';

/** Why a case is over. `key-changed`: not here, but in the account or by another walk. */
export type Ending = 'completed' | 'replaced' | 'key-changed' | 'expired' | 'cancelled' | 'barred';

/** The wait before a walk, under load. */
export type Pace = {
  readonly until: Date;
  /** How far the load stands above its limits: 1 is at the limit. */
  readonly pressure: number;
  /** The time is waited out, whatever was solved. */
  readonly slowed?: true;
};

/** Where one case stands: only what the next decision needs. */
export type Stage =
  | { readonly kind: 'unopened' }
  | ({ readonly kind: 'pacing' } & Pace)
  | {
      readonly kind: 'answering';
      /** How many questions are behind. */
      readonly turn: number;
      readonly screen: Screen;
      /** Present when the questions come after the message. */
      readonly proven?: Proven;
    }
  | {
      readonly kind: 'naming-contact';
      readonly channel: Channel;
      readonly screen: Screen;
      /** Messages of this case so far: changing the address does not start the waits anew. */
      readonly sent: number;
      readonly sentAt?: Date;
    }
  | {
      readonly kind: 'awaiting-code';
      readonly channel: Channel;
      readonly screen: Screen;
      readonly sent: number;
      readonly sentAt: Date;
    }
  | ({
      /** One proof is not enough for this account: frozen, or this institution asks for two and the person has another. */
      readonly kind: 'proving-again';
      readonly extensions: number;
      /** Messages of this second proof so far, and the latest. */
      readonly sent: number;
      readonly sentAt?: Date;
      readonly channel?: Channel;
    } & Proven)
  | ({ readonly kind: 'choosing-key'; readonly extensions: number } & Proven)
  | ({ readonly kind: 'unlocking'; readonly extensions: number } & Proven)
  | { readonly kind: 'closed'; readonly because: Ending; readonly at: Date };

/** What a proven case carries on: by which methods it was proven, each once, and until when it may be finished. */
export type Proven = { readonly evidence: readonly Evidence[]; readonly until: Date };

/** What is on file of the person behind a proof, read under the lock. Asked only of a proof that is right. */
export type Means = {
  /** Methods by which this person could prove possession, the one just shown among them or not. */
  readonly others: readonly Evidence[];
  /** "It was not me" was pressed: one method alone opens nothing. */
  readonly frozen: boolean;
};

/** A count that starts anew a day after its first use. */
export type DayCount = { readonly since: Date; readonly used: number };

/** What a number has used up, over all its cases and every browser. Kept for unknown numbers too. */
export type Standing = {
  readonly codeTries: DayCount;
  readonly screenTries: DayCount;
  /** When messages were asked for in the last day, oldest first. */
  readonly messages: readonly Date[];
  /** When it was last told that someone tried. */
  readonly toldAt?: Date;
};

export type State = { readonly stage: Stage; readonly opened: Date; readonly standing: Standing };

/** In whose browser something happened: the one that started the case, the one that proved possession, or another. */
export type Actor = { readonly starter: boolean; readonly holder: boolean };

/** What happened, with every fact already gathered: no clock, secret or query in here. */
export type Event = { readonly at: Date; readonly by: Actor } & (
  | { readonly kind: 'number-given'; readonly pace?: Pace }
  | { readonly kind: 'pace-kept'; readonly solved: boolean }
  | { readonly kind: 'question-answered'; readonly turn: number; readonly matches: boolean }
  | { readonly kind: 'question-skipped'; readonly turn: number }
  | { readonly kind: 'channel-chosen'; readonly channel: Channel }
  | { readonly kind: 'contact-named'; readonly matches: boolean }
  | { readonly kind: 'message-asked'; readonly matches: boolean }
  | ({
      readonly kind: 'code-entered';
      readonly matches: boolean;
      /** The very code this case was last refused for: a page sent again, which tells nobody anything new. */
      readonly repeated?: boolean;
      readonly until: Date;
      readonly channel: Channel;
    } & Means)
  | ({
      readonly kind: 'link-followed';
      readonly live: boolean;
      readonly until: Date;
      readonly channel: Channel;
    } & Means)
  | ({ readonly kind: 'saved-code-entered'; readonly matches: boolean; readonly repeated?: boolean } & Means)
  | ({ readonly kind: 'letter-code-entered'; readonly matches: boolean; readonly repeated?: boolean } & Means)
  | ({ readonly kind: 'passkey-shown'; readonly matches: boolean } & Means)
  | { readonly kind: 'proof-asked'; readonly channel: Channel; readonly matches: boolean }
  | { readonly kind: 'time-asked' }
  | {
      readonly kind: 'key-chosen';
      readonly fault: boolean;
      readonly open: boolean;
      readonly frozen: boolean;
    }
  | { readonly kind: 'unlock-chosen'; readonly open: boolean; readonly frozen: boolean }
  | { readonly kind: 'key-wanted' }
  | { readonly kind: 'case-cancelled' }
  | { readonly kind: 'case-replaced' }
);

/** An order for the shell, which obeys and judges nothing. `live: false` does the same work for nobody. */
export type Effect =
  | { readonly kind: 'send-message'; readonly channel: Channel; readonly live: boolean }
  | { readonly kind: 'tell-someone-tried'; readonly live: boolean }
  | { readonly kind: 'spend-code' }
  | { readonly kind: 'spend-saved-code' }
  | { readonly kind: 'tell-saved-code' }
  | { readonly kind: 'spend-letter' }
  | { readonly kind: 'hand-to-actor' }
  | { readonly kind: 'write-key'; readonly evidence: readonly Evidence[] }
  | { readonly kind: 'lift-freeze' }
  | { readonly kind: 'clear-attempt-lock' }
  /** A key that stays leaves whoever signed in with it signed in. */
  | { readonly kind: 'end-everything-else'; readonly sessions: boolean }
  | { readonly kind: 'tell-key-changed' }
  | { readonly kind: 'tell-unlocked' };

/** An answer, not an exception: it is committed, so that a wrong try stays counted. */
export type Refusal =
  | 'out-of-turn'
  | 'elsewhere'
  | 'case-over'
  | 'too-soon'
  | 'no-more-messages'
  | 'wrong-code'
  | 'code-expired'
  | 'out-of-tries'
  | 'wrong-proof'
  | 'same-method'
  | 'second-proof-needed'
  | 'link-dead'
  | 'key-refused'
  | 'account-barred'
  | 'no-more-time';

export type Outcome = {
  readonly state: State;
  readonly effects: readonly Effect[];
  readonly refusal?: Refusal;
};

/** What a decision is made by: the institution's numbers, the gates of this profile, and what the walk is for. */
export type Terms = { readonly policy: Policy; readonly gates: readonly Gate[]; readonly purpose: Purpose };
