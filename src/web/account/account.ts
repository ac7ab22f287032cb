import { html } from '../../lib/html.ts';
import { when } from '../../words/times.ts';
import { show } from '../page/page.ts';
import { actLink, links } from '../page/parts.ts';
import { paths } from '../paths.ts';
import type { App } from '../request/visit.ts';
import { contactReminder } from './contact.ts';
import { ownerAt } from './signed-in.ts';

/** Where a sign-in arrives: it says that the key works, and at which portal. */
export function accountPage(app: App): void {
  app.get(paths.account, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { session } = owner;
    const { world, words, language } = c.var.visit;
    const { account: say } = words;
    const { portals, timezone } = world.institution;
    const portal = portals.find((one) => one.id === session.portal)?.name[language] ?? session.portal;
    const began = when(session.began, world.clock.now(), timezone, language);
    return show(c, {
      title: say.title(portal),
      main: html`<div class="stack"><h1>${say.title(portal)}</h1>
${await contactReminder(c, owner)}
<p>${say.works}</p>
<p>${say.lastSignIn(began)}</p>
${links([
  [paths.contact, words.contact.title],
  [paths.notMe, say.notYou],
])}
<p>${say.borrowed}</p>${actLink(c, paths.signOut, say.signOut)}</div>`,
    });
  });
}
