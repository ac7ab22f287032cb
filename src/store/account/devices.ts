import { type Runner, statement } from '../database.ts';

const touch = statement<{ id: string }>(
  'known-device',
  'select id from devices where id = $1 and account_id = $2 and revoked_at is null',
);
const see = statement(
  'see-device',
  `insert into devices (id, account_id, device, since, seen) values ($1, $2, $3, $4, $4)
   on conflict (id) do update set seen = excluded.seen`,
);
const revoke = statement(
  'revoke-device-of-session',
  `update devices set revoked_at = $3 where account_id = $2 and revoked_at is null
     and id = (select device_id from sessions where id = $1 and account_id = $2)
     and id is distinct from $4`,
);
const revokeOthers = statement(
  'revoke-other-devices',
  'update devices set revoked_at = $3 where account_id = $1 and revoked_at is null and id is distinct from $2',
);
const sweep = statement('sweep-devices', 'delete from devices where seen < $1');

/** Whether a device named in a cookie is one that signed in to this account before and was not revoked. Runs for nobody, too. */
export const isKnownDevice = async (
  on: Runner,
  id: string | null,
  accountId: string | null,
): Promise<boolean> => (await on.run(touch, [id, accountId])).length === 1;

/** Remembers a device at a sign-in. */
export const seeDevice = (
  tx: Runner,
  of: { id: string; accountId: string; device: string },
  at: Date,
): Promise<unknown[]> => tx.run(see, [of.id, of.accountId, of.device, at]);

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
