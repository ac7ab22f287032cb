/**
 * One change of one contact, from the wish to the day it holds. Who took over a signed-in browser must wait as long as the
 * owner needs to read the notices; so no way leads around the hold, and cancelling wins every race.
 */
import { assertNever } from '../../lib/assert-never.ts';
import { minutesAfter } from '../../lib/clock.ts';
import { left, mayMessage, messageAsked, used } from '../standing.ts';
import {
  type ChangeEffect,
  type ChangeEvent,
  type ChangeOutcome,
  type ChangeRefusal,
  type ChangeStage,
  type ChangeState,
  type ChangeTerms,
  cancelEnds,
  codeUntil,
  grantAt,
  lapseAt,
  nextCodeAt,
  remindAt,
  type StageOf,
} from './change.ts';

const go = (state: ChangeState, stage: ChangeStage, ...effects: ChangeEffect[]): ChangeOutcome => ({
  state: { ...state, stage },
  effects,
});
const refuse = (state: ChangeState, refusal: ChangeRefusal): ChangeOutcome => ({
  state,
  effects: [],
  refusal,
});

/** What one event means for one change: the next state and the orders to carry out with it. */
export function decideChange(state: ChangeState, event: ChangeEvent, terms: ChangeTerms): ChangeOutcome {
  const { stage } = state;
  switch (stage.kind) {
    case 'unasked':
      if (event.kind === 'asked') return ask(state, event, terms);
      if (event.kind !== 'approved-at-office') return refuse(state, 'out-of-turn');
      return go(state, holdFrom(event.at, terms.policy.desk.holdHours), { kind: 'tell-will-change' });
    case 'to-confirm':
      return toConfirm(state, stage, event, terms);
    case 'held':
      return held(state, stage, event);
    case 'effective':
      return effective(state, stage, event);
    case 'cancelled':
    case 'replaced':
    case 'expired':
      return refuse(state, 'change-over');
    default:
      return assertNever(stage);
  }
}

const holdFrom = (at: Date, hours: number): ChangeStage => ({
  kind: 'held',
  since: at,
  effectiveAt: minutesAfter(at, hours * 60),
  reminded: false,
});

/** Each wish counts against the account, whether it sends a code or, to remove a contact, tells everybody at once. */
function ask(state: ChangeState, event: Extract<ChangeEvent, { kind: 'asked' }>, terms: ChangeTerms) {
  const { at, removes, room } = event;
  const limits = terms.policy.messages;
  if (!mayMessage(state.standing, limits, at)) return refuse(state, 'no-more-messages');
  const next = { ...state, standing: messageAsked(state.standing, limits, at) };
  if (removes)
    return go(next, holdFrom(at, terms.policy.contactChange.holdHours), { kind: 'tell-will-change' });
  return go(next, { kind: 'to-confirm', sent: 1, sentAt: at }, { kind: 'send-code', live: room });
}

function toConfirm(state: ChangeState, stage: StageOf<'to-confirm'>, event: ChangeEvent, terms: ChangeTerms) {
  const { at } = event;
  switch (event.kind) {
    case 'code-asked': {
      const next = nextCodeAt(stage, terms);
      const limits = terms.policy.messages;
      if (!next || !mayMessage(state.standing, limits, at)) return refuse(state, 'no-more-messages');
      if (at < next) return refuse(state, 'too-soon');
      const counted = { ...state, standing: messageAsked(state.standing, limits, at) };
      const again: ChangeStage = { kind: 'to-confirm', sent: stage.sent + 1, sentAt: at };
      return go(counted, again, { kind: 'send-code', live: event.room });
    }
    case 'code-entered':
      return codeEntered(state, stage, event, terms);
    case 'cancel-asked':
    case 'disavowed':
      return go(state, { kind: 'cancelled', at });
    case 'replaced':
      return go(state, { kind: 'replaced', at });
    case 'time-passed':
      if (at < lapseAt(stage, terms)) return refuse(state, 'too-soon');
      return go(state, { kind: 'expired', at });
    default:
      return refuse(state, 'out-of-turn');
  }
}

/** Tries are counted over all changes of the account, so that asking anew gives no new ones. */
function codeEntered(
  state: ChangeState,
  stage: StageOf<'to-confirm'>,
  { at, matches }: Extract<ChangeEvent, { kind: 'code-entered' }>,
  terms: ChangeTerms,
): ChangeOutcome {
  const { standing } = state;
  if (left(standing.codeTries, terms.policy.code.triesPerDay, at) === 0) return refuse(state, 'out-of-tries');
  if (!matches) {
    const counted = { ...standing, codeTries: used(standing.codeTries, at) };
    return refuse({ ...state, standing: counted }, 'wrong-code');
  }
  if (at > codeUntil(stage, terms)) return refuse(state, 'code-expired');
  return go(state, holdFrom(at, terms.policy.contactChange.holdHours), { kind: 'tell-will-change' });
}

/** While a change is held every cancel counts, also after its hour: until the grant nothing has changed. */
function held(state: ChangeState, stage: StageOf<'held'>, event: ChangeEvent): ChangeOutcome {
  const { at } = event;
  switch (event.kind) {
    case 'cancel-asked':
      return go(state, { kind: 'cancelled', at }, { kind: 'tell-kept' });
    case 'replaced':
      return go(state, { kind: 'replaced', at }, { kind: 'tell-kept' });
    case 'disavowed':
      return go(state, { kind: 'cancelled', at });
    case 'time-passed':
      return event.open ? holdPassed(state, stage, at) : go(state, { kind: 'cancelled', at });
    default:
      return refuse(state, 'out-of-turn');
  }
}

function holdPassed(state: ChangeState, stage: StageOf<'held'>, at: Date): ChangeOutcome {
  if (at >= grantAt(stage))
    return go(
      state,
      { kind: 'effective', at },
      { kind: 'write-contact' },
      { kind: 'end-messages' },
      { kind: 'tell-changed' },
    );
  const reminder = remindAt(stage);
  if (!reminder || at < reminder) return refuse(state, 'too-soon');
  return go(state, { ...stage, reminded: true }, { kind: 'tell-will-change' });
}

const putBack = [{ kind: 'restore-contact' }, { kind: 'end-messages' }] as const;

/** What is in effect is over, but for the cancel that was on its way and for "it was not me". */
function effective(state: ChangeState, stage: StageOf<'effective'>, event: ChangeEvent): ChangeOutcome {
  const { at } = event;
  if (event.kind === 'undone') return go(state, { kind: 'cancelled', at }, ...putBack);
  if (event.kind !== 'cancel-asked' || at > cancelEnds(stage.at)) return refuse(state, 'change-over');
  return go(state, { kind: 'cancelled', at }, ...putBack, { kind: 'tell-kept' });
}
