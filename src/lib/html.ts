/** The room of helps: small tools that know nothing of recovery. They must never import anything of ours. */

/** Markup that is safe to print: only `html` and `raw` make it. */
export class Html {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
}

/** What may stand in a template. Objects, functions, dates and promises are compile errors. */
export type Value = string | number | Html | false | null | undefined | readonly Value[];

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text made safe for element content and for quoted attributes alike. */
const escapeHtml = (text: string): string =>
  /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (mark) => escapes[mark] ?? mark) : text;

function print(value: Value): string {
  if (typeof value === 'string') return escapeHtml(value);
  if (value instanceof Html) return value.toString();
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(print).join('');
  return '';
}

/** Builds markup; everything put into it is escaped unless it is markup already. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Html {
  let text = parts[0] ?? '';
  for (let i = 0; i < values.length; i++) text += print(values[i]) + (parts[i + 1] ?? '');
  return new Html(text);
}

/** Markup we wrote ourselves (an icon, a drawing). Never call it with anything a person typed. */
export const raw = (text: string): Html => new Html(text);
