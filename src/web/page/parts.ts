import { type Html, html, raw, type Value } from '../../lib/html.ts';
import type { Notice, Rich } from '../../words/shapes.ts';
import type { Ctx } from '../request/visit.ts';

/** One thing wrong with one field, in the words of its label. */
export type FieldError = { readonly field: string; readonly text: string };

/** Drawn once, so that every page has the same icons. */
const icons = {
  wrong: raw(
    '<svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true" focusable="false"><circle cx="11" cy="11" r="10" fill="currentColor"/><path d="M11 5.5v7" stroke="var(--paper)" stroke-width="2.4" stroke-linecap="round"/><circle cx="11" cy="16" r="1.4" fill="var(--paper)"/></svg>',
  ),
  back: raw(
    '<svg width="9" height="14" viewBox="0 0 9 14" aria-hidden="true" focusable="false"><path d="M8 1 2 7l6 6" fill="none" stroke="currentColor" stroke-width="2"/></svg>',
  ),
  clock: raw(
    '<svg width="24" height="24" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><circle cx="12" cy="12" r="9.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M12 6.5V12l3.5 2.5" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"/></svg>',
  ),
  shield: raw(
    '<svg width="26" height="26" viewBox="0 0 26 26" aria-hidden="true" focusable="false"><path d="M13 2.5 4 6v6.5c0 5.5 3.7 9 9 11 5.3-2 9-5.5 9-11V6Z" fill="none" stroke="var(--brand)" stroke-width="2" stroke-linejoin="round"/><path d="m9 13 3 3 5.5-6" fill="none" stroke="var(--brand)" stroke-width="2.2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
  ),
};

/** A decorative icon. */
export const icon = (name: keyof typeof icons): Html => icons[name];

/** A sentence with its strong parts. */
export const rich = (parts: Rich): Html =>
  html`${parts.map((part) => (typeof part === 'string' ? part : html`<strong>${part.strong}</strong>`))}`;

/** The error of a field, if it has one. */
export const errorOf = (errors: readonly FieldError[], field: string): string | undefined =>
  errors.find((error) => error.field === field)?.text;

/** What stands above a form that was not taken: each error, linked to its field (WCAG 2.2, 3.3.1). */
export function errorSummary(c: Ctx, errors: readonly FieldError[]): Value {
  if (errors.length === 0) return undefined;
  const items = errors.map(({ field, text }) => html`<li><a href="#${field}">${text}</a></li>`);
  return html`<div class="errors" tabindex="-1"><div role="alert"><h2>${c.var.visit.words.frame.errorSummary}</h2><ul>${items}</ul></div></div>`;
}

/** The same words again, beside the field they belong to. */
export function fieldError(c: Ctx, field: string, text: string | undefined): Value {
  if (text === undefined) return undefined;
  const prefix = html`<span class="vh">${c.var.visit.words.frame.errorPrefix}</span>`;
  return html`<p class="err" id="${field}-error">${icon('wrong')}<span>${prefix}${text}</span></p>`;
}

/** `aria-` attributes of a field with a hint and perhaps an error. */
function described(field: string, hint: boolean, error: string | undefined): Html {
  const by = [hint && `${field}-ayuda`, error !== undefined && `${field}-error`].filter(Boolean).join(' ');
  return html`${by && html` aria-describedby="${by}"`}${error !== undefined && html` aria-invalid="true"`}`;
}

/** A form of ours. Every unsafe act is one of these. */
export function form(c: Ctx, action: string, body: Html, kind = 'stack'): Html {
  return html`<form class="${kind}" method="post" action="${action}" novalidate>${body}<input type="hidden" name="_csrf" value="${c.var.visit.formToken()}"></form>`;
}

/** The button that goes on. */
export const submit = (text: string): Html => html`<button class="btn" type="submit">${text}</button>`;

/** A one-button form that reads as a link: an act is never a link. */
export const actLink = (c: Ctx, action: string, text: string, fields: Record<string, string> = {}): Html =>
  form(
    c,
    action,
    html`${Object.entries(fields).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}<button class="as-link" type="submit">${text}</button>`,
    'act',
  );

/** Ways on, one below the other. */
export const links = (items: readonly (readonly [string, string])[]): Html =>
  html`<ul class="links">${items.map(([href, text]) => html`<li><a href="${href}">${text}</a></li>`)}</ul>`;

/** A page that only tells. */
export const noticeBody = (notice: Notice, more?: Value): Html =>
  html`<div class="stack"><h1>${notice.title}</h1>${notice.text.map((text) => html`<p>${text}</p>`)}${more}</div>`;

/** A question that is one text field: its label is the page's heading (UX R9). */
export type TextField = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value?: string;
  readonly error: string | undefined;
  /** Further attributes of the input, ours only. */
  readonly attributes: Html;
  readonly after?: Value;
  /** False where the page has a heading of its own. */
  readonly heading?: boolean;
};

export function textField(c: Ctx, field: TextField): Html {
  const { id, hint, error, value } = field;
  const label = html`<label for="${id}">${field.label}</label>`;
  return html`<div class="field${error !== undefined && ' wrong'}">${field.heading === false ? label : html`<h1>${label}</h1>`}${
    hint && html`<p class="hint" id="${id}-ayuda">${hint}</p>`
  }${fieldError(c, id, error)}<input id="${id}" name="${id}" ${field.attributes}${described(id, Boolean(hint), error)}${
    value !== undefined && value !== '' && html` value="${value}"`
  }>${field.after}</div>`;
}

/** Attributes of a field for digits and one for plain text (UX 2.0: NUM and TXT). */
export const digitsOnly = raw('type="text" inputmode="numeric" autocapitalize="none" spellcheck="false"');
export const plainText = raw('type="text" autocapitalize="none" autocorrect="off" spellcheck="false"');
