/**
 * A case at the counter: what it is. `decide-case.ts` says what happens to it. Two different members of staff stand behind every
 * change, on two devices, and neither is the person it is about (HD-03, ASVS 5.0 2.3.5).
 */
import type { Standing } from '../case.ts';
import type { Channel, Policy } from '../policy.ts';
import type { ProofingFault } from './proofing.ts';
import type { StaffRole } from './staff.ts';

/** What somebody comes for. */
export type Errand =
  | { readonly kind: 'change-contact'; readonly slot: Channel }
  | { readonly kind: 'lift-freeze' };

/** A member of staff as a decision sees them: facts read under the lock, never what a form says. */
export type Hand = {
  readonly id: string;
  /** The browser they sit at. */
  readonly device: string;
  readonly role: StaffRole;
  /** Whether the person the case is about is they themselves, or a declared relative. */
  readonly near: 'self' | 'relative' | 'nobody';
};

/** Who touched a case so far, and on which browser: none of them may approve it. */
export type Touched = { readonly id: string; readonly device: string };

export type DeskEnding =
  | 'approved'
  | 'refused'
  | 'cancelled'
  | 'unconfirmed'
  | 'expired'
  /** The account changed under it: recovered, disavowed, suspended, another representative. */
  | 'overtaken';

export type DeskStage =
  | { readonly kind: 'unopened' }
  | { readonly kind: 'proofing'; readonly since: Date }
  | { readonly kind: 'naming-contact'; readonly since: Date }
  /** A code went to the new contact; the person types it on a page of their own. */
  | { readonly kind: 'confirming'; readonly sent: number; readonly sentAt: Date }
  | { readonly kind: 'reviewing'; readonly since: Date }
  /** Waits for the second person. */
  | { readonly kind: 'awaiting'; readonly since: Date }
  | { readonly kind: 'returned'; readonly since: Date }
  | { readonly kind: 'closed'; readonly because: DeskEnding; readonly at: Date };

export type DeskState = {
  readonly stage: DeskStage;
  readonly errand: Errand;
  readonly hands: readonly Touched[];
  /** How often it was sent: an approval is for one of them, and from the first on everybody knows. */
  readonly version: number;
  /** What the account used up for its contacts: the codes of the counter count with those of the account's own pages. */
  readonly standing: Standing;
};

/** What happened, every fact gathered: no clock, secret or query in here. */
export type DeskEvent = { readonly at: Date } & (
  | {
      readonly kind: 'opened';
      readonly by: Hand;
      /** Cases this agent opened today. */
      readonly opened: number;
      readonly frozen: boolean;
      readonly active: boolean;
    }
  | { readonly kind: 'proofed'; readonly by: Hand; readonly faults: readonly ProofingFault[] }
  | { readonly kind: 'contact-named'; readonly by: Hand; readonly same: boolean; readonly room: boolean }
  | { readonly kind: 'code-asked'; readonly by: Hand; readonly room: boolean }
  /** `device` is the browser the code was typed in; `staffed` whether a member of staff is signed in there. */
  | {
      readonly kind: 'code-entered';
      readonly matches: boolean;
      readonly device: string;
      readonly staffed: boolean;
    }
  | { readonly kind: 'contact-again'; readonly by: Hand }
  | { readonly kind: 'submitted'; readonly by: Hand }
  | {
      readonly kind: 'approved';
      readonly by: Hand;
      readonly version: number;
      /** A passkey was touched for this case and this version, now. */
      readonly touched: boolean;
      /** What this supervisor decided today, and how much of it for the agent who submitted. */
      readonly decided: number;
      readonly forThisAgent: number;
      readonly active: boolean;
    }
  | { readonly kind: 'returned'; readonly by: Hand; readonly version: number; readonly touched: boolean }
  | { readonly kind: 'refused'; readonly by: Hand; readonly version: number; readonly touched: boolean }
  | { readonly kind: 'unconfirmed'; readonly by: Hand; readonly suspicious: boolean }
  | { readonly kind: 'cancel-asked' }
  | { readonly kind: 'overtaken' }
  | { readonly kind: 'time-passed' }
);

/** An order for the shell. `live: false` does the work of sending for nobody. */
export type DeskEffect =
  | { readonly kind: 'send-code'; readonly live: boolean }
  | { readonly kind: 'tell-asked' | 'tell-kept' | 'hold-contact' | 'lift-freeze' | 'freeze' | 'alert' };

export type CaseRefusal =
  | 'case-over'
  | 'out-of-turn'
  | 'wrong-role'
  | 'own-person'
  | 'own-case'
  | 'same-device'
  | 'no-touch'
  | 'stale'
  | 'too-many-cases'
  | 'too-many-for-one-agent'
  | 'not-proofed'
  | 'same-contact'
  | 'not-frozen'
  | 'account-barred'
  | 'no-more-messages'
  | 'too-soon'
  | 'wrong-code'
  | 'code-expired'
  | 'out-of-tries'
  | 'staff-device';

export type DeskOutcome = {
  readonly state: DeskState;
  readonly effects: readonly DeskEffect[];
  readonly refusal?: CaseRefusal;
};

export type DeskTerms = { readonly policy: Policy };

export type DeskStageOf<K extends DeskStage['kind']> = Extract<DeskStage, { kind: K }>;

/** Whether anything can still become of a case. */
export const isOpenCase = ({ kind }: DeskStage): boolean => kind !== 'closed' && kind !== 'unopened';
