/** In English: signed-in pages: home, sessions, giving the key again. */
import type { account as demanded } from '../es/account.ts';

export const account: typeof demanded = {};
