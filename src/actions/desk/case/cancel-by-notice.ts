import type { Channel, Language } from '../../../rules/policy.ts';
import { accountById } from '../../../store/accounts.ts';
import { type CancelView, cancelByLink, viewCancel } from '../../contact/cancel-change.ts';
import { openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import { cancelDeskCase, deskCaseOfLink } from './person.ts';

/** What the link of a notice cancels: a change under way, or what somebody asked for at a counter. */
export type NoticeView =
  | CancelView
  | { readonly kind: 'asked'; readonly slot: Channel | undefined; readonly language: Language }
  | { readonly kind: 'asked-no-more' };

/** Looks at a link and changes nothing. */
export async function viewNotice(world: World, token: string): Promise<NoticeView> {
  const change = await viewCancel(world, token);
  if (change.kind !== 'unknown') return change;
  const kept = await deskCaseOfLink(world, token);
  const account = kept && (await accountById(world.db, kept.accountId));
  if (!account) return change;
  if (kept.stage.kind === 'closed') return { kind: 'asked-no-more' };
  const { errand } = kept;
  const slot = errand.kind === 'change-contact' ? errand.slot : undefined;
  return { kind: 'asked', slot, language: openPersonal(world, account).language };
}

/**
 * Cancels by the link of a notice. The case first: when it was approved a moment before, its change stands already, and the same link
 * cancels that. So a cancel wins every race with an approval.
 */
export async function cancelByNotice(world: World, token: string): Promise<void> {
  const kept = await deskCaseOfLink(world, token);
  if (kept) await cancelDeskCase(world, kept);
  await cancelByLink(world, token);
}
