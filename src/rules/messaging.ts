import { secondsAfter } from '../lib/clock.ts';
import type { Outcome, State, Terms } from './case.ts';
import { type EventOf, go, type Of, refuse } from './outcome.ts';
import { mayMessage, mayTell, messageAsked } from './standing.ts';

/** When the next message of this case may be asked for; nothing when it had its last. */
export function nextMessageAt(stage: { sent: number; sentAt?: Date }, { policy }: Terms): Date | undefined {
  if (stage.sent === 0 || !stage.sentAt) return new Date(0);
  const wait = policy.messages.resendAfterSeconds[stage.sent - 1];
  return wait === undefined ? undefined : secondsAfter(stage.sentAt, wait);
}

/**
 * Queues one message, for the person or for nobody: the same order either way. What the number has used up, a failed
 * screen and a contact that does not match all end in `live: false`, in silence.
 */
export function sendMessage(
  state: State,
  stage: Of<'naming-contact'> | Of<'awaiting-code'>,
  event: EventOf<'contact-named' | 'message-asked'>,
  terms: Terms,
): Outcome {
  const { at } = event;
  const allowedAt = nextMessageAt(stage, terms);
  if (!allowedAt) return refuse(state, 'no-more-messages');
  // Correcting the address is not asking again: only the same message has to wait.
  if (event.kind === 'message-asked' && at < allowedAt) return refuse(state, 'too-soon');
  const limits = terms.policy.messages;
  const live = event.matches && stage.screen !== 'failed' && mayMessage(state.standing, limits, at);
  // Only what goes out is counted: whoever knows a number must not be able to use up its owner's messages (ATK-38).
  const standing = live ? messageAsked(state.standing, limits, at) : state.standing;
  const { channel, screen, sent } = stage;
  // Whoever was asked anything is told of or nobody is, by the same order: the verdict shows in no work done (QN-08, RE-03).
  const asked = screen !== 'none' && sent === 0;
  const tells = asked && screen === 'failed' && mayTell(state.standing, at);
  return go(
    { ...state, standing: tells ? { ...standing, toldAt: at } : standing },
    { kind: 'awaiting-code', channel, screen, sent: sent + 1, sentAt: at },
    { kind: 'send-message', channel, live },
    ...(asked ? [{ kind: 'tell-someone-tried', live: tells } as const] : []),
  );
}
