/** The contact a case at the counter is about: named by the agent, confirmed by the person. */
import { minutesAfter, secondsAfter } from '../../lib/clock.ts';
import { left, mayMessage, messageAsked, used } from '../standing.ts';
import type { DeskEvent, DeskOutcome, DeskStageOf, DeskState, DeskTerms } from './case.ts';
import { go, refuse } from './outcome.ts';

/** Until when the code sent last is good. */
export const deskCodeUntil = ({ sentAt }: DeskStageOf<'confirming'>, { policy }: DeskTerms): Date =>
  minutesAfter(sentAt, policy.code.minutes);

type ContactEvent = Extract<DeskEvent, { kind: 'contact-named' | 'contact-again' | 'code-asked' }>;

/** The new contact may be typed again until the case is sent; each code counts against the account, wherever it is asked. */
export function aboutContact(
  state: DeskState,
  mine: DeskState,
  event: ContactEvent,
  terms: DeskTerms,
): DeskOutcome {
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

/** Only the person types the code, on a browser no member of staff works at (HD-12). Tries count over all the account asks. */
export function codeEntered(
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
