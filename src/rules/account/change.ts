/** What a change of a contact is, and its times. `contact-change.ts` says what happens to it. */
import { minutesAfter, secondsAfter } from '../../lib/clock.ts';
import type { Standing } from '../case.ts';
import type { Policy } from '../policy.ts';

export type ChangeStage =
  | { readonly kind: 'unasked' }
  | { readonly kind: 'to-confirm'; readonly sent: number; readonly sentAt: Date }
  | {
      readonly kind: 'held';
      readonly since: Date;
      readonly effectiveAt: Date;
      readonly reminded: boolean;
    }
  | { readonly kind: 'effective'; readonly at: Date }
  | { readonly kind: 'cancelled' | 'replaced' | 'expired'; readonly at: Date };

/** `standing` is what the account used up for its contacts: tries and messages, kept apart from recovery's. */
export type ChangeState = { readonly stage: ChangeStage; readonly standing: Standing };

/**
 * `room`: whether the new address may get one more message this hour, whoever asks. `open`: whether the account may change at
 * all: of the dead and the suspended nothing does. `approved-at-office`: two people saw the person, who confirmed the new address
 * there; the hold is the office's own. `disavowed` ends an open change in silence, for one notice tells of it all;
 * `undone` does the same to one that came into effect.
 */
export type ChangeEvent = { readonly at: Date } & (
  | { readonly kind: 'asked'; readonly removes: boolean; readonly room: boolean }
  | { readonly kind: 'approved-at-office' }
  | { readonly kind: 'code-asked'; readonly room: boolean }
  | { readonly kind: 'code-entered'; readonly matches: boolean }
  | { readonly kind: 'cancel-asked' | 'replaced' | 'disavowed' | 'undone' }
  | { readonly kind: 'time-passed'; readonly open: boolean }
);

/**
 * `live: false` does the work of sending for nobody: whether a mailbox is busy is nobody's business. `end-messages`: what was
 * sent for recovery to the contact of before opens nothing any more.
 */
export type ChangeEffect =
  | { readonly kind: 'send-code'; readonly live: boolean }
  | { readonly kind: 'tell-will-change' | 'tell-kept' | 'tell-changed' }
  | { readonly kind: 'write-contact' | 'restore-contact' | 'end-messages' };

export type ChangeRefusal =
  | 'change-over'
  | 'out-of-turn'
  | 'too-soon'
  | 'no-more-messages'
  | 'wrong-code'
  | 'code-expired'
  | 'out-of-tries';

export type ChangeOutcome = {
  readonly state: ChangeState;
  readonly effects: readonly ChangeEffect[];
  readonly refusal?: ChangeRefusal;
};

export type ChangeTerms = { readonly policy: Policy };

/** The grant waits this long after the hold, so that a cancel sent in its last second is never too late. */
const grantMarginMinutes = 1;
/** And for this long after the grant a cancel still puts the former contact back. */
const lateCancelMinutes = 15;
const dayMinutes = 24 * 60;

export type StageOf<K extends ChangeStage['kind']> = Extract<ChangeStage, { kind: K }>;

/** Until when the code sent last is good. */
export const codeUntil = (stage: StageOf<'to-confirm'>, { policy }: ChangeTerms): Date =>
  minutesAfter(stage.sentAt, policy.code.minutes);

/** From when another code may be asked for; nothing when it had its last. */
export function nextCodeAt(stage: StageOf<'to-confirm'>, { policy }: ChangeTerms): Date | undefined {
  const wait = policy.messages.resendAfterSeconds[stage.sent - 1];
  return wait === undefined ? undefined : secondsAfter(stage.sentAt, wait);
}

/** Until when a change that came into effect at `at` can still be cancelled by its link. */
export const cancelEnds = (at: Date): Date => minutesAfter(at, lateCancelMinutes);

/** A day before the end, unless the hold is hardly longer than that. */
export function remindAt({ since, effectiveAt, reminded }: StageOf<'held'>): Date | undefined {
  const at = minutesAfter(effectiveAt, -dayMinutes);
  return reminded || at <= since ? undefined : at;
}

/** When a held change comes into effect. */
export const grantAt = ({ effectiveAt }: StageOf<'held'>): Date =>
  minutesAfter(effectiveAt, grantMarginMinutes);

/** When an unconfirmed change lapses. */
export const lapseAt = (stage: StageOf<'to-confirm'>, { policy }: ChangeTerms): Date =>
  minutesAfter(stage.sentAt, policy.caseMinutes);

/** When time alone next means something for a change: a reminder, its grant, its lapse. */
export function dueAt(stage: ChangeStage, terms: ChangeTerms): Date | undefined {
  if (stage.kind === 'to-confirm') return lapseAt(stage, terms);
  if (stage.kind !== 'held') return undefined;
  return remindAt(stage) ?? grantAt(stage);
}

/** Whether anything can still become of a change. */
export const isOpen = ({ kind }: ChangeStage): boolean => kind === 'to-confirm' || kind === 'held';
