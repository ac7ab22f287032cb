import type { Owner } from '../../actions/account/owner.ts';
import { contactsAreOld, contactsAreRight } from '../../actions/contact/check-contacts.ts';
import { type ChangeView, viewChanges } from '../../actions/contact/view-contacts.ts';
import { refusing } from '../../actions/mail/health.ts';
import { contactOf } from '../../actions/personal.ts';
import { allChannels } from '../../actions/tell.ts';
import { type Html, html, type Value } from '../../lib/html.ts';
import type { Channel } from '../../rules/policy.ts';
import { hintOf, masked } from '../../words/masks.ts';
import { at as atTime } from '../../words/times.ts';
import { goTo } from '../page/page.ts';
import { actLink, form, rich } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { cancelChangePages } from './contact/cancel-change.ts';
import { changeContactPage } from './contact/change-contact.ts';
import { confirmContactPages } from './contact/confirm-contact.ts';
import { showAccount } from './frame.ts';
import { ownerAt } from './signed-in.ts';

/** C21 and C22: the contacts of an account, and everything that can be done to them. */
export function contactPages(app: App): void {
  app.get(paths.contact, async (c) => {
    const owner = await ownerAt(c);
    return owner instanceof Response ? owner : view(c, owner);
  });
  app.post(paths.contactsAreRight, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    await contactsAreRight(c.var.visit.world, owner);
    return goTo(c, `${paths.contact}?sigue`);
  });
  // Where a form leads back to after signing in again, or a page read once more.
  for (const act of [paths.contactsAreRight, paths.askContactCode, paths.cancelOwnChange])
    app.get(act, (c) => goTo(c, paths.contact));
  changeContactPage(app);
  confirmContactPages(app);
  cancelChangePages(app);
}

async function view(c: Ctx, owner: Owner): Promise<Response> {
  const { world, words } = c.var.visit;
  const { contact: say } = words;
  const changes = await viewChanges(world, owner.account.id);
  const shut = await refusing(world, owner.personal);
  const told = (['cancelado', 'sigue'] as const).find((one) => c.req.query(one) !== undefined);
  const rows = allChannels.map((slot) =>
    row(
      c,
      owner,
      slot,
      shut.includes(slot),
      changes.find((one) => one.slot === slot),
    ),
  );
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    main: html`<div class="stack"><h1>${say.title}</h1>
${told && html`<p class="said" role="status">${told === 'sigue' ? say.checked : say.cancelled}</p>`}
<p>${say.why}</p>
${rows}</div>`,
  });
}

/** One contact: what it is, in what state, what is about to happen to it, and what its owner can do. */
function row(
  c: Ctx,
  { personal }: Owner,
  slot: Channel,
  refuses: boolean,
  change: ChangeView | undefined,
): Html {
  const { world, words } = c.var.visit;
  const { contact: say } = words;
  const known = contactOf(personal, slot);
  const state = refuses ? say.states.bouncing : say.states.confirmed;
  const mayChange = slot !== 'phone' || world.courier.carriesSms;
  const act = html`${known === undefined ? say.add : say.change}<span class="vh">${say.hidden(say.names[slot].the)}</span>`;
  return html`<div class="stack"><h2>${say.names[slot].plain}</h2>
<p class="tight">${known === undefined ? say.none : html`<strong>${masked(known)}</strong> · ${state}`}</p>
${change && pending(c, change)}
${(mayChange || known !== undefined) && html`<p class="tight"><a class="hit" href="${paths.changeContact}?dato=${slot}">${act}</a></p>`}</div>`;
}

/** A change under way; its owner can end it without the key. */
function pending(c: Ctx, { id, stage, to }: ChangeView): Value {
  const { world, words, language } = c.var.visit;
  const { contact: say } = words;
  const cancel = actLink(c, paths.cancelOwnChange, say.cancel, { cambio: id });
  if (stage.kind === 'to-confirm')
    return html`<p class="tight">${say.states.unconfirmed}. ${say.waiting(hintOf(to ?? ''))} <a class="hit" href="${paths.confirmContact}?cambio=${id}">${say.enterCode}</a></p>${cancel}`;
  if (stage.kind !== 'held') return undefined;
  const when = atTime(stage.effectiveAt, world.clock.now(), world.institution.timezone, language);
  return html`<p class="said">${to === undefined ? say.willGo(when) : say.willChange(hintOf(to), when)}</p>${cancel}`;
}

/** C19: asks, after a long time, whether the main mailbox is still theirs: the best there is against losing it unnoticed. */
export async function contactReminder(c: Ctx, { account, personal }: Owner): Promise<Value> {
  const { world, words } = c.var.visit;
  const { reminder: say } = words.contact;
  if (personal.email === undefined || !(await contactsAreOld(world, account.id))) return undefined;
  return html`<div class="said stack"><p>${rich(say.ask(masked(personal.email)))}</p>
${form(c, paths.contactsAreRight, html`<button class="btn alt" type="submit">${say.yes}</button>`, 'act')}
<p class="tight"><a class="hit" href="${paths.changeContact}?dato=email">${say.change}</a></p></div>`;
}
