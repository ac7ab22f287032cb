import { randomCode } from '../../lib/digest.ts';
import type { ContactChange } from '../../store/account/contact-changes.ts';
import type { World } from '../world.ts';

/** What is sealed in a change. `to` absent removes the contact; `from` and `own` are what stood before the grant. */
export type Contacts = {
  readonly from?: string;
  readonly to?: string;
  readonly own: boolean;
  /** The token of the link that cancels: the reminder repeats it. */
  readonly cancel: string;
};

export const aboutContacts = (id: string): string => `contacts of change ${id}`;
export const aboutChangeCode = (id: string): string => `code of change ${id}`;

export const openContacts = ({ keys }: World, { id, contacts }: ContactChange): Contacts =>
  keys.open<Contacts>(contacts, aboutContacts(id));

export const sealContacts = ({ keys }: World, id: string, contacts: Contacts): Buffer =>
  keys.seal(contacts, aboutContacts(id));

/** The code of a change is its own: what was sent for one never confirms another (CC-03). */
export const openCode = ({ keys }: World, { id, code }: ContactChange): string =>
  keys.open<string>(code, aboutChangeCode(id));

export const newCode = ({ keys, institution }: World, id: string): Buffer =>
  keys.seal(randomCode(institution.policy.code.digits), aboutChangeCode(id));
