import type { Person } from '../../directory/person.ts';
import type { Claim } from '../../rules/identity.ts';
import { type Account, accountByName } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import { endChanges } from '../contact/end-changes.ts';
import { endEverything } from '../contact/freeze.ts';
import { holdingIn } from '../contact/hold.ts';
import { openPersonal } from '../personal.ts';
import type { World } from '../world.ts';

type Brought = Pick<Person, 'status'> & { readonly claim: Claim };

/**
 * Ends what is under way for an account that the records close, or for which somebody else acts now: recoveries, sessions, changes
 * of contacts and the case at the counter (HD-14). To be asked before the account is locked for the import: the number comes first,
 * as everywhere. An ordinary row costs nothing here.
 */
export async function endOvertaken(
  world: World,
  tx: Runner,
  nameHash: Buffer,
  brought: Brought,
): Promise<void> {
  if (brought.claim.subject === 'person' && brought.status === 'active') return;
  const seen = await accountByName(tx, nameHash);
  if (!seen || !isOvertaken(world, seen, brought)) return;
  await holdingIn(world, tx, seen, async (held) => {
    if (!isOvertaken(world, held.account, brought)) return;
    await endEverything(world, held, 'operator');
    await endChanges(world, held, 'operator');
  });
}

function isOvertaken(world: World, account: Account, { status, claim }: Brought): boolean {
  if (status !== 'active') return account.status === 'active';
  return namesAnother(openPersonal(world, account).claim, claim);
}

/** Whether somebody else acts for a company now. */
export function namesAnother(former: Claim, claim: Claim): boolean {
  if (former.subject !== 'company' || claim.subject !== 'company') return false;
  const [was, is] = [former.representative, claim.representative];
  return was.kind !== is.kind || was.number !== is.number;
}
