import { type ChangeStage, codeUntil, nextCodeAt } from '../../rules/account/change.ts';
import type { Channel } from '../../rules/policy.ts';
import {
  type ContactChange,
  contactChangeById,
  openContactChanges,
} from '../../store/account/contact-changes.ts';
import type { World } from '../world.ts';
import { openContacts } from './sealed.ts';

/** A change as its owner may see it. */
export type ChangeView = {
  readonly id: string;
  readonly slot: Channel;
  readonly stage: ChangeStage;
  /** The new contact; absent when the contact is to be removed. */
  readonly to?: string;
  /** While a code is awaited: until when it works, and when another may be asked for. */
  readonly code?: { readonly until: Date; readonly nextAt?: Date };
};

function view(world: World, change: ContactChange): ChangeView {
  const { id, slot, stage } = change;
  const { to } = openContacts(world, change);
  const terms = { policy: world.institution.policy };
  const nextAt = stage.kind === 'to-confirm' ? nextCodeAt(stage, terms) : undefined;
  return {
    id,
    slot,
    stage,
    ...(to !== undefined && { to }),
    ...(stage.kind === 'to-confirm' && {
      code: { until: codeUntil(stage, terms), ...(nextAt && { nextAt }) },
    }),
  };
}

/** The open changes of an account. */
export const viewChanges = async (world: World, accountId: string): Promise<ChangeView[]> =>
  (await openContactChanges(world.db, accountId)).map((change) => view(world, change));

/** One change of an account, open or not. */
export async function viewChange(
  world: World,
  accountId: string,
  id: string,
): Promise<ChangeView | undefined> {
  const change = await contactChangeById(world.db, id);
  return change?.accountId === accountId ? view(world, change) : undefined;
}
