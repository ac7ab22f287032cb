import type { App } from '../../request/visit.ts';
import { eventPages } from './event.ts';
import { logPages } from './log.ts';
import { reportPages } from './reports.ts';

/** What auditors read: the log, one line of it, the ready questions, and who read it before (A1 to A4). */
export function auditPages(app: App): void {
  logPages(app);
  eventPages(app);
  reportPages(app);
}
