/** What one event means for one case at the counter: pure, exhaustive, with every fact given. */
import { assertNever } from '../../lib/assert-never.ts';
import { minutesAfter } from '../../lib/clock.ts';
import { left, used } from '../standing.ts';
import { atTheCounter } from './at-counter.ts';
import type { DeskEvent, DeskOutcome, DeskStage, DeskStageOf, DeskState, DeskTerms } from './case.ts';
import { mayDecide } from './four-eyes.ts';
import { end, go, refuse, touchedBy } from './moves.ts';

/** Until when the code sent last is good. */
export const deskCodeUntil = ({ sentAt }: DeskStageOf<'confirming'>, { policy }: DeskTerms): Date =>
  minutesAfter(sentAt, policy.code.minutes);

/** When time alone ends a case: work at the counter within the hour, a decision within the policy's time. */
export function deskDueAt(stage: DeskStage, { policy }: DeskTerms): Date | undefined {
  if (stage.kind === 'closed' || stage.kind === 'unopened') return undefined;
  if (stage.kind === 'confirming') return minutesAfter(stage.sentAt, policy.caseMinutes);
  const minutes =
    stage.kind === 'awaiting' || stage.kind === 'returned' ? policy.desk.decideMinutes : policy.caseMinutes;
  return minutesAfter(stage.since, minutes);
}

/** The next state of a case, the orders to carry out with it, and perhaps a refusal. */
export function decideDeskCase(state: DeskState, event: DeskEvent, terms: DeskTerms): DeskOutcome {
  const { stage } = state;
  if (stage.kind === 'closed') return refuse(state, 'case-over');
  if (stage.kind === 'unopened')
    return event.kind === 'opened' ? opened(state, event, terms) : refuse(state, 'out-of-turn');
  switch (event.kind) {
    case 'cancel-asked':
      return end(state, 'cancelled', event.at);
    case 'overtaken':
      return end(state, 'overtaken', event.at);
    case 'time-passed': {
      const due = deskDueAt(stage, terms);
      return due && event.at >= due ? end(state, 'expired', event.at) : refuse(state, 'too-soon');
    }
    case 'approved':
    case 'returned':
    case 'refused':
      return decided(state, event, terms);
    case 'code-entered':
      return codeEntered(state, event, terms);
    case 'opened':
      return refuse(state, 'out-of-turn');
    case 'proofed':
    case 'contact-named':
    case 'contact-again':
    case 'code-asked':
    case 'submitted':
    case 'unconfirmed':
      return atTheCounter(state, event, terms);
    default:
      return assertNever(event);
  }
}

function opened(state: DeskState, event: Extract<DeskEvent, { kind: 'opened' }>, { policy }: DeskTerms) {
  const { by, at } = event;
  if (by.role !== 'agent') return refuse(state, 'wrong-role');
  if (by.near !== 'nobody') return refuse(state, 'own-person');
  if (!event.active) return refuse(state, 'account-barred');
  if (state.errand.kind === 'lift-freeze' && !event.frozen) return refuse(state, 'not-frozen');
  if (event.opened >= policy.desk.casesPerDay) return refuse(state, 'too-many-cases');
  return go(touchedBy(state, by), { kind: 'proofing', since: at });
}

/** Only the person types the code, on a browser no member of staff works at (HD-12). Tries count over all the account asks. */
function codeEntered(
  state: DeskState,
  event: Extract<DeskEvent, { kind: 'code-entered' }>,
  terms: DeskTerms,
): DeskOutcome {
  const { stage, standing } = state;
  const { at } = event;
  if (stage.kind !== 'confirming') return refuse(state, 'out-of-turn');
  if (event.staffed || state.hands.some(({ device }) => device === event.device))
    return refuse(state, 'staff-device');
  if (left(standing.codeTries, terms.policy.code.triesPerDay, at) === 0) return refuse(state, 'out-of-tries');
  if (!event.matches) {
    const counted = { ...standing, codeTries: used(standing.codeTries, at) };
    return refuse({ ...state, standing: counted }, 'wrong-code');
  }
  if (at > deskCodeUntil(stage, terms)) return refuse(state, 'code-expired');
  return go(state, { kind: 'reviewing', since: at });
}

type Decision = Extract<DeskEvent, { kind: 'approved' | 'returned' | 'refused' }>;

function decided(state: DeskState, event: Decision, terms: DeskTerms): DeskOutcome {
  const { stage, errand } = state;
  const { at, kind } = event;
  if (stage.kind !== 'awaiting') return refuse(state, 'out-of-turn');
  const no = mayDecide(state, event, terms);
  if (no) return refuse(state, no);
  // Who sends a case back has no hand in it: the question is the second person's work.
  if (kind === 'returned') return go(state, { kind: 'returned', since: at });
  if (kind === 'refused') return end(state, 'refused', at);
  if (at >= (deskDueAt(stage, terms) ?? at)) return refuse(state, 'stale');
  if (!event.active) return refuse(state, 'account-barred');
  return go(
    state,
    { kind: 'closed', because: 'approved', at },
    { kind: errand.kind === 'lift-freeze' ? 'lift-freeze' : 'hold-contact' },
  );
}
