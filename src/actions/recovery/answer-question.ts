import { verifyKey } from '../../lib/keys/key-hash.ts';
import { canonicalAnswer } from '../../rules/answers.ts';
import type { Outcome } from '../../rules/case.ts';
import { accountById, answerHashes } from '../../store/accounts.ts';
import type { Case } from '../../store/cases.ts';
import { openPersonal, type Personal } from '../personal.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { keepQuestionSet, type Question, questionSet } from './questions.ts';

/** What a visitor answered, already checked for shape. */
export type Answer =
  | { readonly kind: 'birth'; readonly day: number; readonly month: number }
  | { readonly kind: 'work'; readonly employer: string | 'none' }
  | { readonly kind: 'enrolled'; readonly text: string }
  | { readonly kind: 'skipped' };

/** The question a case is at. Undefined when it asks none now. */
export async function questionNow(
  world: World,
  found: Case,
): Promise<{ question: Question; turn: number } | undefined> {
  if (found.stage.kind !== 'answering') return undefined;
  const { questions } = await gatherQuestions(world, found);
  const { turn } = found.stage;
  const question = questions[turn];
  return question && { question, turn };
}

async function gatherQuestions(world: World, found: Case) {
  const account = await accountById(world.db, found.accountId);
  const personal = account && openPersonal(world, account);
  const who = { nameHash: found.nameHash, accountId: found.accountId, personal };
  return { personal, questions: await questionSet(world, world.db, who) };
}

/**
 * Takes one answer. It is compared before the case is locked, with the same work whether or not there is anybody to compare
 * with; only "it matched" goes on, and nothing of it is ever told (QN-08).
 */
export async function answerQuestion(
  world: World,
  visit: { browser: Buffer; found: Case; turn: number; answer: Answer },
): Promise<Outcome | undefined> {
  const { browser, found, turn, answer } = visit;
  const { personal, questions } = await gatherQuestions(world, found);
  await keepQuestionSet(world, world.db, found.nameHash, questions);
  const question = questions[turn];
  const matches = question ? await compare(world, found, { question, answer, personal }) : false;
  return advance(world, found.id, browser, () => ({
    fact:
      answer.kind === 'skipped'
        ? { kind: 'question-skipped', turn }
        : { kind: 'question-answered', turn, matches },
  }));
}

type Comparison = { question: Question; answer: Answer; personal: Personal | undefined };

async function compare(
  world: World,
  found: Case,
  { question, answer, personal }: Comparison,
): Promise<boolean> {
  if (question.kind === 'birth' && answer.kind === 'birth')
    return personal?.birth?.day === answer.day && personal.birth.month === answer.month;
  if (question.kind === 'work' && answer.kind === 'work') {
    if (!personal) return false;
    const true_ = personal.work.filter((job) => job.year === question.year).map((job) => job.employer);
    const shown = question.options.some((option) => true_.includes(option));
    return answer.employer === 'none' ? !shown : true_.includes(answer.employer);
  }
  if (question.kind === 'enrolled' && answer.kind === 'enrolled') {
    const stored = (await answerHashes(world.db, found.accountId)).get(question.question);
    const same = await verifyKey(stored ?? world.dummyHash, canonicalAnswer(answer.text), world.keys.peppers);
    return stored !== undefined && same;
  }
  return false;
}
