import { answerHashes, questionsAnsweredAt } from '../../store/accounts.ts';
import { companiesAt, companiesExtent } from '../../store/companies.ts';
import type { Runner } from '../../store/database.ts';
import { keepQuestionsOf, questionsOf } from '../../store/question-sets.ts';
import type { QuestionId } from '../../words/questions.ts';
import { questionIds } from '../../words/questions.ts';
import type { Personal } from '../personal.ts';
import type { World } from '../world.ts';

/** One question as it is asked. Decoys cannot be told from the others, here or on the page. */
export type Question =
  | { readonly kind: 'birth' }
  | { readonly kind: 'work'; readonly year: number; readonly options: readonly string[] }
  | { readonly kind: 'enrolled'; readonly question: QuestionId };

/** How many employers a work question offers (UX C5). */
const optionCount = 5;

/** Years the histories of people who may not exist are drawn from. */
const firstYear = 2015;
const yearSpan = 10;

export const aboutQuestions = (nameHash: Buffer): string => `questions ${nameHash.toString('hex')}`;

/** A whole number below `below`, always the same for this number and purpose. */
const steady = ({ keys }: World, nameHash: Buffer, purpose: string, below: number): number =>
  keys.decoy(`${purpose} ${nameHash.toString('hex')}`).readUInt32BE(0) % Math.max(1, below);

/** The list in an order that is always the same for this number and purpose. */
function steadyOrder<T extends string>(
  world: World,
  nameHash: Buffer,
  purpose: string,
  list: readonly T[],
): T[] {
  const rank = (one: T): string =>
    world.keys.decoy(`${purpose} ${nameHash.toString('hex')} ${one}`).toString('hex');
  return list
    .map((one) => ({ one, rank: rank(one) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ one }) => one);
}

/** Whose questions: the number, and the account behind it if there is one. */
export type Asked = {
  readonly nameHash: Buffer;
  readonly accountId: string | null;
  readonly personal: Personal | undefined;
};

/**
 * The questions of a number: the same at every look, kept from the first answer until a recovery succeeds, so that failing or
 * starting over never shows others (QN-06) and asking often shows nothing new (QN-07). Unknown numbers get theirs by keyed
 * hash (QN-10). Looking keeps nothing.
 */
export async function questionSet(world: World, on: Runner, who: Asked): Promise<Question[]> {
  const kept = await questionsOf(on, who.nameHash);
  const enrolled = [...(await answerHashes(on, who.accountId)).keys()];
  return kept
    ? world.keys.open<Question[]>(kept, aboutQuestions(who.nameHash))
    : draw(world, on, { ...who, enrolled });
}

/** Keeps a set for a number; one that is kept already stays. */
export const keepQuestionSet = (world: World, on: Runner, nameHash: Buffer, set: readonly Question[]) =>
  keepQuestionsOf(on, nameHash, world.keys.seal(set, aboutQuestions(nameHash)));

async function draw(
  world: World,
  on: Runner,
  who: Asked & { enrolled: readonly string[] },
): Promise<Question[]> {
  const { records, enrolled: wanted } = world.institution.policy.questions;
  const companies = await drawCompanies(world, on, who.nameHash);
  const asked: Question[] = records.map((record) =>
    record === 'birth' ? { kind: 'birth' } : workQuestion(world, who.nameHash, who.personal, companies),
  );
  const chosen = steadyOrder(world, who.nameHash, 'asked', await drawEnrolled(world, on, who, wanted));
  return [...asked, ...chosen.map((question): Question => ({ kind: 'enrolled', question }))];
}

/**
 * Personal questions of a number: the person's own first, then those some drawn person answered, then any of the catalogue.
 * Whoever answered none, or does not exist, is so asked what people of this institution are asked, as often (QN-10).
 */
async function drawEnrolled(
  world: World,
  on: Runner,
  { nameHash, enrolled }: { nameHash: Buffer; enrolled: readonly string[] },
  wanted: number,
): Promise<QuestionId[]> {
  const lent = await questionsAnsweredAt(on, steady(world, nameHash, 'lender', lenders) / lenders);
  const sources = [enrolled, lent, questionIds].map((source) => new Set<string>(source));
  const rankOf = (id: string): number => sources.findIndex((source) => source.has(id));
  return steadyOrder(world, nameHash, 'enrolled', questionIds)
    .sort((a, b) => rankOf(a) - rankOf(b))
    .slice(0, wanted);
}

/** How finely people are drawn whose questions are lent: finer than there are people. */
const lenders = 2 ** 31;

/** Drawn places: enough that leaving out repeats and the person's own employers leaves five. */
const companyDraws = 24;

/** Employers drawn for a number from the pool, whatever its size. */
async function drawCompanies(world: World, on: Runner, nameHash: Buffer): Promise<string[]> {
  const most = await companiesExtent(on);
  const places = Array.from(
    { length: companyDraws },
    (_, turn) => 1 + steady(world, nameHash, `company ${turn}`, most),
  );
  return [...new Set(most === 0 ? [] : await companiesAt(on, places))];
}

function workQuestion(
  world: World,
  nameHash: Buffer,
  personal: Personal | undefined,
  companies: readonly string[],
): Question {
  const work = personal?.work ?? [];
  const drawnYear = firstYear + steady(world, nameHash, 'year', yearSpan);
  const year = work[steady(world, nameHash, 'job', work.length)]?.year ?? drawnYear;
  const theirs = work.filter((job) => job.year === year).map((job) => job.employer);
  const everTheirs = new Set(work.map((job) => job.employer));
  const decoys = companies.filter((name) => !everTheirs.has(name));
  // One set in four holds no true option, so that "one of these is true" is never a fact (UX C5).
  const shown = steady(world, nameHash, 'all decoys', 4) === 0 ? [] : theirs.slice(0, 1);
  const options = [...shown, ...decoys].slice(0, optionCount);
  return { kind: 'work', year, options: steadyOrder(world, nameHash, 'options', options) };
}
