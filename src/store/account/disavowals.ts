import { type Runner, statement, write } from '../database.ts';

/** What a notice's "it was not me" opens: whose account, and since when things happened. */
export type Disavowal = {
  readonly accountId: string;
  readonly at: Date;
  readonly until: Date;
  readonly usedAt: Date | null;
};

type Row = { account_id: string; at: Date; until: Date; used_at: Date | null };

const put = write(
  'put-disavowal',
  'insert into disavowals (token_hash, account_id, at, until) values ($1, $2, $3, $4)',
);
const byToken = statement<Row>(
  'disavowal-by-token',
  'select account_id, at, until, used_at from disavowals where token_hash = $1',
);

/** Keeps the digest of a notice's token. */
export const putDisavowal = (
  tx: Runner,
  made: { tokenHash: Buffer; accountId: string; at: Date; until: Date },
): Promise<unknown[]> => tx.run(put, [made.tokenHash, made.accountId, made.at, made.until]);

/** The disavowal a token opens, if it is one of ours. */
export async function disavowalOf(on: Runner, tokenHash: Buffer): Promise<Disavowal | undefined> {
  const [row] = await on.run(byToken, [tokenHash]);
  return row && { accountId: row.account_id, at: row.at, until: row.until, usedAt: row.used_at };
}

const use = write(
  'use-disavowal',
  'update disavowals set used_at = $2 where token_hash = $1 and used_at is null',
);
const sweep = write('sweep-disavowals', 'delete from disavowals where until < $1');

/** A link undoes once; pressed again it only tells what it did. */
export const useDisavowal = (tx: Runner, tokenHash: Buffer, at: Date): Promise<unknown[]> =>
  tx.run(use, [tokenHash, at]);

/** Forgets links that ended before. */
export const sweepDisavowals = (on: Runner, before: Date): Promise<unknown[]> => on.run(sweep, [before]);
