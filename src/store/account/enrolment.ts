import { type Runner, write } from '../database.ts';

const forget = write('forget-answers', 'delete from answers where account_id = $1');
const put = write(
  'put-answers',
  `insert into answers (account_id, question, answer_hash)
   select $1, question, answer_hash from unnest($2::text[], $3::text[]) as a (question, answer_hash)`,
);

/** Other questions and answers in the place of the former ones. */
export async function replaceAnswers(
  tx: Runner,
  accountId: string,
  answers: readonly { readonly question: string; readonly hash: string }[],
): Promise<void> {
  await tx.run(forget, [accountId]);
  await tx.run(put, [accountId, answers.map(({ question }) => question), answers.map(({ hash }) => hash)]);
}
