import { type Runner, statement, write } from '../../database.ts';

const put = write(
  'put-fraud-case',
  'insert into fraud_cases (id, account_id, words, opened_at, opened_by) values ($1, $2, $3, $4, $5)',
);
const newest = statement<{ words: string }>(
  'newest-fraud-case',
  'select words from fraud_cases where account_id = $1 order by closed_at is not null, opened_at desc limit 1',
);

/** Opens a case of fraud under its two words; `openedBy` is a member of staff, if it was one. */
export const putFraudCase = (
  tx: Runner,
  made: { id: string; accountId: string; words: string; at: Date; openedBy: string | undefined },
): Promise<unknown[]> => tx.run(put, [made.id, made.accountId, made.words, made.at, made.openedBy ?? null]);

/** The words of the case an account is shut by, or was shut by last. */
export const fraudWordsOf = async (on: Runner, accountId: string): Promise<string | undefined> =>
  (await on.run(newest, [accountId]))[0]?.words;
