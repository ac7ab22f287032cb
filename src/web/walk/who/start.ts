import { html } from '../../../lib/html.ts';
import { show } from '../../page/page.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App } from '../../request/visit.ts';

/** C0: what this is, what to have at hand, other ways, one button. A portal may say who comes: `?portal=` and `?perfil=`. */
export function startPage(app: App): void {
  app.get(paths.start, (c) => {
    const { start } = c.var.visit.words;
    const asked = new URLSearchParams();
    for (const name of ['portal', 'perfil']) {
      const value = c.req.query(name);
      if (value !== undefined && /^[a-z-]{1,40}$/.test(value)) asked.set(name, value);
    }
    const next = `${paths.chooseProfile}${asked.size > 0 ? `?${asked}` : ''}`;
    return show(c, {
      title: start.title,
      main: html`<div class="stack">
<h1>${start.title}</h1>
<p>${start.intro}</p>
<div><h2>${start.haveReady}</h2>
<ul class="plain">${start.items.map((item) => html`<li>${item}</li>`)}</ul></div>
<p><a class="btn" href="${next}">${start.start}</a></p>
<div><p>${start.noMailbox} <a class="hit" href="${paths.otherWays}">${start.noMailboxLink}</a></p>
<p>${start.helping} <a class="hit" href="${paths.help}ayudar">${start.helpingLink}</a></p></div>
${links([[paths.signIn, start.signIn]])}
</div>`,
    });
  });
}
