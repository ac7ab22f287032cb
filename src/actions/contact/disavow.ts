import { sha256 } from '../../lib/digest.ts';
import { decideDisavowal, type Undoing, undoneSince } from '../../rules/account/disavowal.ts';
import type { Language } from '../../rules/policy.ts';
import { type ContactChange, lockContactChangesSince } from '../../store/account/contact-changes.ts';
import { type Disavowal, disavowalOf, useDisavowal } from '../../store/account/disavowals.ts';
import { fraudWordsOf } from '../../store/account/fraud/fraud-cases.ts';
import { formerKeyTimes, putBackKey, removeFactorsSince } from '../../store/account/fraud/freeze.ts';
import { accountById } from '../../store/accounts.ts';
import { openPersonal } from '../personal.ts';
import type { World } from '../world.ts';
import { applyTo } from './apply.ts';
import { freezeHeld } from './freeze.ts';
import { type Held, holding } from './hold.ts';
import { overtakeDeskCase } from './overtake.ts';
import { openContacts } from './sealed.ts';

/** What the link of a notice turns out to be. Only one that was sent is ever anything but unknown. */
export type DisavowalView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'live'; readonly language: Language }
  | { readonly kind: 'expired'; readonly until: Date }
  /** Pressed: the account was shut, under these two words. */
  | { readonly kind: 'pressed'; readonly words: string };

/** Looks at a link and changes nothing, however often and by whatever machine it is opened. */
export async function viewDisavowal(world: World, token: string): Promise<DisavowalView> {
  const found = await disavowalOf(world.db, sha256(token));
  const account = found && (await accountById(world.db, found.accountId));
  if (!account) return { kind: 'unknown' };
  if (found.usedAt) return { kind: 'pressed', words: (await fraudWordsOf(world.db, account.id)) ?? '' };
  if (world.clock.now() > found.until) return { kind: 'expired', until: found.until };
  return { kind: 'live', language: openPersonal(world, account).language };
}

/**
 * "It was not me": in one transaction everything of the last days is undone, everybody is signed out and the account shut.
 * Pressed twice, or by fifty at once, it happens once.
 */
export async function disavow(world: World, token: string): Promise<void> {
  const tokenHash = sha256(token);
  const seen = await disavowalOf(world.db, tokenHash);
  if (!seen) return;
  await holding(world, seen.accountId, async (held) => {
    const { tx, at } = held;
    const found = await disavowalOf(tx, tokenHash);
    if (!found) return;
    const rule = world.institution.policy.disavowal;
    const since = undoneSince(found.at, at, rule);
    const changes = await lockContactChangesSince(tx, found.accountId, since);
    const undoing = decideDisavowal(await seenBy(held, found, changes), at, rule);
    if (undoing.kind !== 'undo') return;
    await useDisavowal(tx, tokenHash, at);
    await undo(world, held, undoing, changes);
    const touched = changes
      .filter((one) => undoing.undo.includes(one.id) || one.stage.kind === 'held')
      .map((one) => ({ slot: one.slot, contacts: openContacts(world, one) }));
    await overtakeDeskCase(world, held);
    await freezeHeld(world, held, { touched });
  });
}

const seenBy = async ({ tx, account }: Held, found: Disavowal, changes: readonly ContactChange[]) => ({
  happened: found.at,
  until: found.until,
  usedAt: found.usedAt,
  keySetAt: account.keyHash === null ? null : account.keySetAt,
  formerKeys: await formerKeyTimes(tx, account.id),
  changes,
});

type Undo = Extract<Undoing, { kind: 'undo' }>;

async function undo(
  world: World,
  held: Held,
  undoing: Undo,
  changes: readonly ContactChange[],
): Promise<void> {
  const { tx, account } = held;
  const byId = new Map(changes.map((one) => [one.id, one]));
  const each = [
    ...undoing.cancel.map((id) => [id, { kind: 'disavowed' }] as const),
    ...undoing.undo.map((id) => [id, { kind: 'undone' }] as const),
  ];
  for (const [id, fact] of each) {
    const change = byId.get(id);
    if (change) await applyTo(world, held, change, fact, 'other');
  }
  await removeFactorsSince(tx, account.id, undoing.since);
  if (undoing.key !== 'keep') await putBackKey(tx, account.id, undoing.key);
}
