import { hashKey } from '../../../lib/keys/key-hash.ts';
import { type Enrolled, type EnrolmentFault, judgeEnrolment } from '../../../rules/account/enrolment.ts';
import { canonicalAnswer } from '../../../rules/answers.ts';
import { replaceAnswers } from '../../../store/account/enrolment.ts';
import { answerHashes } from '../../../store/accounts.ts';
import { forgetQuestionsOf } from '../../../store/question-sets.ts';
import { tellEverywhere } from '../../tell.ts';
import type { World } from '../../world.ts';
import { asOwner, noteAct } from '../as-owner.ts';
import type { Owner } from '../owner.ts';

/** One more than is ever asked at once, so that not everybody meets all of theirs. */
export const questionsToEnrol = ({ institution }: World): number =>
  institution.policy.questions.enrolled > 0 ? institution.policy.questions.enrolled + 1 : 0;

/** The questions chosen so far; their answers nobody can read. */
export const questionsChosen = async (world: World, { account }: Owner): Promise<string[]> => [
  ...(await answerHashes(world.db, account.id)).keys(),
];

export type Enrolment =
  | { readonly kind: 'enrolled' }
  | { readonly kind: 'refused'; readonly faults: readonly (EnrolmentFault | undefined)[] }
  | { readonly kind: 'stale' };

/**
 * Keeps other questions with their answers, hashed as the importer hashes them. The set that was drawn for the number ends with
 * the former ones: it names questions that have no answer any more. Every channel is told (QN-13).
 */
export async function enrolQuestions(
  world: World,
  owner: Owner,
  given: readonly Enrolled[],
  textOf: (question: string) => string | undefined,
): Promise<Enrolment> {
  const { claim, firstName, lastName, email, secondEmail, phone, birth } = owner.personal;
  const faults = judgeEnrolment(given, textOf, {
    numbers: [claim.identity.number, ...(claim.subject === 'company' ? [claim.representative.number] : [])],
    names: [firstName, lastName],
    emails: [email, secondEmail].filter((one) => one !== undefined),
    phones: phone ? [phone] : [],
    ...(birth && { birth }),
  });
  if (faults.some((fault) => fault)) return { kind: 'refused', faults };
  const { hash } = world.institution.policy.key;
  const answers = await Promise.all(
    given.map(async ({ question, answer }) => ({
      question,
      hash: await hashKey(canonicalAnswer(answer), hash, world.keys.pepper),
    })),
  );
  const done = await asOwner(world, owner, async (held) => {
    await replaceAnswers(held.tx, held.account.id, answers);
    await forgetQuestionsOf(held.tx, held.account.nameHash);
    await noteAct(world, held, 'questions-enrolled');
    const { tx, at, account, personal } = held;
    await tellEverywhere(world, tx, { accountId: account.id, personal, at }, (reader, disavowal) => ({
      kind: 'questions-changed',
      firstName: reader,
      at,
      ...disavowal,
    }));
    return true;
  });
  if (!done) return { kind: 'stale' };
  world.wakeWorker();
  return { kind: 'enrolled' };
}
