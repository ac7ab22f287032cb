import type { DocumentKind, RegistryAnswer } from '../../../rules/desk/proofing.ts';
import { accountById } from '../../../store/accounts.ts';
import type { DeskCase } from '../../../store/desk/cases.ts';
import { openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';

/**
 * Asks the register, where the house has one, about the document in the agent's hand and whose it should be. Asked here and not
 * by the form, so that nobody types its answer; and outside any transaction, for it may be slow.
 */
export async function askRegistry(
  world: World,
  { accountId }: DeskCase,
  kind: DocumentKind,
): Promise<RegistryAnswer | undefined> {
  const account = world.registry && (await accountById(world.db, accountId));
  if (!world.registry || !account) return undefined;
  const { claim } = openPersonal(world, account);
  const holder = claim.subject === 'company' ? claim.representative : claim.identity;
  return world.registry.check({ kind, holder });
}
