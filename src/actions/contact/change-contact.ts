import { randomUUID } from 'node:crypto';
import { randomToken, sameSecret, sha256 } from '../../lib/digest.ts';
import { comparedAddress, sameAddress } from '../../lib/email.ts';
import type { ChangeOutcome, ChangeRefusal, ChangeStage } from '../../rules/account/change.ts';
import type { Channel } from '../../rules/policy.ts';
import {
  type ContactChange,
  contactChangeById,
  lockOpenContactChanges,
  putContactChange,
} from '../../store/account/contact-changes.ts';
import { contactOf, type Personal } from '../personal.ts';
import { countDestination } from '../recovery/pressure.ts';
import { allChannels } from '../tell.ts';
import type { World } from '../world.ts';
import { applyTo, dueOf, judge, noteChange } from './apply.ts';
import { carryOutChange } from './carry-out.ts';
import { type Held, holding, mayAct } from './hold.ts';
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
  accountId: string,
  wish: { slot: Channel; to?: string },
): Promise<Asked> {
  const { slot, to } = wish;
  const asked = await holding(world, accountId, async (held): Promise<Asked> => {
    if (!mayAct(held)) return { kind: 'refused', because: 'barred' };
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
  return countDestination(world, comparedAddress(to) ?? to, held.at);
}

/** Which of their contacts it already is. Only their own are looked at: whose else it may be is nobody's business. */
const alreadyOf = (personal: Personal, to: string): Channel | undefined =>
  allChannels.find((one) => {
    const known = contactOf(personal, one);
    return known !== undefined && (one === 'phone' ? known === to : sameAddress(known, to));
  });

async function begin(world: World, held: Held, { slot, to }: { slot: Channel; to?: string }): Promise<Asked> {
  const { tx, at, account } = held;
  const before = { kind: 'unasked' } as const;
  const wish = { kind: 'asked', removes: to === undefined } as const;
  const fact = { ...wish, room: await roomFor(world, held, before, wish, to) };
  const decided = judge(world, held, before, fact);
  await noteChange(world, held, { slot, before, fact, decided, by: 'holder', shared: false });
  if (decided.refusal) return { kind: 'refused', because: decided.refusal };
  held.standing = decided.state.standing;
  const older = (await lockOpenContactChanges(tx, account.id)).filter((one) => one.slot === slot);
  for (const one of older) await applyTo(world, held, one, { kind: 'replaced' }, 'holder');
  const id = randomUUID();
  const cancel = randomToken(32);
  const { stage } = decided.state;
  const made: ContactChange = {
    id,
    accountId: account.id,
    slot,
    stage,
    contacts: sealContacts(world, id, { own: false, cancel, ...(to !== undefined && { to }) }),
    code: newCode(world, id),
    askedAt: at,
    shared: false,
  };
  const addressHash = to === undefined ? undefined : contactHash(world, to);
  await putContactChange(tx, { ...made, cancelHash: sha256(cancel), addressHash, due: dueOf(world, stage) });
  for (const effect of decided.effects) await carryOutChange(world, held, made, effect);
  return { kind: 'asked', id };
}

/** A change of this owner by its id, locked with everything else; somebody else's is as good as none. */
async function own(held: Held, id: string): Promise<ContactChange | undefined> {
  const change = await contactChangeById(held.tx, id);
  return change?.accountId === held.account.id && mayAct(held) ? change : undefined;
}

/** Sends another code for a change: it replaces the one before. */
export const askContactCode = (
  world: World,
  accountId: string,
  id: string,
): Promise<ChangeOutcome | undefined> =>
  holding(world, accountId, async (held) => {
    const change = await own(held, id);
    if (!change) return undefined;
    const fact = { kind: 'code-asked' } as const;
    const room = await roomFor(world, held, change.stage, fact, openContacts(world, change).to);
    return applyTo(world, held, change, { ...fact, room }, 'holder');
  });

/** Tries a code on exactly this change: then its hold begins, and everybody is told. */
export const confirmContact = (
  world: World,
  accountId: string,
  id: string,
  code: string,
): Promise<ChangeOutcome | undefined> =>
  holding(world, accountId, async (held) => {
    const change = await own(held, id);
    if (!change) return undefined;
    const matches = sameSecret(openCode(world, change), code);
    const { to } = openContacts(world, change);
    const shared = to !== undefined && (await isShared(world, held.tx, accountId, to));
    return applyTo(world, held, { ...change, shared }, { kind: 'code-entered', matches }, 'holder');
  });
