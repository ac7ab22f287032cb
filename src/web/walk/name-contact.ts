import { chooseChannel, nameContact } from '../../actions/recovery/name-contact.ts';
import { judgeAddress } from '../../lib/contact/email.ts';
import { providerTypo } from '../../lib/contact/mail-provider.ts';
import { e164 } from '../../lib/contact/phone.ts';
import { html, raw } from '../../lib/html.ts';
import type { Channel } from '../../rules/policy.ts';
import { goTo, show } from '../page/page.ts';
import { actLink, errorSummary, form, links, noticeBody, rich, submit, textField } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, statusOf } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goOn } from './case-page.ts';

type At = AtStage<'naming-contact'>;

/** C8: the registered contact, typed. What is typed is compared in silence and never becomes a destination. */
export function nameContactPage(app: App): void {
  app.get(paths.nameContact, async (c) => {
    const at = await caseAt(c, 'naming-contact');
    return at instanceof Response ? at : view(c, at);
  });
  app.post(paths.nameContact, async (c) => {
    const sent = await readForm(c, ['correo', 'seguro']);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'naming-contact');
    if (at instanceof Response) return at;
    const { world, browser, words } = c.var.visit;
    const { correo, seguro } = sent.fields;
    const { channel } = at.stage;
    const read = channel === 'phone' ? readPhone(correo, world.institution.country) : readAddress(correo);
    if ('fault' in read)
      return view(c, at, { typed: correo, error: words.nameContact[channel].errors[read.fault] });
    const better = channel === 'phone' || seguro !== '' ? undefined : providerTypo(read.contact);
    if (better) return viewTypo(c, at, read.contact, better);
    const named = { browser, caseId: at.view.found.id, channel, contact: read.contact };
    const outcome = await nameContact(world, named);
    return outcome?.refusal === 'no-more-messages' ? sayNoMore(c) : goOn(c, outcome);
  });
  app.post(paths.chooseChannel, async (c) => {
    const sent = await readForm(c, ['canal']);
    if (!sent.ok) return refuseForm(c, sent);
    const channel = channels.find((one) => one === sent.fields.canal);
    const at = await caseAt(c, 'naming-contact', 'awaiting-code');
    if (at instanceof Response) return at;
    if (!channel) return goTo(c, paths.otherWays);
    const { world, browser } = c.var.visit;
    return goOn(c, await chooseChannel(world, { browser, caseId: at.view.found.id, channel }));
  });
}

const channels: readonly Channel[] = ['email', 'second-email', 'phone'];

type Read = { readonly contact: string } | { readonly fault: 'empty' | 'no-at' | 'no-domain' | 'malformed' };

function readAddress(typed: string): Read {
  const verdict = judgeAddress(typed);
  return verdict.ok ? { contact: verdict.address } : { fault: verdict.fault };
}

/** A number without a prefix is one of the institution's own country. */
function readPhone(typed: string, country: string): Read {
  if (typed.trim() === '') return { fault: 'empty' };
  const phone = e164(typed, country);
  return phone ? { contact: phone } : { fault: 'malformed' };
}

const mailField = raw(
  'type="email" inputmode="email" autocomplete="email" autocapitalize="none" autocorrect="off" spellcheck="false"',
);
const phoneField = raw('type="tel" inputmode="tel" autocomplete="tel"');

function view(
  c: Ctx,
  { view: { found, typed: known }, stage }: At,
  again?: { typed: string; error: string },
): Response {
  const { words, house, world } = c.var.visit;
  const { channel } = stage;
  const say = words.nameContact[channel];
  const errors = again ? [{ field: 'correo', text: again.error }] : [];
  // Changing the address starts from what was typed before; another channel starts empty.
  const before =
    stage.sent > 0 && (known.contact ?? '').includes('@') === (channel !== 'phone') ? known.contact : '';
  const field = textField(c, {
    id: 'correo',
    label: say.label(house),
    hint: say.hint,
    value: again?.typed ?? before ?? '',
    error: again?.error,
    attributes: channel === 'phone' ? phoneField : mailField,
  });
  return show(c, {
    title: say.label(house),
    stage: 'contact',
    ...(stage.sent === 0 && { back: paths.identify }),
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`${form(
      c,
      paths.nameContact,
      html`${errorSummary(c, errors)}${field}<div>${submit(words.nameContact.send)}</div>`,
    )}
${(channel === 'phone' || world.courier.carriesSms) && actLink(c, paths.chooseChannel, say.instead, { canal: channel === 'phone' ? 'email' : 'phone' })}
${links([[paths.otherWays, say.none]])}`,
  });
}

/** The messages of a case are counted whatever address they were asked for. */
function sayNoMore(c: Ctx): Response {
  const { noMore, otherWays } = c.var.visit.words.enterCode;
  const main = noticeBody(noMore, links([[paths.otherWays, otherWays]]));
  return show(c, { title: noMore.title, stage: 'contact', main, status: statusOf['no-more-messages'] });
}

/** A likely slip in the provider's name, from a fixed list only: nothing stored is looked at. */
function viewTypo(c: Ctx, { view: { found } }: At, typed: string, better: string): Response {
  const { typo } = c.var.visit.words.nameContact;
  const [before = '', domain = ''] = better.split('@');
  const choice = (text: string, value: string, kind: string) =>
    html`<button class="btn${kind}" type="submit" name="correo" value="${value}">${text}</button>`;
  return show(c, {
    title: typo.title,
    stage: 'contact',
    caseWords: found.words,
    main: form(
      c,
      paths.nameContact,
      html`<h1>${typo.title}</h1><p>${rich(typo.ask(before, domain))}</p><input type="hidden" name="seguro" value="1">
<div class="stack">${choice(typo.yes, better, '')} ${choice(typo.no, typed, ' alt')}</div>`,
    ),
  });
}
