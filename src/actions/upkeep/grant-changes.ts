import { framesOf } from '../../lib/log.ts';
import { contactChangeById, contactChangesDue } from '../../store/account/contact-changes.ts';
import { mayAct } from '../account/owner.ts';
import { applyTo, dueOf } from '../contact/apply.ts';
import { holding } from '../contact/hold.ts';
import type { World } from '../world.ts';

/** Changes looked at in one turn; what is left is due in the next. */
const atOnce = 50;

/**
 * Does what time alone means for changes of contacts: reminders, grants, lapses. Each is a transaction of its own, which locks
 * the account and looks again: of several processes one grants, and who cancelled first is never granted.
 */
export async function grantChanges(world: World): Promise<void> {
  for (const due of await contactChangesDue(world.db, world.clock.now(), atOnce))
    await grantOne(world, due).catch((error: unknown) => {
      // One that cannot be read must not keep the others waiting.
      world.log.error({ event: 'grant-failed', stack: framesOf(error) });
    });
}

const grantOne = (world: World, due: { id: string; accountId: string }): Promise<unknown> =>
  holding(world, due.accountId, async (held) => {
    const change = await contactChangeById(held.tx, due.id);
    const when = change && dueOf(world, change.stage);
    if (!change || !when || when > held.at) return;
    await applyTo(world, held, change, { kind: 'time-passed', open: mayAct(held.account) }, 'system');
  });
