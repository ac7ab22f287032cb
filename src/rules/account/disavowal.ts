/** "It was not me": what the button undoes. Whoever holds one mailbox can shut an account with it, and never open one. */
import { minutesAfter } from '../../lib/clock.ts';
import type { Policy } from '../policy.ts';
import { type ChangeStage, isOpen } from './change.ts';

export type Disavowed = {
  /** When what the notice tells of happened. */
  readonly happened: Date;
  readonly until: Date;
  readonly usedAt: Date | null;
  /** When the present key was set; null when there is none, or since before anybody knows. */
  readonly keySetAt: Date | null;
  /** When the former keys were set that are still known. */
  readonly formerKeys: readonly Date[];
  readonly changes: readonly { readonly id: string; readonly stage: ChangeStage }[];
};

/** `pressed`: this very link was used before. `undo` lists changes the newest first: each puts back what stood before it. */
export type Undoing =
  | { readonly kind: 'expired' | 'pressed' }
  | {
      readonly kind: 'undo';
      /** From when on everything is undone. */
      readonly since: Date;
      readonly key: 'keep' | 'forget' | { readonly putBack: Date };
      readonly cancel: readonly string[];
      readonly undo: readonly string[];
    };

const dayMinutes = 24 * 60;

/**
 * From when on things are undone: the last days, and in any case what the notice tells of. A link that works for ten days must
 * not leave the thief's key alone because the rest is undone for seven (RC-07).
 */
export function undoneSince(happened: Date, at: Date, rule: Policy['disavowal']): Date {
  const lately = minutesAfter(at, -rule.undoDays * dayMinutes);
  return happened < lately ? happened : lately;
}

/** What one press of the button means. */
export function decideDisavowal(seen: Disavowed, at: Date, rule: Policy['disavowal']): Undoing {
  if (seen.usedAt) return { kind: 'pressed' };
  if (at > seen.until) return { kind: 'expired' };
  const since = undoneSince(seen.happened, at, rule);
  const effective = seen.changes.flatMap(({ id, stage }) =>
    stage.kind === 'effective' && stage.at >= since ? [{ id, at: stage.at }] : [],
  );
  return {
    kind: 'undo',
    since,
    key: keyOf(seen, since),
    cancel: seen.changes.filter(({ stage }) => isOpen(stage)).map(({ id }) => id),
    undo: effective.sort((a, b) => b.at.getTime() - a.at.getTime()).map(({ id }) => id),
  };
}

/** The newest key from before. One of the time that is undone is nobody's proof of anything. */
function keyOf({ keySetAt, formerKeys }: Disavowed, since: Date): Extract<Undoing, { kind: 'undo' }>['key'] {
  if (!keySetAt || keySetAt < since) return 'keep';
  const before = formerKeys.filter((one) => one < since).sort((a, b) => b.getTime() - a.getTime());
  return before[0] ? { putBack: before[0] } : 'forget';
}
