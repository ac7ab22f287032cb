import { minutesAfter } from '../lib/clock.ts';
import { finishing, questionCount, questionsComeFirst } from './answering.ts';
import type { Effect, Event, Evidence, Outcome, Proven, Stage, State, Terms } from './case.ts';
import { nextMessageAt } from './messaging.ts';
import { type EventOf, go, type Of, refuse } from './outcome.ts';
import type { Channel } from './policy.ts';
import { left, mayMessage, messageAsked, used } from './standing.ts';

type Coded = EventOf<'code-entered' | 'saved-code-entered' | 'letter-code-entered'>;
type Proof = Coded | EventOf<'link-followed' | 'passkey-shown'>;

/** The method a channel is. Two addresses are one method: whoever reads the one may well read the other (RC-04). */
export const methodOf = (channel: Channel): Evidence => (channel === 'phone' ? 'phone' : 'mailbox');

/** The method each proof is: whatever way a message went, or the thing itself. */
function evidenceOf(event: Proof): Evidence {
  if (event.kind === 'saved-code-entered') return 'saved-code';
  if (event.kind === 'letter-code-entered') return 'letter';
  return event.kind === 'passkey-shown' ? 'passkey' : methodOf(event.channel);
}

/** A code is judged only while the number has tries left, over all its cases and browsers (RT-10). */
export function codeEntered(state: State, event: EventOf<'code-entered'>, terms: Terms): Outcome {
  if (left(state.standing.codeTries, terms.policy.code.triesPerDay, event.at) === 0)
    return refuse(state, 'out-of-tries');
  if (!event.matches) return wrongCode(state, event, terms);
  if (event.at > event.until) return refuse(state, 'code-expired');
  return prove(state, event, terms, { kind: 'spend-code' });
}

/** Counts a code that matched nothing, whatever became of its case. Codes of every kind share one allowance (RC-11). */
export function wrongCode(state: State, event: Coded, terms: Terms): Outcome {
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

/** A proof that is not a message's. Undefined when the event is none. A screen that failed holds only messages back. */
export function otherProof(state: State, event: Event, terms: Terms): Outcome | undefined {
  if (event.kind === 'passkey-shown')
    return event.matches ? prove(state, event, terms) : refuse(state, 'wrong-proof');
  if (event.kind !== 'saved-code-entered' && event.kind !== 'letter-code-entered') return undefined;
  if (left(state.standing.codeTries, terms.policy.code.triesPerDay, event.at) === 0)
    return refuse(state, 'out-of-tries');
  if (!event.matches) return wrongCode(state, event, terms);
  return event.kind === 'saved-code-entered'
    ? prove(state, event, terms, { kind: 'spend-saved-code' }, { kind: 'tell-saved-code' })
    : prove(state, event, terms, { kind: 'spend-letter' });
}

/**
 * What this very browser has shown and may still use; what another showed counts for nothing (RT-08). One proof that was
 * enough is not added to: a link opened again is the same walk again.
 */
function shownBefore(stage: Stage, event: Proof): readonly Evidence[] {
  const proven = stage.kind === 'answering' ? stage.proven : 'evidence' in stage ? stage : undefined;
  const counts = stage.kind === 'proving-again' || (proven && proven.evidence.length > 1);
  return proven && counts && event.by.holder && event.at <= proven.until ? proven.evidence : [];
}

/** Whether these methods are too few: two for a frozen account, and two of those who have two where policy asks (RC-04). */
function tooFew(evidence: readonly Evidence[], { others, frozen }: Proof, terms: Terms): boolean {
  if (new Set(evidence).size >= 2) return false;
  const another = others.some((one) => !evidence.includes(one));
  return frozen || (terms.policy.assurance === 'two' && another);
}

/** Possession is shown: only the browser that showed it goes on (RT-08). */
function prove(state: State, event: Proof, terms: Terms, ...effects: Effect[]): Outcome {
  const { stage } = state;
  const before = shownBefore(stage, event);
  const shown = evidenceOf(event);
  // Two secrets of one method are one method, and the second must not be used up for nothing.
  if (stage.kind === 'proving-again' && before.includes(shown)) return refuse(state, 'same-method');
  const proven: Proven = {
    evidence: [...before.filter((one) => one !== shown), shown],
    until: minutesAfter(event.at, terms.policy.keyMinutes),
  };
  return go(state, behind(proven, event, terms), ...effects, { kind: 'hand-to-actor' });
}

function behind(proven: Proven, event: Proof, terms: Terms): Stage {
  if (tooFew(proven.evidence, event, terms))
    return { kind: 'proving-again', extensions: 0, sent: 0, ...proven };
  const asksAfter = questionCount(terms) > 0 && !questionsComeFirst(terms);
  return asksAfter ? { kind: 'answering', turn: 0, screen: 'none', proven } : finishing(proven, terms);
}

/** The second proof: a message to another method of the person's own, or something else that proves. */
export function provingAgain(state: State, stage: Of<'proving-again'>, event: Event, terms: Terms): Outcome {
  if (!event.by.holder) return refuse(state, 'elsewhere');
  if (event.kind === 'proof-asked') return askProof(state, stage, event, terms);
  return otherProof(state, event, terms) ?? refuse(state, 'out-of-turn');
}

/** Possession was shown, so a message that cannot go is refused aloud and nothing is queued for nobody. */
function askProof(
  state: State,
  stage: Of<'proving-again'>,
  event: EventOf<'proof-asked'>,
  terms: Terms,
): Outcome {
  const { at, channel } = event;
  if (stage.evidence.includes(methodOf(channel))) return refuse(state, 'same-method');
  const allowedAt = nextMessageAt(stage, terms);
  if (!allowedAt || !event.matches || !mayMessage(state.standing, terms.policy.messages, at))
    return refuse(state, 'no-more-messages');
  if (at < allowedAt) return refuse(state, 'too-soon');
  const until = minutesAfter(at, terms.policy.keyMinutes);
  return go(
    { ...state, standing: messageAsked(state.standing, terms.policy.messages, at) },
    { ...stage, channel, until, sent: stage.sent + 1, sentAt: at },
    { kind: 'send-message', channel, live: true },
  );
}
