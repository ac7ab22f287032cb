import { minutesAfter } from '../../lib/clock.ts';
import { sweepPasskeyChallenges } from '../../store/account/passkey-challenges.ts';
import { sweepLimits } from '../../store/limits.ts';
import type { World } from '../world.ts';

/** The longest window anything is counted in, twice over. */
const minutesKept = 2 * 24 * 60;

/** Forgets counters, solved checks and challenges that can no longer matter. */
export async function sweep({ counters, clock }: World): Promise<void> {
  const at = clock.now();
  await sweepLimits(counters, minutesAfter(at, -minutesKept), at);
  await sweepPasskeyChallenges(counters, at);
}
