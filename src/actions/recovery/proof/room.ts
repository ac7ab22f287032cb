import type { Event } from '../../../rules/case.ts';
import { decide } from '../../../rules/decide.ts';
import type { Channel } from '../../../rules/policy.ts';
import type { World } from '../../world.ts';
import { type Seen, termsOf } from '../advance.ts';
import { countDestination } from '../pressure.ts';

/** What asks for a message, before it is known whether the contact matches. */
export type Asking =
  | { readonly kind: 'contact-named' | 'message-asked' }
  | { readonly kind: 'proof-asked'; readonly channel: Channel };

/** Whether the rules would let a message go out for a contact that matches. Asked of every number alike. */
function wouldGo(world: World, { found, state, at, by }: Seen, asking: Asking): boolean {
  const event: Event = { ...asking, matches: true, at, by };
  const { effects } = decide(state, event, termsOf(world.institution, found));
  return effects.some((effect) => effect.kind === 'send-message' && effect.live);
}

/**
 * Counts a message against its destination, whoever asks for whom (EM-17), only when it would go out: what is refused, or goes to
 * nobody in silence, must not use up what the mailbox may get (ATK-38). A contact that does not match is counted against its own
 * number. The work and the rows are the same each time (RE-03).
 */
export function roomFor(
  world: World,
  seen: Seen,
  asking: Asking,
  { contact, matches }: { readonly contact: string; readonly matches: boolean },
): Promise<boolean> {
  return countDestination(world, contact, seen.at, {
    goes: wouldGo(world, seen, asking),
    ...(!matches && { nobodys: seen.found.nameHash }),
  });
}
