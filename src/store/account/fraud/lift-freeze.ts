import { type Runner, statement } from '../../database.ts';

const lift = statement(
  'lift-freeze',
  `with closed as (
     update fraud_cases set closed_at = $2, closed_by = 'two-channels' where account_id = $1 and closed_at is null)
   update accounts set frozen_at = null where id = $1`,
);

/** Two methods were shown: the account opens again, and the case of its fraud is closed by that. */
export const liftFreeze = (tx: Runner, accountId: string, at: Date): Promise<unknown[]> =>
  tx.run(lift, [accountId, at]);
