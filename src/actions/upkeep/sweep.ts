import { minutesAfter } from '../../lib/clock.ts';
import { sweepLimits } from '../../store/limits.ts';
import type { World } from '../world.ts';

/** The longest window anything is counted in, twice over. */
const minutesKept = 2 * 24 * 60;

/** Forgets counters and solved checks that can no longer matter. */
export const sweep = ({ counters, clock }: World): Promise<void> =>
  sweepLimits(counters, minutesAfter(clock.now(), -minutesKept), clock.now());
