import type { Claim } from '../rules/identity.ts';
import { accountName } from '../rules/identity.ts';
import type { Channel, Language } from '../rules/policy.ts';
import type { Account } from '../store/accounts.ts';
import type { World } from './world.ts';

/** What is sealed in an account: who the person is and how to reach them. */
export type Personal = {
  readonly claim: Claim;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly secondEmail?: string;
  /** E.164. */
  readonly phone?: string;
  readonly bouncing: boolean;
  readonly birth?: { readonly day: number; readonly month: number; readonly year: number };
  readonly work: readonly { readonly year: number; readonly employer: string }[];
  readonly language: Language;
  /** Contacts the person confirmed here: an import does not overwrite them. */
  readonly own?: readonly Channel[];
  /** Where a letter reaches them. */
  readonly postal?: readonly string[];
};

type Keyed = Pick<World, 'keys'>;

/** The keyed hash an account, its standing and its cases are found by. */
export const nameHashOf = ({ keys }: Keyed, claim: Claim): Buffer =>
  keys.find(`account ${accountName(claim)}`);

export const aboutPersonal = (nameHash: Buffer): string => `account ${nameHash.toString('hex')}`;

export const sealPersonal = ({ keys }: Keyed, nameHash: Buffer, personal: Personal): Buffer =>
  keys.seal(personal, aboutPersonal(nameHash));

export const openSealedPersonal = ({ keys }: Keyed, nameHash: Buffer, personal: Buffer): Personal =>
  keys.open<Personal>(personal, aboutPersonal(nameHash));

export const openPersonal = (world: Keyed, { nameHash, personal }: Account): Personal =>
  openSealedPersonal(world, nameHash, personal);

/** Where a channel of this person leads, if they have it. */
export function contactOf(personal: Personal, channel: Channel): string | undefined {
  if (channel === 'phone') return personal.phone;
  return channel === 'email' ? personal.email : personal.secondEmail;
}

/** What a paper code is kept as: nothing without the key ring, and of no use for another number. */
export const savedCodeHash = ({ keys }: World, nameHash: Buffer, code: string): Buffer =>
  keys.find(`saved code ${nameHash.toString('hex')} ${code}`);

/** The same for the code of a letter. */
export const letterCodeHash = ({ keys }: World, nameHash: Buffer, code: string): Buffer =>
  keys.find(`letter ${nameHash.toString('hex')} ${code}`);
