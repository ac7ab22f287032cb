/** Spanish as spoken in Ecuador, with usted. Written first: its type is what every other language must satisfy. */
import { account } from './es/account.ts';
import { approve } from './es/approve.ts';
import { auditing } from './es/auditing.ts';
import { contact } from './es/contact.ts';
import { desk } from './es/desk.ts';
import { counter } from './es/desk-counter.ts';
import { help } from './es/help.ts';
import { messages, sms } from './es/messages.ts';
import { post } from './es/post.ts';
import { security } from './es/security.ts';
import { site } from './es/site.ts';
import { statement } from './es/statement.ts';
import { tickets } from './es/tickets.ts';
import { walk } from './es/walk.ts';

export const es = {
  ...walk,
  ...site,
  ...account,
  ...contact,
  ...security,
  ...post,
  ...tickets,
  desk,
  approve,
  auditing,
  statement,
  counter,
  help,
  messages,
  sms,
};
