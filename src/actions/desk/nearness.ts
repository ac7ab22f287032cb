import type { Hand } from '../../rules/desk/case.ts';
import type { Account } from '../../store/accounts.ts';
import type { Runner } from '../../store/database.ts';
import type { Member } from '../../store/desk/staff/members.ts';
import { isOwnOrRelative } from '../../store/desk/staff/relatives.ts';
import type { Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { numberHash } from './staff.ts';

/** Whether an account is a member's own or a declared relative's. A company's is its representative's own. */
export async function nearnessOf(
  world: World,
  tx: Runner,
  member: Pick<Member, 'id' | 'nameHash'>,
  { account, personal: { claim } }: { readonly account: Account; readonly personal: Personal },
): Promise<Hand['near']> {
  const own = [account.nameHash];
  if (claim.subject === 'company') own.push(numberHash(world, claim.representative));
  if (own.some((nameHash) => nameHash.equals(member.nameHash))) return 'self';
  for (const nameHash of own) if (await isOwnOrRelative(tx, member.id, nameHash)) return 'relative';
  return 'nobody';
}
