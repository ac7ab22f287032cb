import { type Html, html, raw } from '../../lib/html.ts';
import type { Item } from './mailbox.ts';

const style = raw(`<style>
:root { color-scheme: light dark; font: 17px/1.5 system-ui, sans-serif; }
body { max-width: 46rem; margin: 0 auto; padding: 0 1rem 4rem; }
.demo { background: #ffd54a; color: #1a1a1a; margin: 0 -1rem; padding: .5rem 1rem; font-weight: 600; }
article { border: 1px solid #8a8a8a; border-radius: 6px; padding: 0 1rem 1rem; margin: 1.5rem 0; }
h2 { font-size: 1.15rem; margin: .8rem 0 .2rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 15px/1.5 ui-monospace, monospace; }
.facts { margin: 0; opacity: .8; }
.code { font: bold 1.6rem ui-monospace, monospace; letter-spacing: 2px; user-select: all; }
iframe { width: 100%; height: 24rem; border: 1px solid #8a8a8a; background: #fff; }
</style>`);

const time = (instant: string): string => instant.slice(11, 19);

const codeOf = ({ code }: Item): Html | false =>
  code !== undefined &&
  html`<p><span class="code">${code}</span><br>Para copiar el código, haga doble clic en él y pulse Ctrl+C.</p>`;

const linkOf = ({ link }: Item): Html | false =>
  link !== undefined && html`<p><a href="${link}" rel="noreferrer">Abrir el enlace</a></p>`;

const framed = ({ id, html: part }: Item): Html | false =>
  part !== undefined &&
  html`<details><summary>Parte HTML</summary>
<iframe sandbox srcdoc="${part}" title="Parte HTML del mensaje ${id}"></iframe></details>`;

const headersOf = ({ headers }: Item): Html | false =>
  headers !== undefined && html`<details><summary>Encabezados</summary><pre>${headers}</pre></details>`;

const itemOf = (item: Item): Html => html`
<article id="m${item.id}">
<h2>${item.by === 'mail' ? item.subject : 'SMS'}</h2>
<p class="facts">Para <b>${item.to}</b>, <time datetime="${item.at}">${time(item.at)} UTC</time></p>
${linkOf(item)}${codeOf(item)}
<pre>${item.text}</pre>
${framed(item)}${headersOf(item)}
</article>`;

/** The list, newest first: the text part is what is read, the HTML part is shut away in a frame. */
export const inboxPage = (items: readonly Item[]): string =>
  html`<!doctype html>
<html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Buzón de desarrollo (${items.length})</title>${style}</head>
<body><p class="demo">Solo demostración: nada sale a internet</p>
<main><h1>Buzón de desarrollo</h1>
<p><a href="/">Actualizar</a> · <a href="/api/messages">JSON</a></p>
${items.length === 0 && html`<p>Todavía no llega ningún mensaje.</p>`}
${items.map(itemOf)}</main></body></html>
`.toString();
