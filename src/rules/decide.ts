import { assertNever } from '../lib/assert-never.ts';
import { minutesAfter } from '../lib/clock.ts';
import { answering, nameContact, questionsComeFirst } from './answering.ts';
import type { Effect, Event, Outcome, Stage, State, Terms } from './case.ts';
import { sendMessage } from './messaging.ts';
import { close, type EventOf, go, type Of, refuse } from './outcome.ts';
import { codeEntered, linkFollowed, otherProof, provingAgain, wrongCode } from './proving.ts';

/** WCAG 2.2, 2.2.1: a time limit can be extended at least ten times. */
const mostExtensions = 10;

const firstStage = (terms: Terms): Stage =>
  questionsComeFirst(terms) ? { kind: 'answering', turn: 0, screen: 'none' } : nameContact('none');

/** Until when a case may be carried on without anything new being proven. */
export function deadline(state: State, { policy }: Terms): Date {
  const { stage } = state;
  const caseEnds = minutesAfter(state.opened, policy.caseMinutes);
  if (isProven(stage)) return stage.until;
  if (stage.kind === 'answering') return stage.proven?.until ?? caseEnds;
  if (stage.kind !== 'awaiting-code') return caseEnds;
  const linkEnds = minutesAfter(stage.sentAt, policy.link.minutes);
  return linkEnds > caseEnds ? linkEnds : caseEnds;
}

type ProvenStage = Of<'proving-again' | 'choosing-key' | 'unlocking'>;

const isProven = (stage: Stage): stage is ProvenStage =>
  stage.kind === 'proving-again' || stage.kind === 'choosing-key' || stage.kind === 'unlocking';

/**
 * What one event means for one case. The whole answer: the next state, the orders to carry out with it, and the refusal
 * if it was one. Pure, so that every path of every policy can be walked by a test.
 */
export function decide(state: State, event: Event, terms: Terms): Outcome {
  const { stage } = state;
  if (stage.kind === 'closed') return refuseClosed(state, event, terms);
  if (event.kind === 'case-replaced') return close(state, 'replaced', event.at);
  // Codes and links say themselves how long they work: a try counts the same after the time of its case (RE-04), and who ran
  // out of time to choose a key opens the link again (field R10).
  if (event.kind === 'code-entered') return codeEntered(state, event, terms);
  if (event.kind === 'link-followed') return linkFollowed(state, event, terms);
  if (stage.kind !== 'unopened' && event.at > deadline(state, terms))
    return close(state, 'expired', event.at, 'case-over');
  if (event.kind === 'case-cancelled')
    return mayCancel(stage, event) ? close(state, 'cancelled', event.at) : refuse(state, 'elsewhere');
  if (event.kind === 'time-asked' && isProven(stage)) return moreTime(state, stage, event, terms);
  switch (stage.kind) {
    case 'unopened':
      return unopened(state, event, terms);
    case 'pacing':
      return pacing(state, stage, event, terms);
    case 'answering':
      return answering(state, stage, event, terms);
    case 'naming-contact':
      return namingContact(state, stage, event, terms);
    case 'awaiting-code':
      return awaitingCode(state, stage, event, terms);
    case 'proving-again':
      return provingAgain(state, stage, event, terms);
    case 'choosing-key':
      return choosingKey(state, stage, event);
    case 'unlocking':
      return unlocking(state, stage, event);
    default:
      return assertNever(stage);
  }
}

/** Who began may cancel until somebody shows possession; then only they may, or a stranger could keep ending it (ATK-35). */
function mayCancel(stage: Stage, { by }: Event): boolean {
  const shown = isProven(stage) || (stage.kind === 'answering' && stage.proven !== undefined);
  return by.holder || (by.starter && !shown);
}

/** A closed case never opens; a code tried on it still counts, or a case that is over would be a free oracle. */
function refuseClosed(state: State, event: Event, terms: Terms): Outcome {
  if (event.kind === 'code-entered') return wrongCode(state, event, terms);
  return refuse(state, event.kind === 'link-followed' ? 'link-dead' : 'case-over');
}

function unopened(state: State, event: Event, terms: Terms): Outcome {
  if (event.kind !== 'number-given') return refuse(state, 'out-of-turn');
  if (event.pace) return go(state, { kind: 'pacing', ...event.pace });
  return go(state, firstStage(terms));
}

