import { html } from '../../lib/html.ts';
import { actLink, links } from '../page/parts.ts';
import { paths } from '../paths.ts';
import type { App } from '../request/visit.ts';
import { showDesk } from './frame.ts';
import { deskLinks, mayLook } from './routes.ts';
import { staffAt } from './signed-in.ts';

/** Where a shift begins: what this role does here. Pages stand in `deskLinks`. */
export function deskHomePage(app: App): void {
  app.get(paths.desk, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { desk: say } = c.var.visit.words;
    const { role, window } = staff.session.shift;
    const ways = deskLinks.filter(({ path }) => path !== paths.desk && mayLook(role, path));
    return showDesk(c, {
      title: say.home.title,
      main: html`<div class="stack"><h1>${say.home.title}</h1>
${window !== null && html`<p>${say.home.window(window)}</p>`}
${ways.length > 0 ? links(ways.map(({ page, path }) => [path, say.links[page]])) : html`<p>${say.home.nothing}</p>`}
${links([[paths.deskShift, say.home.move]])}${actLink(c, paths.deskSignOut, say.shift.signOut)}</div>`,
    });
  });
}
