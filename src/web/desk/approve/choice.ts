import { type Html, html } from '../../../lib/html.ts';
import { fieldError } from '../../page/parts.ts';
import type { Ctx } from '../../request/visit.ts';

/** One of a few, as radios. The first has the name as its id, so that an error leads to it. */
export function choice(
  c: Ctx,
  asked: {
    readonly name: string;
    readonly legend: string;
    readonly chosen: string | undefined;
    readonly error: string | undefined;
    readonly of: readonly (readonly [value: string, text: string])[];
  },
): Html {
  const { name, legend, chosen, error, of } = asked;
  const radios = of.map(([value, text], index) => {
    const id = index === 0 ? name : `${name}-${value}`;
    return html`<li class="choice"><input type="radio" name="${name}" id="${id}" value="${value}"${value === chosen && html` checked`}><label for="${id}">${text}</label></li>`;
  });
  return html`<fieldset class="field${error !== undefined && ' wrong'}"${error !== undefined && html` aria-describedby="${name}-error"`}><legend>${legend}</legend>${fieldError(c, name, error)}<ul class="choices">${radios}</ul></fieldset>`;
}
