import { type Runner, statement, write } from '../../database.ts';

const forget = write('forget-saved-codes', 'delete from saved_codes where account_id = $1');
const put = write(
  'put-saved-codes',
  'insert into saved_codes (account_id, code_hash, made_at) select $1, unnest($2::bytea[]), $3',
);
const spend = statement<{ code_hash: Buffer }>(
  'spend-saved-code',
  'update saved_codes set used_at = $3 where account_id = $1 and code_hash = $2 and used_at is null returning code_hash',
);
const standing = statement<{ left: number; made_at: Date | null; set: string | null }>(
  'saved-codes-left',
  `select count(*) filter (where used_at is null)::int as left, max(made_at) as made_at,
     encode(sha256(string_agg(code_hash, '' order by code_hash)), 'hex') as set
   from saved_codes where account_id = $1`,
);
const matching = statement<{ code_hash: Buffer }>(
  'saved-code-that-works',
  'select code_hash from saved_codes where account_id = $1 and code_hash = $2 and used_at is null',
);

/** A new set of paper codes in the place of the former one. Hashes are keyed, over the number and the code. */
export async function replaceSavedCodes(
  tx: Runner,
  accountId: string,
  hashes: readonly Buffer[],
  at: Date,
): Promise<void> {
  await tx.run(forget, [accountId]);
  await tx.run(put, [accountId, hashes, at]);
}

/** Whether this code of this account works. The query runs for nobody, too. */
export const savedCodeWorks = async (on: Runner, accountId: string | null, hash: Buffer): Promise<boolean> =>
  (await on.run(matching, [accountId, hash])).length === 1;

/** Uses a code up; false when it was used before, or never was. */
export const spendSavedCode = async (
  tx: Runner,
  accountId: string | null,
  hash: Buffer,
  at: Date,
): Promise<boolean> => (await tx.run(spend, [accountId, hash, at])).length === 1;

/** How many codes are left, when the set was made, and a name of the set that stays until there is another. */
export async function savedCodesLeft(
  on: Runner,
  accountId: string,
): Promise<{ left: number; madeAt: Date | null; set: string }> {
  const [row] = await on.run(standing, [accountId]);
  return { left: row?.left ?? 0, madeAt: row?.made_at ?? null, set: row?.set ?? '' };
}
