import { type Html, html } from '../lib/html.ts';
import type { Language } from '../rules/policy.ts';

/** The three styles of a message, inline since mail programs drop all others. */
const page = 'max-width:36em;font:17px/1.5 Arial,sans-serif';
const code = 'font:bold 30px/1.2 monospace;letter-spacing:2px';
const address = 'color:#0b4f8a;overflow-wrap:anywhere';

type Letter = {
  readonly subject: string;
  readonly text: string;
  /** The one address that may be opened by a click; every other stays text. */
  readonly link: string | undefined;
  readonly language: Language;
};

const newLine = html`<br>`;

const isCode = (paragraph: string): boolean => /^[0-9 ]+$/.test(paragraph);

function withLink(line: string, link: string | undefined): Html {
  const start = link === undefined ? -1 : line.indexOf(link);
  if (link === undefined || start < 0) return html`${line}`;
  const [before, after] = [line.slice(0, start), line.slice(start + link.length)];
  return html`${before}<a href="${link}" style="${address}">${link}</a>${after}`;
}

/** The text part folds at 72 columns; a line that ended earlier was ended on purpose. */
const columns = 72;

function unfold(paragraph: string): readonly string[] {
  const lines: string[] = [];
  let last = '';
  for (const line of paragraph.trim().split('\n')) {
    const firstWord = line.split(' ')[0] ?? '';
    const wasFolded = last !== '' && last.length + 1 + firstWord.length > columns;
    if (wasFolded) lines.push(`${lines.pop()} ${line}`);
    else lines.push(line);
    last = line;
  }
  return lines;
}

/** The HTML part: the words of the text part, escaped, with nothing to fetch from anywhere. */
export function letterHtml({ subject, text, link, language }: Letter): string {
  const safeLink = link?.startsWith('https://') || link?.startsWith('http://localhost') ? link : undefined;
  const paragraphs = text.trim().split(/\n{2,}/);
  const body = paragraphs.map((paragraph) =>
    isCode(paragraph)
      ? html`<p style="${code}">${paragraph.trim()}</p>\n`
      : html`<p>${unfold(paragraph).map((line, at) => html`${at > 0 && newLine}${withLink(line, safeLink)}`)}</p>\n`,
  );
  return html`<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body><div style="${page}">
${body}</div></body></html>
`.toString();
}
