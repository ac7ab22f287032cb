import { type Html, html, type Value } from '../../lib/html.ts';
import { paths } from '../paths.ts';
import type { Ctx } from '../request/visit.ts';
import { assets, type MoreScript } from './assets.ts';
import { languageLink } from './language-link.ts';
import { icon, rich } from './parts.ts';
import { type PageStatus, sendPage } from './send.ts';

/** The four stages people see. Constant, so that "of 4" is true whatever the policy asks (UX 2.0). */
const stages = ['who', 'confirm', 'contact', 'key'] as const;
export type StageName = (typeof stages)[number];

export type Page = {
  readonly title: string;
  readonly main: Html;
  readonly stage?: StageName;
  /** Nothing of that stage is left to do. */
  readonly over?: boolean;
  readonly back?: string;
  /** The two words of the case, from the second stage on. */
  readonly caseWords?: string;
  /** What stands in the header below the name of the house, where there are no stages. */
  readonly bar?: Value;
  /** Smaller type, for who works with it all day. */
  readonly dense?: boolean;
  readonly wrong?: boolean;
  readonly status?: PageStatus;
  /** Scripts this page needs beside the little one of all pages. */
  readonly scripts?: readonly MoreScript[];
};

function stageBar(c: Ctx, name: StageName, over: boolean): Html {
  const { frame } = c.var.visit.words;
  const at = stages.indexOf(name);
  const markOf = (index: number): string => (index < at || (index === at && over) ? 'on' : 'now');
  const bars = stages.map((_, index) => html`<i${index <= at && html` class="${markOf(index)}"`}></i>`);
  return html`<div class="stage"><div class="wrap">
<p><strong>${frame.service}</strong> <span>${frame.step(at + 1, stages.length)}<span class="vh">: ${frame.stages[name]}</span></span></p>
<div class="bar" aria-hidden="true">${bars}</div>
</div></div>`;
}

function header(c: Ctx, page: Page): Html {
  const { words, world, language } = c.var.visit;
  const { institution } = world;
  const { frame } = words;
  const other = institution.languages.find((one) => one !== language);
  const [first = '', ...rest] = institution.name.split(/(?<=^\S+ \S+) /);
  return html`<header>${
    institution.fictional &&
    html`
<p class="demo">${frame.demo}</p>`
  }
<div class="top"><div class="wrap">
<a class="logo" href="${paths.start}">${assets(world).logo}<span>${first}${rest.length > 0 && html`<br>${rest.join(' ')}`}</span></a>
${other && html`<a class="lang" href="${languageLink(c, other)}" lang="${frame.otherLanguage.tag}" hreflang="${frame.otherLanguage.tag}">${frame.otherLanguage.name}</a>`}
</div></div>
${page.stage ? stageBar(c, page.stage, page.over === true) : page.bar}
</header>`;
}

function aside(c: Ctx): Html {
  const { words, world, language, house } = c.var.visit;
  const { help } = words.frame;
  const { phone, hours } = world.institution.helpLine;
  return html`<aside class="help stack" aria-labelledby="ayuda">
<div>
<h2 id="ayuda">${help.title}</h2>
<p class="tight"><a class="tel" href="tel:${phone.replace(/\s/g, '')}">${phone}</a></p>
<p class="small">${hours[language]}</p>
<p class="small"><a class="hit" href="${paths.help}oficinas">${help.offices}</a></p>
<hr>
<h2>${help.careTitle}</h2>
<p class="small">${help.care(house)}</p>
</div>
</aside>`;
}

function footer(c: Ctx): Html {
  const { footer: text } = c.var.visit.words.frame;
  return html`<footer class="foot"><div class="wrap"><ul>
<li><a href="${paths.help}privacidad">${text.privacy}</a></li>
<li><a href="${paths.help}accesibilidad">${text.accessibility}</a></li>
<li><a href="${paths.help}estado">${text.status}</a></li>
<li><a href="/.well-known/security.txt">${text.report}</a></li>
</ul></div></footer>`;
}

function mainPart(c: Ctx, page: Page): Value {
  const { frame } = c.var.visit.words;
  return html`<main id="contenido" tabindex="-1">${
    page.back &&
    html`
<a class="back" href="${page.back}">${icon('back')}<span>${frame.back}</span></a>`
  }
${page.main}${
  page.caseWords &&
  html`
<p class="small lead words">${rich(frame.request(page.caseWords))}</p>`
}
</main>`;
}

/** One whole page: complete without script, nothing from anywhere else. */
export function show(c: Ctx, page: Page): Response {
  const { words, language, house, nonce, world } = c.var.visit;
  const { style, script, more } = assets(world);
  const title = `${page.wrong ? words.frame.errorPrefix : ''}${words.frame.pageTitle(page.title, house)}`;
  const text = html`<!doctype html>
<html lang="${words.tag}">
<head>
<meta charset="utf-8">
<title>${title}</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<meta name="format-detection" content="telephone=no">
<meta name="theme-color" content="${world.institution.brand.color}">
<link rel="stylesheet" href="${style}">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<script src="${script}" nonce="${nonce}" defer></script>${page.scripts?.map(
    (name) => html`
<script src="${more[name]}" nonce="${nonce}" defer></script>`,
  )}
</head>
<body data-lang="${language}"${page.dense && html` class="dense"`}>
<a class="skip" href="#contenido">${words.frame.skip}</a>
${header(c, page)}
<div class="wrap cols">
${mainPart(c, page)}
${aside(c)}
</div>
${footer(c)}
</body>
</html>
`;
  return sendPage(c, text.toString(), page.status ?? (page.wrong ? 422 : 200));
}

/** Goes on to another page of ours after a POST, or to where the state says (OP-06: 303, never 307). */
export const goTo = (c: Ctx, path: string): Response => c.redirect(path, 303);
