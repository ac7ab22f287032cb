import { minutesAfter } from '../../lib/clock.ts';
import { type Account, accountById } from '../../store/accounts.ts';
import type { World } from '../world.ts';
import type { OnShift } from './as-staff.ts';

/** How long somebody found may be looked at before they are searched for again. */
const grantMinutes = 30;

type Grant = {
  readonly accountId: string;
  readonly sessionId: string;
  readonly until: string;
  readonly ticketId?: string;
};

const about = 'record at the desk';

/**
 * What a search gives in place of an account's id: it opens one record, in the session that searched, for a while. So whoever
 * looks at somebody has always searched for them, with a reason, and the log has it (HD-07).
 */
export const grantTo = (
  world: World,
  staff: OnShift,
  found: { readonly accountId: string; readonly ticketId?: string },
): string => {
  const until = minutesAfter(world.clock.now(), grantMinutes).toISOString();
  const grant: Grant = { ...found, sessionId: staff.session.id, until };
  return world.keys.seal(grant, about).toString('base64url');
};

/** What a grant opens: the account, and the ticket it was found by. No form says which ticket somebody came with. */
export type Granted = { readonly account: Account; readonly ticketId?: string };

/** What a grant opens for this session; nothing for another's, an old one, or none at all. */
export async function granted(world: World, staff: OnShift, token: string): Promise<Granted | undefined> {
  const grant = readGrant(world, token);
  if (grant?.sessionId !== staff.session.id || world.clock.now() > new Date(grant.until)) return undefined;
  const account = await accountById(world.db, grant.accountId);
  const { ticketId } = grant;
  return account && { account, ...(ticketId !== undefined && { ticketId }) };
}

function readGrant({ keys }: World, token: string): Grant | undefined {
  try {
    return keys.open<Grant>(Buffer.from(token, 'base64url'), about);
  } catch {
    // Altered, or sealed under a key that is gone: it opens nothing.
    return undefined;
  }
}
