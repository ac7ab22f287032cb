import { html } from '../lib/html.ts';
import { groupPaperCode } from '../lib/keys/paper-code.ts';
import type { Language } from '../rules/policy.ts';
import type { House } from '../words/shapes.ts';
import { until } from '../words/times.ts';
import { wordsOf } from '../words/words.ts';

/** One letter to be printed, folded and put into a window envelope. */
export type PaperLetter = {
  readonly name: string;
  readonly postal: readonly string[];
  readonly language: Language;
  readonly code: string;
  readonly askedAt: Date;
  readonly until: Date;
};

/** A4 with the address where the window of a DL envelope shows it (ISO 269; 20 mm from the left, 45 mm from the top). */
const style = `@page{size:A4;margin:0}body{margin:0;font:12pt/1.5 serif;color:#000}
.to{position:absolute;left:20mm;top:45mm;width:85mm;line-height:1.3}
main{position:absolute;left:25mm;right:25mm;top:100mm}
.code{font:bold 20pt/1.3 monospace;letter-spacing:1pt}`;

/** The letter as one HTML page that needs nothing from anywhere and is printed as it is. */
export function paperLetter(letter: PaperLetter, house: House, timezone: string): string {
  const { paperLetter: say, tag } = wordsOf(letter.language);
  const last = until(letter.until, letter.askedAt, timezone, letter.language);
  return html`<!doctype html>
<html lang="${tag}"><head><meta charset="utf-8"><title>${say.subject(house)}</title><style>${style}</style></head>
<body><div class="to">${[letter.name, ...letter.postal].map((line) => html`${line}<br>`)}</div>
<main><p><strong>${house.name}</strong></p><h1>${say.subject(house)}</h1>
${say.text(house, last).map((text) => html`<p>${text}</p>`)}
<p class="code">${groupPaperCode(letter.code)}</p>
${say.after(house).map((text) => html`<p>${text}</p>`)}</main></body></html>
`.toString();
}
