/** What one event means for one case at the counter: pure, exhaustive, with every fact given. */
import { assertNever } from '../../lib/assert-never.ts';
import { minutesAfter } from '../../lib/clock.ts';
import type {
  DeskEffect,
  DeskEvent,
  DeskOutcome,
  DeskStage,
  DeskStageOf,
  DeskState,
  DeskTerms,
  Hand,
} from './case.ts';
import { mayDecide } from './four-eyes.ts';
import { aboutContact, codeEntered } from './new-contact.ts';
import { go, refuse } from './outcome.ts';

/** Who acted on a case is kept with it, each pair of person and browser once. */
function touchedBy(state: DeskState, { id, device }: Hand): DeskState {
  const known = state.hands.some((one) => one.id === id && one.device === device);
  return known ? state : { ...state, hands: [...state.hands, { id, device }] };
}

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

/** Whoever was told that something is asked is told that nothing comes of it. */
function end(
  state: DeskState,
  because: DeskStageOf<'closed'>['because'],
  at: Date,
  ...more: DeskEffect[]
): DeskOutcome {
  const told: DeskEffect[] = state.version > 0 ? [{ kind: 'tell-kept' }] : [];
  return go(state, { kind: 'closed', because, at }, ...told, ...more);
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

type AgentEvent = Extract<
  DeskEvent,
  { kind: 'proofed' | 'contact-named' | 'contact-again' | 'code-asked' | 'submitted' | 'unconfirmed' }
>;

function atTheCounter(state: DeskState, event: AgentEvent, terms: DeskTerms): DeskOutcome {
  const { by, at } = event;
  if (by.role !== 'agent') return refuse(state, 'wrong-role');
  if (by.near !== 'nobody') return refuse(state, 'own-person');
  const mine = touchedBy(state, by);
  switch (event.kind) {
    case 'unconfirmed':
      // To the person in front of the counter both look the same; the one for suspicion also shuts the account (HD-10).
      return event.suspicious
        ? end(mine, 'unconfirmed', at, { kind: 'freeze' }, { kind: 'alert' })
        : end(mine, 'unconfirmed', at, { kind: 'alert' });
    case 'proofed':
      return proofed(state, mine, event);
    case 'contact-named':
    case 'contact-again':
    case 'code-asked':
      return aboutContact(state, mine, event, terms);
    case 'submitted':
      return submitted(state, mine, at);
    default:
      return assertNever(event);
  }
}

function proofed(state: DeskState, mine: DeskState, event: Extract<AgentEvent, { kind: 'proofed' }>) {
  if (state.stage.kind !== 'proofing') return refuse(state, 'out-of-turn');
  if (event.faults.length > 0) return refuse(mine, 'not-proofed');
  const kind = state.errand.kind === 'lift-freeze' ? 'reviewing' : 'naming-contact';
  return go(mine, { kind, since: event.at });
}

/** From here on everybody is told, and one link cancels. What comes back unchanged was told already. */
function submitted(state: DeskState, mine: DeskState, at: Date): DeskOutcome {
  const { stage, version } = state;
  if (stage.kind !== 'reviewing' && stage.kind !== 'returned') return refuse(state, 'out-of-turn');
  const tell: DeskEffect[] = stage.kind === 'reviewing' ? [{ kind: 'tell-asked' }] : [];
  return go({ ...mine, version: version + 1 }, { kind: 'awaiting', since: at }, ...tell);
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
