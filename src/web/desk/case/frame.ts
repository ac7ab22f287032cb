import { type Html, html } from '../../../lib/html.ts';
import { errorSummary, type FieldError, form, links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';
import { type CaseAt, casePath } from './door.ts';

/** One page of a case: its heading, its words, and the calm way out while the person is still at the window. */
export function showCase(
  c: Ctx,
  at: CaseAt,
  page: { title: string; main: Html; errors?: readonly FieldError[]; exit?: boolean; back?: string },
): Response {
  const { counter, frame } = c.var.visit.words;
  const { title, main, errors = [], exit = true, back = paths.deskSearch } = page;
  const out = exit && links([[`${casePath(at)}/sin-confirmar`, counter.prove.unable]]);
  return showDesk(c, {
    title,
    back,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${title}</h1><p class="small">${frame.request(at.view.kept.words).map((part) => (typeof part === 'string' ? part : part.strong))}</p>${main}${out}</div>`,
  });
}

/** A form of a case: it names the case and nothing else of it. */
export const caseForm = (c: Ctx, { view }: CaseAt, action: string, body: Html): Html =>
  form(c, action, html`<input type="hidden" name="tramite" value="${view.kept.id}">${body}`);
