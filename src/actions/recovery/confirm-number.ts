import { secondsAfter } from '../../lib/clock.ts';
import type { Outcome } from '../../rules/case.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import { countFailure } from '../breaker.ts';
import type { World } from '../world.ts';
import { followLink } from './follow-link.ts';

/** What saying the number after a link came to. */
export type Confirmed =
  | { readonly kind: 'open'; readonly outcome: Outcome }
  | { readonly kind: 'dead' }
  | { readonly kind: 'wrong'; readonly left: number }
  | { readonly kind: 'stopped'; readonly until: Date };

const day = 24 * 60 * 60;

/**
 * Says whose the link is. Whoever only holds the mailbox may guess as often as a code may be guessed, and no more: the count
 * belongs to the link, whatever browser tries.
 */
export async function confirmNumber(
  world: World,
  visit: {
    browser: Buffer;
    networks: readonly string[];
    token: string;
    numbers: readonly IdentityNumber[];
  },
): Promise<Confirmed> {
  const { browser, networks, token } = visit;
  const at = world.clock.now();
  const { triesPerDay } = world.institution.policy.code;
  const counter = { counted: world.keys.find(`numbers for link ${token}`), windowSeconds: day };
  const [tries = 0] = await world.tally.countEach([counter], at);
  if (tries > triesPerDay)
    return { kind: 'stopped', until: secondsAfter(at, day - ((at.getTime() / 1000) % day)) };
  for (const number of visit.numbers) {
    const outcome = await followLink(world, { browser, networks, token, number });
    if (!outcome || outcome === 'number-needed') return { kind: 'dead' };
    if (outcome === 'wrong-number') continue;
    const goesOn = !outcome.refusal || outcome.refusal === 'same-method';
    return goesOn ? { kind: 'open', outcome } : { kind: 'dead' };
  }
  await countFailure(world, networks);
  return { kind: 'wrong', left: triesPerDay - tries };
}
