import type { App } from '../request/visit.ts';
import { approvalPages } from './approve/pages.ts';
import { auditPages } from './audit/pages.ts';
import { casePages } from './case/pages.ts';
import { dayTicketsPage } from './find/day-tickets.ts';
import { recordPage } from './find/record.ts';
import { recordActs } from './find/record-acts.ts';
import { searchPage } from './find/search.ts';
import { deskHomePage } from './home.ts';
import { enrolPages } from './staff/enrol.ts';
import { deskMoreTimePage } from './staff/more-time.ts';
import { shiftPage } from './staff/shift.ts';
import { deskSignInPage } from './staff/sign-in.ts';
import { teamPages } from './staff/team.ts';
import { deskStatementPages } from './statement.ts';
import { touchOptions } from './touch.ts';

/** Everything staff use. Whom each address admits stands in `routes.ts`. */
export function deskPages(app: App): void {
  enrolPages(app);
  deskSignInPage(app);
  shiftPage(app);
  deskMoreTimePage(app);
  touchOptions(app);
  deskHomePage(app);
  teamPages(app);
  approvalPages(app);
  auditPages(app);
  deskStatementPages(app);
  searchPage(app);
  recordPage(app);
  recordActs(app);
  dayTicketsPage(app);
  casePages(app);
}
