import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { type Review, revealInCase, reviewOf } from '../../../actions/desk/case/review.ts';
import { beginReview } from '../../../actions/desk/case/view-case.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { asDecisionRefusal } from '../../../rules/desk/four-eyes.ts';
import { type RevealField, revealFields, revealReasons } from '../../../rules/desk/reasons.ts';
import { when } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { errorSummary, type FieldError, form, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { officeName, showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { choice } from './choice.ts';
import { decision, type Typed } from './decision.ts';
import { evidence } from './evidence.ts';
import { errandOf } from './queue.ts';

const idShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** One case for its second person; nothing when there is no such case. */
export const reviewAt = async (c: Ctx, staff: OnShift, id: string): Promise<Review | undefined> =>
  idShape.test(id) ? reviewOf(c.var.visit.world, staff, id) : undefined;

export const noSuchCase = (c: Ctx): Response => stop(c, c.var.visit.words.problems.notFound, 404);

export const caseAddress = (id: string): string => `${paths.deskApprove}/${id}`;

/** S8: one case, to read and to decide. Looking changes nothing: the time of a review counts from a button. */
export function reviewPages(app: App): void {
  app.get(`${paths.deskApprove}/:id`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const review = await reviewAt(c, staff, c.req.param('id'));
    return review ? viewReview(c, staff, review) : noSuchCase(c);
  });
  app.post(paths.deskReview, async (c) => {
    const sent = await readForm(c, ['tramite']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { here: paths.deskApprove });
    if (staff instanceof Response) return staff;
    const review = await reviewAt(c, staff, sent.fields.tramite);
    if (!review) return noSuchCase(c);
    if (!review.hindrance) await beginReview(c.var.visit.world, review.seen.kept);
    return goTo(c, caseAddress(review.seen.kept.id));
  });
  app.post(paths.deskReviewReveal, async (c) => {
    const sent = await readForm(c, ['tramite', 'dato', 'motivo']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { here: paths.deskApprove });
    return staff instanceof Response ? staff : reveal(c, staff, sent.fields);
  });
}

async function reveal(
  c: Ctx,
  staff: OnShift,
  { tramite, dato, motivo }: { tramite: string; dato: string; motivo: string },
): Promise<Response> {
  const review = await reviewAt(c, staff, tramite);
  if (!review) return noSuchCase(c);
  const field = review.fields.find((one) => one === dato);
  const reason = revealReasons.find((one) => one === motivo);
  const { error } = c.var.visit.words.approve.reveal;
  if (!field || !reason)
    return viewReview(c, staff, review, { errors: [{ field: 'dato', text: error }], dato, motivo });
  const whole = await revealInCase(c.var.visit.world, staff, tramite, { field, reason });
  return viewReview(c, staff, review, {
    errors: [],
    ...(whole !== undefined && { whole: { field, whole } }),
  });
}

/** What a page shows beside the case: errors, what was typed, what was revealed. */
export type More = {
  readonly errors: readonly FieldError[];
  readonly status?: 403 | 409 | 410 | 422 | 429;
  readonly dato?: string;
  readonly motivo?: string;
  readonly whole?: { readonly field: RevealField; readonly whole: string };
  readonly typed?: Typed;
};

/** The page of a case: what is asked, what speaks for it and against, and the way to decide. */
export async function viewReview(
  c: Ctx,
  staff: OnShift,
  review: Review,
  more: More = { errors: [] },
): Promise<Response> {
  const { approve: say } = c.var.visit.words;
  const { seen, hindrance } = review;
  const { kept } = seen;
  const act = hindrance
    ? html`<p class="said">${say.refusals[asDecisionRefusal(hindrance)]}.</p>`
    : await decision(c, staff, review, more);
  return showDesk(c, {
    title: say.one.title(kept.words),
    back: paths.deskApprove,
    scripts: ['passkeys'],
    wrong: more.errors.length > 0,
    ...(more.status && { status: more.status }),
    main: html`<div class="stack">${errorSummary(c, more.errors)}<h1>${say.one.title(kept.words)}</h1>${facts(c, review)}${act}${revealing(c, review, more)}</div>`,
  });
}

function facts(c: Ctx, { seen, signals }: Review): Html {
  const { world, words, language } = c.var.visit;
  const { one: say, signals: names } = words.approve;
  const { kept } = seen;
  const now = world.clock.now();
  const sentAt = kept.submittedAt ?? kept.openedAt;
  const { policy, timezone } = world.institution;
  const sent = say.sent(seen.agent, officeName(c, kept.office), when(sentAt, now, timezone, language));
  const ends = kept.stage.kind === 'closed' && html`<p>${say.stays}: ${say.closed[kept.stage.because]}.</p>`;
  const list = signals.map((signal) => html`<li>${names[signal]}</li>`);
  const told = (heading: string, text: string | undefined): Value =>
    text && html`<h2>${heading}</h2><p>${text}</p>`;
  return html`<p><strong>${errandOf(c, kept.errand)}.</strong> ${sent}</p>${ends}
${kept.errand.kind === 'lift-freeze' ? html`<p>${say.lift}</p>` : contacts(c, seen, policy.desk.holdHours)}
<h2>${say.signals}</h2>${list.length > 0 ? html`<ul class="plain">${list}</ul>` : html`<p>${words.approve.noSignals}</p>`}
${seen.checklist && html`<h2>${say.evidence}</h2>${evidence(c, seen.checklist, seen.subject, sentAt)}`}${told(say.note, seen.note)}${told(say.question, seen.question)}`;
}

function contacts(c: Ctx, { from, to }: Review['seen'], hours: number): Html {
  const { one: say } = c.var.visit.words.approve;
  return html`<p>${say.change(hours)}</p><table class="rows"><caption>${say.contact}</caption><thead><tr><th scope="col">${say.before}</th><th scope="col">${say.after}</th></tr></thead><tbody><tr><td data-label="${say.before}">${from ?? say.nothing}</td><td data-label="${say.after}">${to ?? say.nothing}</td></tr></tbody></table>`;
}

/** One field, whole, with its reason: it is shown on the answer and stands in no address. */
function revealing(c: Ctx, { seen, fields }: Review, { errors, dato, motivo, whole }: More): Html {
  const { reveal: say } = c.var.visit.words.approve;
  const error = errors.find(({ field }) => field === 'dato')?.text;
  const shown =
    whole &&
    html`<p class="said" role="status">${say.shown(say.fields[whole.field])} <strong>${whole.whole}</strong></p>`;
  return html`<h2>${say.title}</h2>${shown}<p>${say.what}</p>${form(
    c,
    paths.deskReviewReveal,
    html`${choice(c, { name: 'dato', legend: say.field, chosen: dato, error, of: revealFields.filter((one) => fields.includes(one)).map((one) => [one, say.fields[one]]) })}${choice(c, { name: 'motivo', legend: say.reason, chosen: motivo, error: undefined, of: revealReasons.map((one) => [one, say.reasons[one]]) })}<input type="hidden" name="tramite" value="${seen.kept.id}">${submit(say.submit)}`,
  )}`;
}
