import { type Runner, statement, write } from '../database.ts';

const touch = statement<{ id: string }>(
  'known-device',
  'select id from devices where id = $1 and account_id = $2 and revoked_at is null',
);
const revoke = write(
  'revoke-device-of-session',
  `update devices set revoked_at = $3 where account_id = $2 and revoked_at is null
     and id = (select device_id from sessions where id = $1 and account_id = $2)
     and id is distinct from $4`,
);
const revokeOthers = write(
  'revoke-other-devices',
  'update devices set revoked_at = $3 where account_id = $1 and revoked_at is null and id is distinct from $2',
);
const sweep = write('sweep-devices', 'delete from devices where seen < $1');

/** Whether a device named in a cookie is one that signed in to this account before and was not revoked. Runs for nobody, too. */
export const isKnownDevice = async (
  on: Runner,
  id: string | null,
  accountId: string | null,
): Promise<boolean> => (await on.run(touch, [id, accountId])).length === 1;

/** Trusts the device behind a session no more, unless it is the one in use. */
export const revokeDeviceOfSession = (
  tx: Runner,
  of: { sessionId: string; accountId: string; unless: string | null },
  at: Date,
): Promise<unknown[]> => tx.run(revoke, [of.sessionId, of.accountId, at, of.unless]);

/** Trusts every device of an account no more, but one. */
export const revokeOtherDevices = (
  tx: Runner,
  accountId: string,
  but: string | null,
  at: Date,
): Promise<unknown[]> => tx.run(revokeOthers, [accountId, but, at]);

/** Forgets devices whose cookie is long gone. */
export const sweepDevices = (on: Runner, before: Date): Promise<unknown[]> => on.run(sweep, [before]);
