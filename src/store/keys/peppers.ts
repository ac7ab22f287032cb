import { type Runner, statement } from '../database.ts';

/** Hashes that a pepper of the ring is part of. Their name is read in front of each (`lib/keys/key-hash.ts`). */
const count = statement<{ place: string; pepper: string; n: number }>(
  'count-peppers',
  `select place, substring(hash from '^p([^$]+)[$]') as pepper, count(*)::int as n from (
     select 'accounts.key_hash' as place, key_hash as hash from accounts
     union all select 'past_keys.key_hash', key_hash from past_keys
     union all select 'answers.answer_hash', answer_hash from answers
     union all select 'staff.passphrase_hash', passphrase_hash from staff) as hashes
   where hash is not null group by 1, 2 order by 1, 2`,
);

/** How many hashes of each place were made with each pepper. */
export const countPeppers = (on: Runner): Promise<{ place: string; pepper: string; n: number }[]> =>
  on.run(count);
