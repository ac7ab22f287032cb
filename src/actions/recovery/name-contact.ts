import { sameAddress } from '../../lib/contact/email.ts';
import type { Outcome } from '../../rules/case.ts';
import type { Claim } from '../../rules/identity.ts';
import type { Channel } from '../../rules/policy.ts';
import { type Account, accountOrStandIn } from '../../store/accounts.ts';
import type { AuditNote } from '../../store/audit.ts';
import { contactOf, openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { advance, type Gathered, type Seen } from './advance.ts';
import { type Asking, roomFor } from './proof/room.ts';
import { openTyped } from './typed.ts';

/** Compares the contact a visitor typed with the registered one, in silence. The typed one is never a destination. */
export async function nameContact(
  world: World,
  visit: { browser: Buffer; caseId: string; channel: Channel; contact: string },
): Promise<Outcome | undefined> {
  return advance(world, visit.caseId, visit.browser, async (seen) => {
    const asking = { kind: 'contact-named' } as const;
    const { matches, personal, note } = await compare(world, seen, asking, visit);
    return {
      fact: { ...asking, matches },
      provisions: { named: visit.contact, ...(personal && { personal }) },
      typed: { ...openTyped(world, seen.found), contact: visit.contact },
      ...(note && { note }),
    };
  });
}

/** Asks for the message again: a new link and a new code, which replace the older ones. */
export async function askMessage(
  world: World,
  visit: { browser: Buffer; caseId: string; contact: string },
): Promise<Outcome | undefined> {
  return advance(world, visit.caseId, visit.browser, async (seen): Promise<Gathered> => {
    const { stage } = seen.state;
    const channel = stage.kind === 'awaiting-code' ? stage.channel : 'email';
    const asking = { kind: 'message-asked' } as const;
    const { contact } = visit;
    const { matches, personal, note } = await compare(world, seen, asking, { channel, contact });
    return {
      fact: { ...asking, matches },
      provisions: { named: visit.contact, ...(personal && { personal }) },
      ...(note && { note }),
    };
  });
}

/** Goes to another channel, or back to correct the address. */
export const chooseChannel = (
  world: World,
  visit: { browser: Buffer; caseId: string; channel: Channel },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, () => ({
    fact: { kind: 'channel-chosen', channel: visit.channel },
  }));

type Comparison = { matches: boolean; personal: Personal | undefined; note: AuditNote | undefined };

const nothing: Comparison = { matches: false, personal: undefined, note: undefined };

async function compare(
  world: World,
  seen: Seen,
  asking: Asking,
  { channel, contact }: { channel: Channel; contact: string },
): Promise<Comparison> {
  const { claim } = openTyped(world, seen.found);
  const read = await accountOrStandIn(seen.tx, seen.found.accountId);
  // An empty register: nobody is known, and there is nothing to tell apart.
  if (!read) return nothing;
  const personal = openPersonal(world, read.account);
  const registered = contactOf(personal, channel);
  const same = channel === 'phone' ? registered === contact : sameAddress(registered ?? '', contact);
  const note = noteOn(read.account, personal, { registered, claim, seen });
  const barred = note !== undefined && note !== 'screen-failed';
  const matches = read.own && registered !== undefined && same && !barred;
  const room = await roomFor(world, seen, asking, { contact, matches });
  return read.own ? { matches: matches && room, personal, note } : nothing;
}

/** Why a person's message stays away: for the audit, and for nobody else. */
function noteOn(
  account: Account,
  personal: Personal,
  { registered, claim, seen }: { registered: string | undefined; claim: Claim; seen: Seen },
): AuditNote | undefined {
  if (account.status !== 'active') return account.status;
  if (!sameRepresentative(claim, personal.claim)) return 'wrong-representative';
  if (registered === undefined) return 'no-such-contact';
  const { stage } = seen.state;
  return 'screen' in stage && stage.screen === 'failed' ? 'screen-failed' : undefined;
}

/** For a company, whoever asks must name today's legal representative. A person represents themselves. */
export function sameRepresentative(claimed: Claim, registered: Claim): boolean {
  if (claimed.subject === 'person' || registered.subject === 'person')
    return claimed.subject === registered.subject;
  const [a, b] = [claimed.representative, registered.representative];
  return a.kind === b.kind && a.number === b.number;
}
