import { framesOf } from '../../lib/log.ts';
import type { World } from '../world.ts';

/** What was sealed; nothing, and a line in the log, when it does not open. One damaged value must not keep all others waiting. */
export function openedIfWhole<T>({ log }: Pick<World, 'log'>, event: string, open: () => T): T | undefined {
  try {
    return open();
  } catch (error) {
    log.error({ event, stack: framesOf(error) });
    return undefined;
  }
}
