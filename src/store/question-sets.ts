import { type Runner, statement, write } from './database.ts';

const questions = statement<{ questions: Buffer | null }>(
  'questions-of',
  'select questions from standings where name_hash = $1',
);
const keepQuestions = write(
  'keep-questions',
  'update standings set questions = $2 where name_hash = $1 and questions is null',
);
const forgetQuestions = write(
  'forget-questions',
  'update standings set questions = null where name_hash = $1',
);
/** The sealed set of questions of a number, if one was drawn. */
export const questionsOf = async (on: Runner, nameHash: Buffer): Promise<Buffer | undefined> =>
  (await on.run(questions, [nameHash]))[0]?.questions ?? undefined;

/** Keeps the first set drawn for a number. */
export const keepQuestionsOf = (on: Runner, nameHash: Buffer, drawn: Buffer): Promise<unknown[]> =>
  on.run(keepQuestions, [nameHash, drawn]);

/** A solved set is not asked again. */
export const forgetQuestionsOf = (tx: Runner, nameHash: Buffer): Promise<unknown[]> =>
  tx.run(forgetQuestions, [nameHash]);
