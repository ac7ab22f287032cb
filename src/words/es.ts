/** Spanish as spoken in Ecuador, with usted. Written first: its type is what every other language must satisfy. */
import { help } from './es/help.ts';
import { messages, sms } from './es/messages.ts';
import { site } from './es/site.ts';
import { walk } from './es/walk.ts';

export const es = { ...walk, ...site, help, messages, sms };
