import type { CaseRefusal } from '../../../rules/desk/case.ts';
import { links, noticeBody } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { caseStatusOf } from '../../problems.ts';
import type { Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';

/** Tells a member of staff plainly why not, and leads back to where they were. */
export function refuseCase(c: Ctx, because: CaseRefusal, back: string = paths.deskSearch): Response {
  const { words } = c.var.visit;
  const notice = words.counter.refused[because];
  const main = noticeBody(notice, links([[back, words.frame.back]]));
  return showDesk(c, { title: notice.title, main, status: caseStatusOf[because] });
}
