import { framesOf } from '../../../lib/log.ts';
import { deskCasesDue } from '../../../store/desk/cases.ts';
import type { World } from '../../world.ts';
import { applyToCase, holdingCaseFor } from './hold-case.ts';

/** Cases ended in one go; what is left waits for the next. */
const most = 50;

/** Ends the cases for which time is up; gives how many there were. */
export async function expireDeskCases(world: World): Promise<number> {
  const due = await deskCasesDue(world.db, world.clock.now(), most);
  for (const seen of due)
    await holdingCaseFor(world, seen, (on) => applyToCase(world, on, { kind: 'time-passed' })).catch(
      (error: unknown) => {
        // One that cannot be read must not keep the others waiting.
        world.log.error({ event: 'expiry-failed', stack: framesOf(error) });
      },
    );
  return due.length;
}
