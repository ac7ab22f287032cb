/** In English: contact data, their changes, and "it was not me". */
import type { contact as demanded } from '../es/contact.ts';

export const contact: typeof demanded = {};
