/** In English: signed-in pages: home, sessions, giving the key again. */
import type { account as demanded } from '../es/account.ts';

export const account: typeof demanded = {
  sessionTime: {
    closes: (at) => `Your session closes ${at} if you do nothing.`,
    last: (at) => `Your session closes ${at}. After that you can sign in again.`,
    more: 'More time',
    soon: 'Your session closes in 2 minutes. To go on, choose More time.',
    lastSoon: 'Your session closes in 2 minutes. Save what you are doing.',
  },
  confirmKey: {
    title: 'Type your key again',
    why: 'This is how we know that it is you who asks for this change.',
    submit: 'Continue',
    errors: { wrong: 'The key is not right. Type it again or recover your key' },
  },
  sessions: {
    title: 'Where you are signed in',
    intro: 'Your account is open on these devices. If you do not know one, close it and change your key.',
    here: 'This device',
    began: (when) => `Signed in ${when}.`,
    seen: (when) => `Last used: ${when}.`,
    end: (portal, device) => `Close ${portal} on ${device}`,
    endOthers: 'Close on all other devices',
    ended: 'Done. The account was closed on the other device.',
  },
};
