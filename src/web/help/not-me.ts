import { html } from '../../lib/html.ts';
import { show } from '../page/page.ts';
import { paths } from '../paths.ts';
import type { App } from '../request/visit.ts';

/** Where every message points for "it was not me": what to do, for whom nothing changed and for whom it did. */
export function notMePage(app: App): void {
  app.get(paths.notMe, (c) => {
    const { words, house } = c.var.visit;
    const { notMe: say } = words;
    return show(c, {
      title: say.title,
      main: html`<div class="stack"><h1>${say.title}</h1>
<h2>${say.nothingChanged.heading}</h2>${say.nothingChanged.text.map((text) => html`<p>${text}</p>`)}
<h2>${say.changed.heading}</h2>${say.changed.text(house).map((text) => html`<p>${text}</p>`)}
<p><a class="btn" href="${paths.chooseProfile}?tramite=recuperar">${say.recover}</a></p></div>`,
    });
  });
}
