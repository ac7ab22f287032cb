/** What an agent does with a case while the person stands at the window. */
import { assertNever } from '../../lib/assert-never.ts';
import { secondsAfter } from '../../lib/clock.ts';
import { mayMessage, messageAsked } from '../standing.ts';
import type { DeskEffect, DeskEvent, DeskOutcome, DeskState, DeskTerms } from './case.ts';
import { end, go, refuse, touchedBy } from './moves.ts';

type AgentEvent = Extract<
  DeskEvent,
  { kind: 'proofed' | 'contact-named' | 'contact-again' | 'code-asked' | 'submitted' | 'unconfirmed' }
>;

/** What an agent does at the window: check, name the contact, send; or say that it cannot be confirmed. */
export function atTheCounter(state: DeskState, event: AgentEvent, terms: DeskTerms): DeskOutcome {
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

type ContactEvent = Extract<AgentEvent, { kind: 'contact-named' | 'contact-again' | 'code-asked' }>;

/** The new contact may be typed again until the case is sent; each code counts against the account, wherever it is asked. */
function aboutContact(state: DeskState, mine: DeskState, event: ContactEvent, terms: DeskTerms): DeskOutcome {
  const { stage } = state;
  const { at } = event;
  if (event.kind === 'contact-again') {
    const may = ['confirming', 'reviewing', 'returned'].includes(stage.kind);
    if (!may || state.errand.kind !== 'change-contact') return refuse(state, 'out-of-turn');
    return go(mine, { kind: 'naming-contact', since: at });
  }
  const { messages } = terms.policy;
  if (event.kind === 'contact-named') {
    if (stage.kind !== 'naming-contact') return refuse(state, 'out-of-turn');
    if (event.same) return refuse(state, 'same-contact');
    if (!mayMessage(state.standing, messages, at)) return refuse(state, 'no-more-messages');
    return sent(mine, 1, event, terms);
  }
  if (stage.kind !== 'confirming') return refuse(state, 'out-of-turn');
  const wait = messages.resendAfterSeconds[stage.sent - 1];
  if (wait === undefined || !mayMessage(state.standing, messages, at))
    return refuse(state, 'no-more-messages');
  if (at < secondsAfter(stage.sentAt, wait)) return refuse(state, 'too-soon');
  return sent(mine, stage.sent + 1, event, terms);
}

function sent(state: DeskState, count: number, { at, room }: { at: Date; room: boolean }, terms: DeskTerms) {
  const standing = messageAsked(state.standing, terms.policy.messages, at);
  return go(
    { ...state, standing },
    { kind: 'confirming', sent: count, sentAt: at },
    { kind: 'send-code', live: room },
  );
}

/** From here on everybody is told, and one link cancels. What comes back unchanged was told already. */
function submitted(state: DeskState, mine: DeskState, at: Date): DeskOutcome {
  const { stage, version } = state;
  if (stage.kind !== 'reviewing' && stage.kind !== 'returned') return refuse(state, 'out-of-turn');
  const tell: DeskEffect[] = stage.kind === 'reviewing' ? [{ kind: 'tell-asked' }] : [];
  return go({ ...mine, version: version + 1 }, { kind: 'awaiting', since: at }, ...tell);
}
