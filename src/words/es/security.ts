/** In Spanish: activity, passkeys, paper codes, key, questions, personal export. */

export const security = {};
