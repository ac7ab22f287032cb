import type { Owner } from '../../../actions/account/owner.ts';
import { type Asked, changeContact } from '../../../actions/contact/change-contact.ts';
import { contactOf } from '../../../actions/personal.ts';
import { allChannels } from '../../../actions/tell.ts';
import { providerTypo } from '../../../lib/contact/mail-provider.ts';
import { html } from '../../../lib/html.ts';
import type { Channel } from '../../../rules/policy.ts';
import { goTo } from '../../page/page.ts';
import { actLink, errorSummary, form, rich, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, statusOf, stop } from '../../problems.ts';
import { ownMailField, ownPhoneField, readContact } from '../../request/contact-field.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';

const slotOf = (text: string | undefined): Channel | undefined => allChannels.find((one) => one === text);

/** C22: another contact, or none. Only who gave the key a moment ago gets here (SE-05). */
export function changeContactPage(app: App): void {
  app.get(paths.changeContact, async (c) => {
    const slot = slotOf(c.req.query('dato')) ?? readDraft(c).slot;
    // Giving the key again leads back to this address alone: which contact it was is remembered.
    if (slot && slotOf(c.req.query('dato'))) keepDraft(c, { ...readDraft(c), slot });
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    return slot ? view(c, owner, slot) : goTo(c, paths.contact);
  });
  app.post(paths.changeContact, async (c) => {
    const sent = await readForm(c, ['dato', 'contacto', 'seguro', 'quitar']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const { contacto, seguro, quitar } = sent.fields;
    const slot = slotOf(sent.fields.dato);
    if (!slot) return stop(c, words.problems.badRequest, 400);
    if (quitar === '1') return answer(c, owner, slot, await changeContact(world, owner, { slot }));
    if (slot === 'phone' && !world.courier.carriesSms) return goTo(c, paths.contact);
    const read = readContact(c, slot, contacto);
    if ('error' in read) return view(c, owner, slot, { typed: contacto, error: read.error });
    const better = slot === 'phone' || seguro !== '' ? undefined : providerTypo(read.contact);
    if (better) return viewTypo(c, slot, read.contact, better);
    const asked = await changeContact(world, owner, { slot, to: read.contact });
    return answer(c, owner, slot, asked, contacto);
  });
}

function answer(c: Ctx, owner: Owner, slot: Channel, asked: Asked, typed?: string): Response {
  const { words } = c.var.visit;
  const { changeContact: say } = words;
  if (asked.kind === 'same' && typed !== undefined)
    return view(c, owner, slot, {
      typed,
      error: say.fields[slot].errors.same(words.contact.names[asked.as].your),
    });
  if (asked.kind === 'asked')
    return goTo(c, `${typed === undefined ? paths.contactHeld : paths.confirmContact}?cambio=${asked.id}`);
  if (asked.kind === 'refused' && asked.because === 'no-more-messages')
    return stop(c, say.noMore, statusOf['no-more-messages']);
  if (asked.kind === 'refused' && asked.because === 'barred')
    return stop(c, say.barred, statusOf['account-barred']);
  return goTo(c, paths.contact);
}

function view(
  c: Ctx,
  { personal }: Owner,
  slot: Channel,
  again?: { typed: string; error: string },
): Response {
  const { world, words } = c.var.visit;
  const { changeContact: say } = words;
  const { label, hint } = say.fields[slot];
  const errors = again ? [{ field: 'contacto', text: again.error }] : [];
  const field = textField(c, {
    id: 'contacto',
    label,
    hint,
    value: again?.typed ?? '',
    error: again?.error,
    attributes: slot === 'phone' ? ownPhoneField : ownMailField,
  });
  const removable = slot !== 'email' && contactOf(personal, slot) !== undefined;
  const mayType = slot !== 'phone' || world.courier.carriesSms;
  const entry = form(
    c,
    paths.changeContact,
    html`${errorSummary(c, errors)}${field}<input type="hidden" name="dato" value="${slot}"><p>${say.why}</p>
<p>${say.hold(world.institution.policy.contactChange.holdHours)}</p><div>${submit(say.send)}</div>`,
  );
  return showAccount(c, {
    title: label,
    back: paths.contact,
    wrong: errors.length > 0,
    main: html`${mayType ? entry : html`<h1>${words.contact.names[slot].plain}</h1>`}
${removable && actLink(c, paths.changeContact, say.remove(words.contact.names[slot].the), { dato: slot, quitar: '1' })}`,
  });
}

/** A likely slip in the provider's name, from a fixed list only: nothing stored is looked at. */
function viewTypo(c: Ctx, slot: Channel, typed: string, better: string): Response {
  const { typo } = c.var.visit.words.nameContact;
  const [before = '', domain = ''] = better.split('@');
  const choice = (text: string, value: string, kind: string) =>
    html`<button class="btn${kind}" type="submit" name="contacto" value="${value}">${text}</button>`;
  return showAccount(c, {
    title: typo.title,
    main: form(
      c,
      paths.changeContact,
      html`<h1>${typo.title}</h1><p>${rich(typo.ask(before, domain))}</p><input type="hidden" name="seguro" value="1"><input type="hidden" name="dato" value="${slot}">
<div class="stack">${choice(typo.yes, better, '')} ${choice(typo.no, typed, ' alt')}</div>`,
    ),
  });
}
