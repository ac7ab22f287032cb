import { html } from '../../../lib/html.ts';
import type { Purpose } from '../../../rules/case.ts';
import { show } from '../../page/page.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { type App, readDraft } from '../../request/visit.ts';
import { purposeField, purposeNames } from './choose-profile.ts';

/** C0: what this is, what to have at hand, other ways, one button, and the two lesser walks. A portal may say who comes: `?portal=` and `?perfil=`. */
export function startPage(app: App): void {
  app.get(paths.start, (c) => {
    const { start } = c.var.visit.words;
    const asked = new URLSearchParams();
    for (const name of ['portal', 'perfil']) {
      const value = c.req.query(name);
      if (value !== undefined && /^[a-z-]{1,40}$/.test(value)) asked.set(name, value);
    }
    // The usual walk is said only to a browser that began another: everybody else gets the plain address.
    const begun = readDraft(c).purpose ?? 'recover';
    const toward = (purpose: Purpose): string => {
      const query = new URLSearchParams(asked);
      if (purpose !== 'recover' || begun !== 'recover') query.set(purposeField, purposeNames[purpose]);
      return `${paths.chooseProfile}${query.size > 0 ? `?${query}` : ''}`;
    };
    return show(c, {
      title: start.title,
      main: html`<div class="stack">
<h1>${start.title}</h1>
<p>${start.intro}</p>
<div><h2>${start.haveReady}</h2>
<ul class="plain">${start.items.map((item) => html`<li>${item}</li>`)}</ul></div>
<p><a class="btn" href="${toward('recover')}">${start.start}</a></p>
<div><h2>${start.other}</h2>${links([
        [toward('unlock'), start.unlock],
        [toward('first-key'), start.firstKey],
      ])}</div>
<div><p>${start.noMailbox} <a class="hit" href="${paths.otherWays}">${start.noMailboxLink}</a></p>
<p>${start.helping} <a class="hit" href="${paths.help}ayudar">${start.helpingLink}</a></p></div>
${links([[paths.signIn, start.signIn]])}
</div>`,
    });
  });
}
