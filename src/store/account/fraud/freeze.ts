import { type Runner, statement, write } from '../../database.ts';
import { floorOfCases } from '../../recent-cases.ts';

const freeze = write('freeze-account', 'update accounts set frozen_at = $2 where id = $1');
const close = statement<{ id: string }>(
  'close-cases-of-number',
  `update cases set closed_at = $2, stage = jsonb_build_object('kind', 'closed', 'because', 'cancelled', 'at', $3::text)
   where name_hash = $1 and closed_at is null and (id >= $4 or id < first_timed_id()) returning id`,
);
const passkeys = write(
  'remove-passkeys-since',
  'delete from passkeys where account_id = $1 and made_at >= $2',
);
const savedCodes = write(
  'remove-saved-codes-since',
  'delete from saved_codes where account_id = $1 and made_at >= $2',
);
const formerKeys = statement<{ set_at: Date }>(
  'former-keys-set-at',
  'select set_at from past_keys where account_id = $1',
);
const putBack = write(
  'put-back-key',
  `update accounts set key_hash = p.key_hash, key_set_at = p.set_at from past_keys p
   where accounts.id = $1 and p.account_id = $1 and p.set_at = $2`,
);
const forget = write('forget-key', 'update accounts set key_hash = null, key_set_at = null where id = $1');

/** Shuts an account: nobody signs in until it is opened by two channels or an office. */
export const freezeAccount = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(freeze, [id, at]);

/** Ends every open case of a number; gives their ids for the audit. */
export const closeCasesOf = async (tx: Runner, nameHash: Buffer, at: Date): Promise<string[]> =>
  (await tx.run(close, [nameHash, at, at.toISOString(), floorOfCases(at)])).map((row) => row.id);

/** Removes what opens an account and was made since. */
export async function removeFactorsSince(tx: Runner, id: string, since: Date): Promise<void> {
  await tx.run(passkeys, [id, since]);
  await tx.run(savedCodes, [id, since]);
}

/** When the former keys that are still known were set. */
export const formerKeyTimes = async (on: Runner, id: string): Promise<Date[]> =>
  (await on.run(formerKeys, [id])).map((row) => row.set_at);

/** Puts back the key set at that moment, or leaves none. */
export const putBackKey = (tx: Runner, id: string, key: 'forget' | { putBack: Date }): Promise<unknown[]> =>
  key === 'forget' ? tx.run(forget, [id]) : tx.run(putBack, [id, key.putBack]);
