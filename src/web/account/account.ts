import { currentSession } from '../../actions/account/sign-in.ts';
import { html } from '../../lib/html.ts';
import { when } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { actLink, links } from '../page/parts.ts';
import { paths } from '../paths.ts';
import type { App } from '../request/visit.ts';

/** Where a sign-in arrives: it says that the key works, and at which portal. */
export function accountPages(app: App): void {
  app.get(paths.account, async (c) => {
    const { world, words, language, jar } = c.var.visit;
    const token = jar.get(c, 'session');
    const session = token ? await currentSession(world, token) : undefined;
    if (!session) return goTo(c, paths.signIn);
    const { account: say } = words;
    const { portals, timezone } = world.institution;
    const portal = portals.find((one) => one.id === session.portal)?.name[language] ?? session.portal;
    const began = when(session.began, world.clock.now(), timezone, language);
    return show(c, {
      title: say.title(portal),
      main: html`<div class="stack"><h1>${say.title(portal)}</h1>
<p>${say.works}</p>
<p>${say.lastSignIn(began)}</p>
${links([[paths.notMe, say.notYou]])}
<p>${say.borrowed}</p>${actLink(c, paths.signOut, say.signOut)}</div>`,
    });
  });
}
