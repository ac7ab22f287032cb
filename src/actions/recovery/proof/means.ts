import type { Evidence, Means } from '../../../rules/case.ts';
import type { Channel } from '../../../rules/policy.ts';
import { methodOf } from '../../../rules/proving.ts';
import { meansHeld } from '../../../store/account/factors/means.ts';
import { type Account, accountById } from '../../../store/accounts.ts';
import type { Case } from '../../../store/cases.ts';
import type { Runner } from '../../../store/database.ts';
import { contactOf, openPersonal, type Personal } from '../../personal.ts';
import { channelsOf } from '../../tell.ts';
import type { World } from '../../world.ts';
import { sameRepresentative } from '../name-contact.ts';
import { openTyped } from '../typed.ts';

/** Of nobody, and of a proof that is not right: there is nothing to ask about. */
export const noMeans: Means = { others: [], frozen: false };

/** Methods by which a person could prove possession: contacts the house can carry to, and what they keep themselves. */
async function methodsOf(
  world: World,
  on: Runner,
  account: Account,
  personal: Personal,
): Promise<Set<Evidence>> {
  const { savedCodes, passkeys } = await meansHeld(on, account.id);
  const methods = new Set(channelsOf(world, personal).map(methodOf));
  if (savedCodes > 0) methods.add('saved-code');
  if (passkeys > 0) methods.add('passkey');
  return methods;
}

/** What the rules must know of the person behind a proof that is right. */
export async function meansOf(world: World, tx: Runner, accountId: string | null): Promise<Means> {
  const account = await accountById(tx, accountId);
  if (!account) return noMeans;
  const others = await methodsOf(world, tx, account, openPersonal(world, account));
  return { others: [...others], frozen: account.frozenAt !== null };
}

/** The account of a case as it stands now: whether the walk may end in it at all (RC-08). */
export async function accountNow(
  world: World,
  tx: Runner,
  found: Case,
): Promise<{ open: boolean; frozen: boolean; personal: Personal | undefined }> {
  const account = await accountById(tx, found.accountId);
  const personal = account && openPersonal(world, account);
  const { claim } = openTyped(world, found);
  const open =
    account?.status === 'active' && personal !== undefined && sameRepresentative(claim, personal.claim);
  return { open, frozen: account !== undefined && account.frozenAt !== null, personal };
}

/** A second way the person has, shown only to the browser that showed the first. */
export type SecondWay =
  | { readonly kind: 'message'; readonly channel: Channel; readonly masked: string }
  | { readonly kind: 'saved-code' }
  | { readonly kind: 'passkey' };

/** "••• ••• 4471" or "c•••@correo.example": enough to recognise, too little to learn. */
function masked(channel: Channel, contact: string): string {
  if (channel === 'phone') return `••• ••• ${contact.slice(-4)}`;
  const at = contact.lastIndexOf('@');
  return `${[...contact][0] ?? ''}•••${contact.slice(at)}`;
}

/** The ways of the person that are not of a method shown already, and whether a freeze is why they are asked for. */
export async function secondProof(
  world: World,
  found: Case,
): Promise<{ frozen: boolean; ways: readonly SecondWay[] }> {
  const { stage } = found;
  const account = await accountById(world.db, found.accountId);
  if (!account || stage.kind !== 'proving-again') return { frozen: false, ways: [] };
  const personal = openPersonal(world, account);
  const shown = new Set(stage.evidence);
  const channels = channelsOf(world, personal).filter((channel) => !shown.has(methodOf(channel)));
  const messages = channels.map((channel): SecondWay => {
    const contact = contactOf(personal, channel) ?? '';
    return { kind: 'message', channel, masked: masked(channel, contact) };
  });
  const kept = await methodsOf(world, world.db, account, personal);
  const others = (['saved-code', 'passkey'] as const).filter((one) => kept.has(one) && !shown.has(one));
  return {
    frozen: account.frozenAt !== null,
    ways: [...messages, ...others.map((kind): SecondWay => ({ kind }))],
  };
}
