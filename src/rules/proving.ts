import { minutesAfter } from '../lib/clock.ts';
import { chooseKey, questionCount, questionsComeFirst } from './answering.ts';
import type { Effect, Outcome, Proven, Stage, State, Terms } from './case.ts';
import { type EventOf, go, refuse } from './outcome.ts';
import { left, used } from './standing.ts';

/** A code is judged only while the number has tries left, over all its cases and browsers (RT-10). */
export function codeEntered(state: State, event: EventOf<'code-entered'>, terms: Terms): Outcome {
  if (left(state.standing.codeTries, terms.policy.code.triesPerDay, event.at) === 0)
    return refuse(state, 'out-of-tries');
  if (!event.matches) return wrongCode(state, event, terms);
  if (event.at > event.until) return refuse(state, 'code-expired');
  return prove(state, event, terms, { kind: 'spend-code' });
}

/** Counts a code that matched nothing, whatever became of its case. */
export function wrongCode(state: State, event: EventOf<'code-entered'>, terms: Terms): Outcome {
  const { standing } = state;
  if (left(standing.codeTries, terms.policy.code.triesPerDay, event.at) === 0)
    return refuse(state, 'out-of-tries');
  if (event.repeated) return refuse(state, 'wrong-code');
  const counted = { ...standing, codeTries: used(standing.codeTries, event.at) };
  return refuse({ ...state, standing: counted }, 'wrong-code');
}

/** A link lives until the key is set or its time is up, so a person who stops half-way can open it again. */
export function linkFollowed(state: State, event: EventOf<'link-followed'>, terms: Terms): Outcome {
  if (!event.live || event.at > event.until) return refuse(state, 'link-dead');
  return prove(state, event, terms);
}

/** Possession is shown: only the browser that showed it goes on (RT-08). */
function prove(
  state: State,
  event: EventOf<'code-entered' | 'link-followed'>,
  terms: Terms,
  ...effects: Effect[]
): Outcome {
  const proven: Proven = {
    evidence: event.channel === 'phone' ? 'phone' : 'mailbox',
    until: minutesAfter(event.at, terms.policy.keyMinutes),
  };
  const asksAfter = questionCount(terms) > 0 && !questionsComeFirst(terms);
  const stage: Stage = asksAfter ? { kind: 'answering', turn: 0, screen: 'none', proven } : chooseKey(proven);
  return go(state, stage, ...effects, { kind: 'hand-to-actor' });
}
