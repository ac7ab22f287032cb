import { randomUUID } from 'node:crypto';
import { sameAddress } from '../../lib/contact/email.ts';
import { randomToken, sameSecret, sha256 } from '../../lib/digest.ts';
import type { ChangeOutcome, ChangeRefusal, ChangeStage } from '../../rules/account/change.ts';
import type { Channel } from '../../rules/policy.ts';
import {
  type ContactChange,
  contactChangeById,
  lockOpenContactChanges,
  putContactChange,
} from '../../store/account/contact-changes.ts';
import type { Owner } from '../account/owner.ts';
import { contactOf, type Personal } from '../personal.ts';
import { countDestination } from '../recovery/pressure.ts';
import { allChannels } from '../tell.ts';
import type { World } from '../world.ts';
import { applyTo, type By, dueOf, type Fact, judge, noteChange } from './apply.ts';
import { carryOutChange } from './carry-out.ts';
import { type Held, holdingOwn } from './hold.ts';
import { newCode, openCode, openContacts, sealContacts } from './sealed.ts';
import { contactHash, isShared } from './shared.ts';

/** What became of a wish: a change under way, a contact they have already, or why not. */
export type Asked =
  | { readonly kind: 'asked'; readonly id: string }
  | { readonly kind: 'same'; readonly as: Channel }
  | { readonly kind: 'refused'; readonly because: ChangeRefusal | 'barred' };

/**
 * Asks for another contact, or, without one, to remove it. It replaces a change of the same contact that was under way, and
 * changes nothing by itself: a code goes to the new address, and only after the hold it counts (CC-01, RC-14).
 */
export async function changeContact(
  world: World,
  owner: Owner,
  wish: { slot: Channel; to?: string },
): Promise<Asked> {
  const { slot, to } = wish;
  const asked = await holdingOwn(world, owner, async (held): Promise<Asked> => {
    const as = to === undefined ? undefined : alreadyOf(held.personal, to);
    if (as) return { kind: 'same', as };
    const removesNothing = to === undefined && contactOf(held.personal, slot) === undefined;
    if (to === undefined && (slot === 'email' || removesNothing))
      return { kind: 'refused', because: 'out-of-turn' };
    return begin(world, held, wish);
  });
  return asked ?? { kind: 'refused', because: 'barred' };
}

/**
 * Whether the new address may get one more message, counted only when one would go out: a wish that is refused anyway must not
 * use up what somebody else's mailbox may get (EM-17).
 */
async function roomFor(
  world: World,
  held: Held,
  stage: ChangeStage,
  wish: { readonly kind: 'asked'; readonly removes: boolean } | { readonly kind: 'code-asked' },
  to: string | undefined,
): Promise<boolean> {
  if (to === undefined || judge(world, held, stage, { ...wish, room: true }).refusal) return false;
  return countDestination(world, to, held.at);
}

/** Which of their contacts it already is. Only their own are looked at: whose else it may be is nobody's business. */
const alreadyOf = (personal: Personal, to: string): Channel | undefined =>
  allChannels.find((one) => {
    const known = contactOf(personal, one);
    return known !== undefined && (one === 'phone' ? known === to : sameAddress(known, to));
  });

async function begin(world: World, held: Held, { slot, to }: { slot: Channel; to?: string }): Promise<Asked> {
  const before = { kind: 'unasked' } as const;
  const wish = { kind: 'asked', removes: to === undefined } as const;
  const fact = { ...wish, room: await roomFor(world, held, before, wish, to) };
  const begun = await start(
    world,
    held,
    { slot, cancel: randomToken(32), ...(to !== undefined && { to }) },
    fact,
    'owner',
  );
  return begun.refusal ? { kind: 'refused', because: begun.refusal } : { kind: 'asked', id: begun.id };
}

/** What a change begins with; `cancel` is the token of the one link that cancels it. */
type Beginning = { readonly slot: Channel; readonly to?: string; readonly cancel: string };

/** A new change, in the place of an open one of the same contact: decided, noted, kept, told. */
async function start(
  world: World,
  held: Held,
  { slot, to, cancel }: Beginning,
  fact: Fact,
  by: By,
): Promise<{ readonly id: string; readonly refusal?: ChangeRefusal }> {
  const { tx, at, account } = held;
  const id = randomUUID();
  const before = { kind: 'unasked' } as const;
  const decided = judge(world, held, before, fact);
  const confirmed = fact.kind === 'approved-at-office' && to !== undefined;
  const shared = confirmed && (await isShared(world, tx, account.id, to));
  await noteChange(world, held, { slot, before, fact, decided, by, shared });
  if (decided.refusal) return { id, refusal: decided.refusal };
  held.standing = decided.state.standing;
  const older = (await lockOpenContactChanges(tx, account.id)).filter((one) => one.slot === slot);
  for (const one of older) await applyTo(world, held, one, { kind: 'replaced' }, by);
  const { stage } = decided.state;
  const made: ContactChange = {
    id,
    accountId: account.id,
    slot,
    stage,
    contacts: sealContacts(world, id, { own: false, cancel, ...(to !== undefined && { to }) }),
    code: newCode(world, id),
    askedAt: at,
    shared,
  };
  const addressHash = to === undefined ? undefined : contactHash(world, to);
  await putContactChange(tx, { ...made, cancelHash: sha256(cancel), addressHash, due: dueOf(world, stage) });
  for (const effect of decided.effects) await carryOutChange(world, held, made, effect);
  return { id };
}

/**
 * Begins the hold of a contact that two people at an office approved and the person confirmed there; gives the change. From here
 * it is a change like any other, cancelled by the link everybody was sent when it was asked for.
 */
export async function beginAtOffice(
  world: World,
  held: Held,
  wanted: Required<Beginning>,
  by: 'supervisor' | 'operator' = 'supervisor',
): Promise<string> {
  const { id, refusal } = await start(world, held, wanted, { kind: 'approved-at-office' }, by);
  if (refusal) throw new TypeError('The hold of an approved contact did not begin');
  return id;
}

/** A change of this owner by its id, locked with everything else; somebody else's is as good as none. */
async function own(held: Held, id: string): Promise<ContactChange | undefined> {
  const change = await contactChangeById(held.tx, id);
  return change?.accountId === held.account.id ? change : undefined;
}

/** Sends another code for a change: it replaces the one before. */
export const askContactCode = (world: World, owner: Owner, id: string): Promise<ChangeOutcome | undefined> =>
  holdingOwn(world, owner, async (held) => {
    const change = await own(held, id);
    if (!change) return undefined;
    const fact = { kind: 'code-asked' } as const;
    const room = await roomFor(world, held, change.stage, fact, openContacts(world, change).to);
    return applyTo(world, held, change, { ...fact, room }, 'owner');
  });

/** Tries a code on exactly this change: then its hold begins, and everybody is told. */
export const confirmContact = (
  world: World,
  owner: Owner,
  id: string,
  code: string,
): Promise<ChangeOutcome | undefined> =>
  holdingOwn(world, owner, async (held) => {
    const change = await own(held, id);
    if (!change) return undefined;
    const matches = sameSecret(openCode(world, change), code);
    const { to } = openContacts(world, change);
    const shared = to !== undefined && (await isShared(world, held.tx, held.account.id, to));
    return applyTo(world, held, { ...change, shared }, { kind: 'code-entered', matches }, 'owner');
  });
