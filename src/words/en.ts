/** English, for people who do not read Spanish. It has exactly the texts the Spanish has. */
import { account } from './en/account.ts';
import { approve } from './en/approve.ts';
import { auditing } from './en/auditing.ts';
import { contact } from './en/contact.ts';
import { desk } from './en/desk.ts';
import { counter } from './en/desk-counter.ts';
import { help } from './en/help.ts';
import { messages, sms } from './en/messages.ts';
import { post } from './en/post.ts';
import { security } from './en/security.ts';
import { site } from './en/site.ts';
import { statement } from './en/statement.ts';
import { tickets } from './en/tickets.ts';
import { walk } from './en/walk.ts';
import type { es } from './es.ts';

export const en: typeof es = {
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