function pacing(state: State, stage: Of<'pacing'>, event: Event, terms: Terms): Outcome {
  if (event.kind !== 'pace-kept') return refuse(state, 'out-of-turn');
  if (!event.by.starter) return refuse(state, 'elsewhere');
  const solved = event.solved && !stage.slowed;
  return !solved && event.at < stage.until ? refuse(state, 'too-soon') : go(state, firstStage(terms));
}

function namingContact(state: State, stage: Of<'naming-contact'>, event: Event, terms: Terms): Outcome {
  if (!event.by.starter) return refuse(state, 'elsewhere');
  if (event.kind === 'channel-chosen') return go(state, { ...stage, channel: event.channel });
  if (event.kind === 'contact-named') return sendMessage(state, stage, event, terms);
  return otherProof(state, event, terms) ?? refuse(state, 'out-of-turn');
}

function awaitingCode(state: State, stage: Of<'awaiting-code'>, event: Event, terms: Terms): Outcome {
  if (!event.by.starter) return refuse(state, 'elsewhere');
  if (event.kind === 'channel-chosen')
    return go(state, { ...stage, kind: 'naming-contact', channel: event.channel });
  if (event.kind === 'message-asked') return sendMessage(state, stage, event, terms);
  return otherProof(state, event, terms) ?? refuse(state, 'out-of-turn');
}

/** Each asking starts the time anew. */
function moreTime(state: State, stage: ProvenStage, event: EventOf<'time-asked'>, terms: Terms): Outcome {
  if (!event.by.holder) return refuse(state, 'elsewhere');
  if (stage.extensions >= mostExtensions) return refuse(state, 'no-more-time');
  const until = minutesAfter(event.at, terms.policy.keyMinutes);
  return go(state, { ...stage, until, extensions: stage.extensions + 1 });
}

function choosingKey(state: State, stage: Of<'choosing-key'>, event: Event): Outcome {
  if (!event.by.holder) return refuse(state, 'elsewhere');
  if (event.kind !== 'key-chosen') return refuse(state, 'out-of-turn');
  const held = holdsBack(state, stage, event);
  if (held) return held;
  if (event.fault) return refuse(state, 'key-refused');
  return complete(
    state,
    event,
    { kind: 'write-key', evidence: stage.evidence },
    { kind: 'clear-attempt-lock' },
    { kind: 'end-everything-else', sessions: true },
    { kind: 'tell-key-changed' },
  );
}

/** The key stays as it is; only what wrong keys locked is opened (RC-08). */
function unlocking(state: State, stage: Of<'unlocking'>, event: Event): Outcome {
  if (!event.by.holder) return refuse(state, 'elsewhere');
  if (event.kind === 'key-wanted') return go(state, { ...stage, kind: 'choosing-key' });
  if (event.kind !== 'unlock-chosen') return refuse(state, 'out-of-turn');
  const held = holdsBack(state, stage, event);
  if (held) return held;
  return complete(
    state,
    event,
    { kind: 'clear-attempt-lock' },
    { kind: 'end-everything-else', sessions: false },
    { kind: 'tell-unlocked' },
  );
}

/** What the account became since the proof is judged again at the very end: barred, or frozen (RC-08). */
function holdsBack(
  state: State,
  stage: Of<'choosing-key' | 'unlocking'>,
  event: EventOf<'key-chosen' | 'unlock-chosen'>,
): Outcome | undefined {
  if (!event.open) return close(state, 'barred', event.at, 'account-barred');
  if (!event.frozen || stage.evidence.length >= 2) return undefined;
  const { evidence, until, extensions } = stage;
  const again: Stage = { kind: 'proving-again', sent: 0, evidence, until, extensions };
  return refuse({ ...state, stage: again }, 'second-proof-needed');
}

/** The walk reached its end: these orders, and the freeze is lifted with them if there was one. */
function complete(
  state: State,
  { at, frozen }: EventOf<'key-chosen' | 'unlock-chosen'>,
  ...effects: Effect[]
): Outcome {
  const lifted: Effect[] = frozen ? [{ kind: 'lift-freeze' }] : [];
  return go(state, { kind: 'closed', because: 'completed', at }, ...lifted, ...effects);
}
