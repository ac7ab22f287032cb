import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { decideCase, type Verdict } from '../../../actions/desk/case/decide.ts';
import { forgetStaffDraft } from '../../../actions/desk/drafts.ts';
import { asDecisionRefusal, type DecisionRefusal } from '../../../rules/desk/four-eyes.ts';
import { refuseReasons } from '../../../rules/desk/reasons.ts';
import { goTo } from '../../page/page.ts';
import type { FieldError } from '../../page/parts.ts';
import { passkeyFields } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { caseStatusOf, refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { staffAt } from '../signed-in.ts';
import { verdicts } from './decision.ts';
import { caseAddress, noSuchCase, reviewAt, viewReview } from './review.ts';

const longestQuestion = 500;
const fields = [...passkeyFields, 'tramite', 'version', 'decision', 'pregunta', 'porque'] as const;
type Sent = Record<(typeof fields)[number], string>;

/** Takes the decision of the second person: approve, return with a question, refuse with a reason (HD-03). */
export function decidePages(app: App): void {
  app.post(paths.deskDecide, async (c) => {
    const sent = await readForm(c, fields);
    if (!sent.ok) return refuseForm(c, sent);
    const { tramite, pregunta, porque } = sent.fields;
    const staff = await staffAt(c, { here: caseAddress(tramite), typed: { pregunta, porque } });
    return staff instanceof Response ? staff : decide(c, staff, sent.fields);
  });
}

function errorsIn(c: Ctx, verdict: Verdict, { pregunta, porque }: Sent): FieldError[] {
  const { errors: say } = c.var.visit.words.approve.decide;
  const question = pregunta.trim();
  if (verdict === 'returned' && question === '') return [{ field: 'pregunta', text: say.question }];
  if (verdict === 'returned' && question.length > longestQuestion)
    return [{ field: 'pregunta', text: say.questionLong }];
  if (verdict === 'refused' && !refuseReasons.some((one) => one === porque))
    return [{ field: 'porque', text: say.reason }];
  return [];
}

async function decide(c: Ctx, staff: OnShift, sent: Sent): Promise<Response> {
  const { world, words } = c.var.visit;
  const { tramite: id, pregunta, porque } = sent;
  const verdict = Object.values(verdicts).find((one) => one === sent.decision);
  if (!verdict || !/^\d{1,6}$/.test(sent.version)) return stop(c, words.problems.badRequest, 400);
  const review = await reviewAt(c, staff, id);
  if (!review) return noSuchCase(c);
  const typed = { decision: verdict, pregunta, porque };
  const errors = errorsIn(c, verdict, sent);
  if (errors.length > 0) return viewReview(c, staff, review, { errors, typed });
  const reason = refuseReasons.find((one) => one === porque);
  const decided = await decideCase(world, staff, id, {
    verdict,
    version: Number(sent.version),
    answer: sent.respuesta,
    ...(verdict === 'returned' && { question: pregunta.trim() }),
    ...(verdict === 'refused' && reason && { reason }),
  });
  if (!decided) return goTo(c, paths.deskSignIn);
  if (!decided.refusal) {
    await forgetStaffDraft(world, staff.id, caseAddress(id));
    return goTo(c, `${paths.deskApprove}?${verdict}`);
  }
  return refused(c, staff, id, typed, asDecisionRefusal(decided.refusal));
}

/** The case as it stands now, with why nothing was decided, and what was typed. */
async function refused(
  c: Ctx,
  staff: OnShift,
  id: string,
  typed: NonNullable<Parameters<typeof viewReview>[3]>['typed'],
  refusal: DecisionRefusal,
): Promise<Response> {
  const now = await reviewAt(c, staff, id);
  if (!now) return noSuchCase(c);
  const text = c.var.visit.words.approve.refusals[refusal];
  const status = caseStatusOf[refusal];
  const errors = [{ field: 'contenido', text }];
  return viewReview(c, staff, now, { errors, status, ...(typed && { typed }) });
}
