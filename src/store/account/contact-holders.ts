import { type Runner, statement } from '../database.ts';

const keep = statement<{ others: number }>(
  'keep-contact-holders',
  `with gone as (delete from contact_holders where account_id = $1 and address_hash <> all ($2::bytea[])),
     named as (insert into contact_holders (account_id, address_hash, since)
       select distinct $1::bigint, h, $3::timestamptz from unnest($2::bytea[]) as t (h)
       on conflict do nothing returning address_hash)
   select count(*)::int as others from named join contact_holders using (address_hash)
   where account_id <> $1 group by address_hash order by others desc limit 1`,
);
const others = statement<{ others: number }>(
  'count-other-holders',
  `select count(*)::int as others from (
     select account_id from contact_holders where address_hash = $2 and account_id <> $1
     union select account_id from contact_changes where address_hash = $2 and account_id <> $1
       and closed_at is null and stage ->> 'kind' = 'held') as all_of_them`,
);

/**
 * Keeps which contacts an account names, by their keyed hashes. Gives how many other accounts name one that is new here, the most
 * of any; what was named before is counted no more.
 */
export async function keepContactHolders(
  tx: Runner,
  accountId: string,
  hashes: readonly Buffer[],
  at: Date,
): Promise<number> {
  return (await tx.run(keep, [accountId, hashes, at]))[0]?.others ?? 0;
}

/** How many other accounts name a contact, or will when the hold of their change has passed. */
export const otherHoldersOf = async (tx: Runner, accountId: string, hash: Buffer): Promise<number> =>
  (await tx.run(others, [accountId, hash]))[0]?.others ?? 0;
