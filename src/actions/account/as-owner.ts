import { sessionLives } from '../../store/account/factors/key-checks.ts';
import { type Account, accountById } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Runner } from '../../store/database.ts';
import { lockStandingOf } from '../../store/standings.ts';
import { openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { mayAct, type Owner } from './owner.ts';

/** What an act of the owner works with: the locked number, and the account as it is under that lock. */
export type Held = {
  readonly tx: Runner;
  readonly at: Date;
  readonly account: Account;
  readonly personal: Personal;
  /** What the owner is signed in with. */
  readonly device: string;
};

/**
 * Does something to the account of whoever is signed in, in one transaction that holds the number: acts of one person happen one
 * after the other. Nothing happens, and nothing is given, when the account was shut or the session ended meanwhile.
 */
export function asOwner<T>(
  world: World,
  owner: Owner,
  work: (held: Held) => Promise<T>,
): Promise<T | undefined> {
  return world.db.transaction(async (tx) => {
    const at = world.clock.now();
    await lockStandingOf(tx, owner.account.nameHash, at);
    const account = await accountById(tx, owner.account.id);
    if (!account || !mayAct(account)) return undefined;
    if (!(await sessionLives(tx, owner.session.id))) return undefined;
    const { device } = owner.session;
    return work({ tx, at, account, personal: openPersonal(world, account), device });
  });
}

/** The audit line of an act of the owner. */
export const noteAct = (world: World, { tx, at, account, device }: Held, event: string): Promise<void> =>
  appendAudit(tx, {
    at,
    actor: 'owner',
    event,
    subject: account.nameHash,
    device,
    policyVersion: world.institution.policy.version,
  });
