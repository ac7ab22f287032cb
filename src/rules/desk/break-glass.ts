/** A change of contact when no supervisor is there: two administrators, each by a passphrase that only they know. */
import { minutesAfter } from '../../lib/clock.ts';

/** A passphrase is the only factor, typed where nobody counts tries but this (NIST SP 800-63B-4, 3.1.1.2). */
export const leastPassphrase = 15;
/** Whoever sets two passphrases at one machine is seen before either counts. */
const passphraseRestsMinutes = 24 * 60;
/** Both confirm within the day, and a few mistakes end it. */
const openMinutes = 24 * 60;
const mostFailures = 5;

export type BreakGlassState = {
  readonly named: readonly string[];
  readonly confirmed: readonly string[];
  readonly failures: number;
  readonly until: Date;
  readonly closedAt: Date | null;
};

/** Whoever confirms, as their rows say. */
export type Confirmer = {
  readonly id: string;
  readonly administrator: boolean;
  readonly active: boolean;
  readonly near: boolean;
  readonly passphraseAt: Date | undefined;
};

export type BreakGlassRefusal =
  | 'nobody'
  | 'not-two'
  | 'own-person'
  | 'same-contact'
  | 'account-barred'
  | 'already-asked'
  | 'over'
  | 'not-named'
  | 'confirmed-already'
  | 'no-passphrase'
  | 'passphrase-too-new'
  | 'wrong-passphrase';

export const breakGlassUntil = (at: Date): Date => minutesAfter(at, openMinutes);

/** Why these may not be named; nothing when they are two active administrators, neither of them near the person. */
export function mayName(named: readonly Confirmer[]): BreakGlassRefusal | undefined {
  const entitled = new Set(
    named.filter(({ active, administrator }) => active && administrator).map(({ id }) => id),
  );
  if (entitled.size !== 2 || named.length !== 2) return 'not-two';
  return named.some(({ near }) => near) ? 'own-person' : undefined;
}

type Confirmation = { readonly by: Confirmer; readonly matches: boolean; readonly at: Date };

/** What one confirmation means: who confirmed by now, what is used up, and whether the hold begins. */
export function decideBreakGlass(
  state: BreakGlassState,
  { by, matches, at }: Confirmation,
): { readonly state: BreakGlassState; readonly done: boolean; readonly refusal?: BreakGlassRefusal } {
  const refusal = mayConfirm(state, by, at);
  if (refusal) return { state, done: false, refusal };
  if (!matches) {
    const failures = state.failures + 1;
    const closedAt = failures >= mostFailures ? at : null;
    return { state: { ...state, failures, closedAt }, done: false, refusal: 'wrong-passphrase' };
  }
  const confirmed = [...state.confirmed, by.id];
  const done = state.named.every((id) => confirmed.includes(id));
  return { state: { ...state, confirmed, closedAt: done ? at : null }, done };
}

function mayConfirm(
  { named, confirmed, until, closedAt }: BreakGlassState,
  { id, active, administrator, near, passphraseAt }: Confirmer,
  at: Date,
): BreakGlassRefusal | undefined {
  if (closedAt || at > until) return 'over';
  if (!named.includes(id) || !active || !administrator) return 'not-named';
  if (near) return 'own-person';
  if (confirmed.includes(id)) return 'confirmed-already';
  if (!passphraseAt) return 'no-passphrase';
  return at < minutesAfter(passphraseAt, passphraseRestsMinutes) ? 'passphrase-too-new' : undefined;
}
