import { type Runner, write } from '../../database.ts';

const lift = write(
  'lift-freeze',
  `with closed as (
     update fraud_cases set closed_at = $2, closed_by = $3 where account_id = $1 and closed_at is null)
   update accounts set frozen_at = null where id = $1`,
);

/** Two methods were shown, or two people of an office saw the person: the account opens, and the case of its fraud is closed by that. */
export const liftFreeze = (
  tx: Runner,
  accountId: string,
  at: Date,
  by: 'two-channels' | 'office',
): Promise<unknown[]> => tx.run(lift, [accountId, at, by]);
