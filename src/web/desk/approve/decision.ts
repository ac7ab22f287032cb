import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { touchFor, type Verdict } from '../../../actions/desk/case/decide.ts';
import type { Review } from '../../../actions/desk/case/review.ts';
import { readStaffDraft } from '../../../actions/desk/drafts.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { refuseReasons } from '../../../rules/desk/reasons.ts';
import { errorOf, type FieldError, fieldError, form, links, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';
import { touchForm } from '../touch.ts';
import { choice } from './choice.ts';

/** The decisions, by the word that stands for each in an address. */
export const verdicts = { aprobar: 'approved', devolver: 'returned', rechazar: 'refused' } as const;

const isWord = (text: string | undefined): text is keyof typeof verdicts =>
  text !== undefined && Object.hasOwn(verdicts, text);

/** What was typed for a decision that was not taken. */
export type Typed = {
  readonly decision: Verdict;
  readonly pregunta?: string | undefined;
  readonly porque?: string | undefined;
};

/** Begins the review, chooses a decision, or takes it by a touch: one form at a time, for one key at a time. */
export async function decision(
  c: Ctx,
  staff: OnShift,
  review: Review,
  { errors, typed }: { readonly errors: readonly FieldError[]; readonly typed?: Typed },
): Promise<Html> {
  const { begin, decide: say } = c.var.visit.words.approve;
  const { kept } = review.seen;
  if (!kept.seenAt)
    return html`<p>${begin.what}</p>${form(c, paths.deskReview, html`<input type="hidden" name="tramite" value="${kept.id}">${submit(begin.submit)}`)}`;
  const here = `${paths.deskApprove}/${kept.id}`;
  const asked = c.req.query('decision');
  const verdict = typed?.decision ?? (isWord(asked) ? verdicts[asked] : undefined);
  const head = html`<h2>${say.title}</h2>`;
  if (!verdict)
    return html`${head}${links(Object.entries(verdicts).map(([word, one]) => [`${here}?decision=${word}`, say.which[one]]))}`;
  const draft = typed ?? (await readStaffDraft(c.var.visit.world, staff.id, here));
  return html`${head}${touchForm(c, {
    action: paths.deskDecide,
    about: touchFor(verdict, kept.id, kept.version),
    label: say[verdict],
    more: html`<input type="hidden" name="tramite" value="${kept.id}"><input type="hidden" name="version" value="${kept.version}"><input type="hidden" name="decision" value="${verdict}">${fieldOf(c, verdict, draft, errors)}`,
  })}<noscript><p>${say.noScript}</p></noscript>${links([[here, say.other]])}`;
}

function fieldOf(
  c: Ctx,
  verdict: Verdict,
  { pregunta, porque }: { readonly pregunta?: string | undefined; readonly porque?: string | undefined },
  errors: readonly FieldError[],
): Value {
  const { decide: say } = c.var.visit.words.approve;
  if (verdict === 'approved') return undefined;
  if (verdict === 'refused') {
    const of = refuseReasons.map((one) => [one, say.reasons[one]] as const);
    const error = errorOf(errors, 'porque');
    return choice(c, { name: 'porque', legend: say.reason, chosen: porque, error, of });
  }
  const error = errorOf(errors, 'pregunta');
  const described = `pregunta-ayuda${error === undefined ? '' : ' pregunta-error'}`;
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="pregunta">${say.question}</label><p class="hint" id="pregunta-ayuda">${say.questionHint}</p>${fieldError(c, 'pregunta', error)}<textarea id="pregunta" name="pregunta" rows="3" spellcheck="true" aria-describedby="${described}"${error !== undefined && html` aria-invalid="true"`}>${pregunta}</textarea></div>`;
}
