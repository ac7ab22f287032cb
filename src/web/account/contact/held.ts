import { viewChange } from '../../../actions/contact/view-contacts.ts';
import { isId } from '../../../lib/digest.ts';
import { html } from '../../../lib/html.ts';
import { at as atTime } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { actLink, links, rich } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { ownerAt } from '../signed-in.ts';

/** What was asked for, read back with the day it begins; it can be cancelled here. */
export function heldPage(app: App): void {
  app.get(paths.contactHeld, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words, language } = c.var.visit;
    const id = c.req.query('cambio') ?? '';
    const change = isId(id) ? await viewChange(world, owner.account.id, id) : undefined;
    if (change?.stage.kind !== 'held') return goTo(c, paths.contact);
    const { contactHeld: say, contact } = words;
    const { timezone } = world.institution;
    const when = atTime(change.stage.effectiveAt, world.clock.now(), timezone, language);
    return showAccount(c, {
      title: say.title,
      main: html`<div class="stack"><h1>${say.title}</h1>
<dl><dt>${say.what}</dt><dd><strong>${contact.names[change.slot].plain}</strong></dd><dt>${say.to}</dt><dd><strong>${change.to ?? say.removed}</strong></dd></dl>
<p>${rich(say.effective(when))} ${say.meanwhile} ${say.cancelAnyTime}</p>
${actLink(c, paths.cancelOwnChange, contact.cancel, { cambio: change.id })}
${links([[paths.contact, say.back]])}</div>`,
    });
  });
}
