import { minutesAfter } from '../../lib/clock.ts';
import { sweepDisavowals } from '../../store/account/disavowals.ts';
import { sweepLimits } from '../../store/limits.ts';
import type { World } from '../world.ts';

/** The longest window anything is counted in, twice over. */
const minutesKept = 2 * 24 * 60;

/** Links of notices say for so long that they ended; then they are unknown. */
const disavowalMinutesKept = 90 * 24 * 60;

/** Forgets counters, solved checks and links that can no longer matter. */
export async function sweep({ counters, clock }: World): Promise<void> {
  const at = clock.now();
  await sweepLimits(counters, minutesAfter(at, -minutesKept), at);
  await sweepDisavowals(counters, minutesAfter(at, -disavowalMinutesKept));
}
