import { comparedAddress } from '../../lib/contact/email.ts';
import { keepContactHolders, otherHoldersOf } from '../../store/account/contact-holders.ts';
import type { Runner } from '../../store/database.ts';
import { contactOf, type Personal } from '../personal.ts';
import { allChannels } from '../tell.ts';
import type { World } from '../world.ts';

/** What a contact is counted by: two spellings of one mailbox are one. */
export const contactHash = ({ keys }: Pick<World, 'keys'>, contact: string): Buffer =>
  keys.find(`contact ${comparedAddress(contact) ?? contact}`);

const tooMany = ({ institution }: World, others: number): boolean =>
  others >= institution.policy.contactChange.accountsPerContact;

/** Writes down which contacts an account names; gives whether one that is new here is named by too many others (CC-04). */
export async function nameContacts(
  world: World,
  tx: Runner,
  named: { accountId: string; personal: Personal; at: Date },
): Promise<boolean> {
  const { accountId, personal, at } = named;
  const hashes = allChannels.flatMap((channel) => {
    const contact = contactOf(personal, channel);
    return contact === undefined ? [] : [contactHash(world, contact)];
  });
  return tooMany(world, await keepContactHolders(tx, accountId, hashes, at));
}

/** Whether a new contact is named by so many other accounts that somebody should look at the change. It goes on all the same. */
export const isShared = async (
  world: World,
  tx: Runner,
  accountId: string,
  contact: string,
): Promise<boolean> => tooMany(world, await otherHoldersOf(tx, accountId, contactHash(world, contact)));
