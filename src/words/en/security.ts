/** In English: activity, passkeys, paper codes, key, questions, personal export. */
import type { security as demanded } from '../es/security.ts';

export const security: typeof demanded = {};
