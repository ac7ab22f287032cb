import { newestStatement } from '../../../store/audit/statement.ts';
import type { World } from '../../world.ts';
import { asOwner, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';

/** Notes that the owner asked for a statement, and gives the row up to which it tells. */
export const makeOwnStatement = (world: World, owner: Owner): Promise<string | undefined> =>
  asOwner(world, owner, async (held) => {
    await noteAct(world, held, 'statement-made');
    return newestStatement(held.tx, held.account.nameHash);
  });
