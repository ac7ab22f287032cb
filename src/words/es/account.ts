/** In Spanish: signed-in pages: home, sessions, giving the key again. */

export const account = {};
