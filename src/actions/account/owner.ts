import { sha256 } from '../../lib/digest.ts';
import { isFresh } from '../../rules/account/sessions.ts';
import { type Session, useSession } from '../../store/account/sessions.ts';
import { type Account, accountById } from '../../store/accounts.ts';
import { openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';

/** Who is signed in, as the pages of their account know them. */
export type Owner = {
  readonly session: Session;
  readonly account: Account;
  readonly personal: Personal;
  /** Whether the key was given recently enough for what matters. */
  readonly fresh: boolean;
};

/**
 * Whether anything may be done to an account by who is signed in to it, judged again wherever it is done. A lock that wrong keys
 * caused shuts only the sign-in; one the institution set shuts everything (RC-08).
 */
export const mayAct = ({ status, lock, frozenAt }: Account): boolean =>
  status === 'active' && frozenAt === null && (lock === null || lock === 'attempts');

/** The person behind a session cookie, while the session lives and the account is open. Looking keeps it alive. */
export async function ownerOf(world: World, token: string): Promise<Owner | undefined> {
  const at = world.clock.now();
  const session = await useSession(world.db, sha256(token), at, world.institution.policy.session);
  const account = session && (await accountById(world.db, session.accountId));
  if (!session || !account || !mayAct(account)) return undefined;
  return {
    session,
    account,
    personal: openPersonal(world, account),
    fresh: isFresh(session.fresh, at),
  };
}
