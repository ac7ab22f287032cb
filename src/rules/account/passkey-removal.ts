/** Taking a passkey away (UX C24). The last one goes after a wait, in which its owner, told everywhere, can keep it. */
import { minutesAfter } from '../../lib/clock.ts';
import type { Policy } from '../policy.ts';

/** One passkey: when it goes, if that was asked for. It works until then. */
export type Leaving = { readonly leavesAt: Date | null };

/** `nothing`: it is gone, or goes already; asking again moves no day. */
export type Removal =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'at-once' }
  | { readonly kind: 'held'; readonly leavesAt: Date };

/** Whether no other passkey stays: one that is about to go protects nobody afterwards. */
export const isLast = (others: readonly Leaving[]): boolean =>
  others.every(({ leavesAt }) => leavesAt !== null);

/** What the wish to take a passkey away means, beside the others of its account. */
export function decideRemoval(
  asked: Leaving | undefined,
  others: readonly Leaving[],
  at: Date,
  { holdHours }: Policy['contactChange'],
): Removal {
  if (!asked || asked.leavesAt) return { kind: 'nothing' };
  if (!isLast(others)) return { kind: 'at-once' };
  return { kind: 'held', leavesAt: minutesAfter(at, holdHours * 60) };
}

/** What time means for a passkey. `open`: whether the account may change at all; a shut one keeps what it has. */
export function whenDue({ leavesAt }: Leaving, at: Date, open: boolean): 'waits' | 'goes' | 'stays' {
  if (!leavesAt || at < leavesAt) return 'waits';
  return open ? 'goes' : 'stays';
}
