import type { Event, Outcome, Proven, Screen, Stage, State, Terms } from './case.ts';
import { type EventOf, go, type Of, refuse } from './outcome.ts';
import { left, used } from './standing.ts';

/** How many questions this policy asks. */
export const questionCount = ({ policy, gates }: Terms): number =>
  gates.includes('questions') ? policy.questions.records.length + policy.questions.enrolled : 0;

/** Whether the screen stands before the message (UX C4-C6) or after it (QN-14). */
export const questionsComeFirst = (terms: Terms): boolean =>
  questionCount(terms) > 0 && terms.gates.indexOf('questions') < terms.gates.indexOf('contact');

/** The first thing after the screen, or of all when there is none. */
export const nameContact = (screen: Screen): Stage => ({
  kind: 'naming-contact',
  channel: 'email',
  screen,
  sent: 0,
});

/** What stands behind the proofs: the new key, or the old one unlocked. */
export const finishing = (proven: Proven, { purpose }: Terms): Stage => ({
  kind: purpose === 'unlock' ? 'unlocking' : 'choosing-key',
  extensions: 0,
  ...proven,
});

/** One wrong answer fails the set; one left out leaves it undecided. Neither is ever told. */
function nextScreen(before: Screen, event: EventOf<'question-answered' | 'question-skipped'>): Screen {
  if (before === 'failed' || (event.kind === 'question-answered' && !event.matches)) return 'failed';
  return before === 'skipped' || event.kind === 'question-skipped' ? 'skipped' : 'passed';
}

/** The screen: questions that weigh nothing and can only hold a message back. */
export function answering(state: State, stage: Of<'answering'>, event: Event, terms: Terms): Outcome {
  if (event.kind !== 'question-answered' && event.kind !== 'question-skipped')
    return refuse(state, 'out-of-turn');
  // A question answered twice (a double click, the back button) must not answer the one after it.
  if (event.turn !== stage.turn) return refuse(state, 'out-of-turn');
  if (!(stage.proven ? event.by.holder : event.by.starter)) return refuse(state, 'elsewhere');
  const turn = stage.turn + 1;
  const screen = nextScreen(stage.screen, event);
  if (turn < questionCount(terms)) return go(state, { ...stage, turn, screen });
  return answered(state, stage, screen, event.at, terms);
}

/**
 * The set is complete. A failed set costs one of the day's tries; with none left even right answers fail (QN-09).
 * After possession the verdict is a note in the audit and nothing else: it could only take away what was proven.
 */
function answered(state: State, stage: Of<'answering'>, screen: Screen, at: Date, terms: Terms): Outcome {
  const { standing } = state;
  const spent = left(standing.screenTries, terms.policy.questions.triesPerDay, at) === 0;
  const verdict: Screen = screen === 'passed' && spent ? 'failed' : screen;
  const counted = verdict === 'failed' && !spent ? used(standing.screenTries, at) : standing.screenTries;
  const after: State = { ...state, standing: { ...standing, screenTries: counted } };
  if (stage.proven) return go(after, finishing(stage.proven, terms));
  return go(after, nameContact(verdict));
}
