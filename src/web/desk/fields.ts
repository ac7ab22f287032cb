import { type Html, html } from '../../lib/html.ts';
import { digitsOnly, errorOf, type FieldError, fieldError } from '../page/parts.ts';
import type { Ctx } from '../request/visit.ts';

type Choice = readonly [value: string, label: string];

/** `aria-` attributes of a field that may be wrong. */
const wrong = (id: string, error: string | undefined): Html =>
  html`${error !== undefined && html` aria-describedby="${id}-error" aria-invalid="true"`}`;

/** One of several, as radio buttons: the first has the name of the field, where its error leads. */
export function radios(
  c: Ctx,
  field: { name: string; legend: string; choices: readonly Choice[]; chosen?: string | undefined },
  errors: readonly FieldError[],
): Html {
  const { name, legend, choices, chosen } = field;
  const error = errorOf(errors, name);
  const items = choices.map(([value, label], index) => {
    const id = index === 0 ? name : `${name}-${value}`;
    return html`<li class="choice"><input type="radio" name="${name}" id="${id}" value="${value}"${value === chosen && html` checked`}><label for="${id}">${label}</label></li>`;
  });
  return html`<fieldset class="field${error !== undefined && ' wrong'}"${error !== undefined && html` aria-describedby="${name}-error"`}><legend>${legend}</legend>${fieldError(c, name, error)}<ul class="choices">${items}</ul></fieldset>`;
}

/** One of several, as a list to choose from. The first choice is none. */
export function select(
  c: Ctx,
  field: { name: string; label: string; none: string; choices: readonly Choice[]; chosen: string },
  errors: readonly FieldError[],
): Html {
  const { name, label, none, choices, chosen } = field;
  const error = errorOf(errors, name);
  const options = choices.map(
    ([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`,
  );
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="${name}">${label}</label>${fieldError(c, name, error)}<select id="${name}" name="${name}" autocomplete="off"${wrong(name, error)}><option value="">${none}</option>${options}</select></div>`;
}

/** One thing ticked or not. */
export function box(
  c: Ctx,
  { name, label, ticked }: { name: string; label: string; ticked: boolean },
  errors: readonly FieldError[],
): Html {
  const error = errorOf(errors, name);
  return html`<div class="field${error !== undefined && ' wrong'}">${fieldError(c, name, error)}<div class="choice"><input type="checkbox" name="${name}" id="${name}" value="1"${ticked && html` checked`}${wrong(name, error)}><label for="${name}">${label}</label></div></div>`;
}

/** A date in three fields, DD MM AAAA; its error stands at the day. */
export function dateFields(
  c: Ctx,
  { names, legend, typed }: { names: readonly string[]; legend: string; typed: Record<string, string> },
  errors: readonly FieldError[],
): Html {
  const { date: say } = c.var.visit.words.counter.prove;
  const labels = [say.day, say.month, say.year];
  const [day = ''] = names;
  const error = errorOf(errors, day);
  const parts = names.map(
    (name, index) =>
      html`<div><label for="${name}">${labels[index]}</label><input class="short" id="${name}" name="${name}" ${digitsOnly} autocomplete="off" value="${typed[name]}"${wrong(day, error)}></div>`,
  );
  return html`<div class="field${error !== undefined && ' wrong'}" role="group" aria-label="${legend}"><p><strong>${legend}</strong></p>${fieldError(c, day, error)}<div class="date">${parts}</div></div>`;
}

/** A few lines of plain words. */
export function longText(
  c: Ctx,
  field: { name: string; label: string; hint: string; typed: string },
  errors: readonly FieldError[],
): Html {
  const { name, label, hint, typed } = field;
  const error = errorOf(errors, name);
  const by = `${name}-ayuda${error === undefined ? '' : ` ${name}-error`}`;
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="${name}">${label}</label><p class="hint" id="${name}-ayuda">${hint}</p>${fieldError(c, name, error)}<textarea id="${name}" name="${name}" rows="3" spellcheck="true" autocomplete="off" aria-describedby="${by}"${error !== undefined && html` aria-invalid="true"`}>${typed}</textarea></div>`;
}

/** Two columns of facts. */
export const facts = (rows: readonly (readonly [string, Html | string])[]): Html =>
  html`<dl class="facts">${rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
