import { sha256 } from '../../lib/digest.ts';
import { type ChangeOutcome, cancelEnds, isOpen } from '../../rules/account/change.ts';
import type { Channel, Language } from '../../rules/policy.ts';
import {
  type ContactChange,
  contactChangeByCancel,
  contactChangeById,
} from '../../store/account/contact-changes.ts';
import { accountById } from '../../store/accounts.ts';
import { openPersonal } from '../personal.ts';
import type { World } from '../world.ts';
import { applyTo } from './apply.ts';
import { holding } from './hold.ts';

/** What a link that cancels turns out to be. Only one that was sent is ever anything but unknown. */
export type CancelView =
  | { readonly kind: 'unknown' }
  | {
      readonly kind: 'live';
      readonly slot: Channel;
      /** When the change begins; absent when it began a moment ago and can still be taken back. */
      readonly effectiveAt?: Date;
      readonly language: Language;
    }
  | { readonly kind: 'cancelled'; readonly slot: Channel; readonly at: Date }
  | { readonly kind: 'too-late'; readonly slot: Channel; readonly at: Date };

/** Looks at a link and changes nothing. Before its code was entered a change has told nobody, so its link is nobody's. */
export async function viewCancel(world: World, token: string): Promise<CancelView> {
  const change = await contactChangeByCancel(world.db, sha256(token));
  const account = change && (await accountById(world.db, change.accountId));
  if (!change || !account) return { kind: 'unknown' };
  const { language } = openPersonal(world, account);
  const { stage, slot } = change;
  switch (stage.kind) {
    case 'held':
      return { kind: 'live', slot, language, effectiveAt: stage.effectiveAt };
    case 'effective':
      if (world.clock.now() <= cancelEnds(stage.at)) return { kind: 'live', slot, language };
      return { kind: 'too-late', slot, at: stage.at };
    case 'cancelled':
    case 'replaced':
      return { kind: 'cancelled', slot, at: stage.at };
    default:
      return { kind: 'unknown' };
  }
}

/** Cancels by the link of a notice: no key, no sign-in, no browser from before (CC-01). */
export async function cancelByLink(world: World, token: string): Promise<ChangeOutcome | undefined> {
  const seen = await contactChangeByCancel(world.db, sha256(token));
  if (!seen || seen.stage.kind === 'to-confirm') return undefined;
  return cancel(world, seen, 'other');
}

/** Cancels at the wish of the signed-in owner, while it is open. */
export async function cancelOwn(
  world: World,
  accountId: string,
  id: string,
): Promise<ChangeOutcome | undefined> {
  const seen = await contactChangeById(world.db, id);
  return seen?.accountId === accountId && isOpen(seen.stage) ? cancel(world, seen, 'owner') : undefined;
}

/** Also for an account that is frozen or suspended: to leave a contact as it was is never refused. */
const cancel = (
  world: World,
  seen: ContactChange,
  by: 'owner' | 'other',
): Promise<ChangeOutcome | undefined> =>
  holding(world, seen.accountId, async (held) => {
    const change = await contactChangeById(held.tx, seen.id);
    return change && applyTo(world, held, change, { kind: 'cancel-asked' }, by);
  });
