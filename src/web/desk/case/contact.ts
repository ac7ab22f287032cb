import { askDeskCode, nameContactAgain, nameDeskContact } from '../../../actions/desk/case/work-on-case.ts';
import { providerTypo } from '../../../lib/contact/mail-provider.ts';
import { html, raw } from '../../../lib/html.ts';
import type { DeskStageOf } from '../../../rules/desk/case.ts';
import { deskCodeUntil } from '../../../rules/desk/new-contact.ts';
import type { Channel } from '../../../rules/policy.ts';
import { until } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { actLink, links, submit, textField } from '../../page/parts.ts';
import { qr } from '../../page/qr.ts';
import { paths } from '../../paths.ts';
import { readContact } from '../../request/contact-field.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { afterAct, type CaseAt, caseAct, casePath } from './door.ts';
import { caseForm, showCase } from './frame.ts';
import { windowPath } from './say.ts';

/** S5: the new contact, read back before anything is sent there; then the person types the code on their side. */
export function contactActs(app: App): void {
  caseAct(app, paths.deskNameContact, ['contacto', 'leido'], async (c, at, { contacto, leido }) => {
    const slot = slotOf(at);
    if (at.view.kept.stage.kind !== 'naming-contact' || !slot) return goTo(c, casePath(at));
    if (leido === 'no') return viewContact(c, at, slot, { typed: contacto });
    const read = readContact(c, slot, contacto);
    if ('error' in read) return viewContact(c, at, slot, { typed: contacto, error: read.error });
    if (leido !== '1') return viewReadBack(c, at, slot, read.contact);
    const { world, words } = c.var.visit;
    const named = await nameDeskContact(world, at.staff, at.view.kept.id, read.contact);
    if (named?.refusal !== 'same-contact') return afterAct(c, at, named);
    return viewContact(c, at, slot, { typed: contacto, error: words.counter.refused['same-contact'].title });
  });
  caseAct(app, paths.deskAskCode, [], async (c, at) => {
    const asked = await askDeskCode(c.var.visit.world, at.staff, at.view.kept.id);
    return asked && !asked.refusal ? goTo(c, `${casePath(at)}?otro`) : afterAct(c, at, asked);
  });
  caseAct(app, paths.deskContactAgain, [], async (c, at) =>
    afterAct(c, at, await nameContactAgain(c.var.visit.world, at.staff, at.view.kept.id)),
  );
}

export const slotOf = ({ view: { kept } }: CaseAt): Channel | undefined =>
  kept.errand.kind === 'change-contact' ? kept.errand.slot : undefined;

const theirMail = raw(
  'type="email" inputmode="email" autocomplete="off" autocapitalize="none" autocorrect="off" spellcheck="false"',
);
const theirPhone = raw('type="tel" inputmode="tel" autocomplete="off"');

export function viewContact(
  c: Ctx,
  at: CaseAt,
  slot: Channel,
  { typed, error }: { typed: string; error?: string },
): Response {
  const { contact: say } = c.var.visit.words.counter;
  const field = textField(c, {
    id: 'contacto',
    label: say.title[slot],
    hint: say.hint,
    value: typed,
    error,
    heading: false,
    attributes: slot === 'phone' ? theirPhone : theirMail,
  });
  return showCase(c, at, {
    title: say.title[slot],
    errors: error === undefined ? [] : [{ field: 'contacto', text: error }],
    main: caseForm(c, at, paths.deskNameContact, html`${field}<div>${submit(say.submit)}</div>`),
  });
}

/** Letter by letter, as large as it can be, before anything is sent; a likely slip is told. */
function viewReadBack(c: Ctx, at: CaseAt, slot: Channel, contact: string): Response {
  const { readBack: say } = c.var.visit.words.counter.contact;
  const better = slot === 'phone' ? undefined : providerTypo(contact);
  const hidden = (to: string) => html`<input type="hidden" name="contacto" value="${to}">`;
  const answer = (value: string, text: string, kind: string) =>
    html`<button class="btn${kind}" type="submit" name="leido" value="${value}">${text}</button>`;
  const instead =
    better !== undefined &&
    html`<p>${say.typo}</p>${caseForm(c, at, paths.deskNameContact, html`${hidden(better)}${answer('', say.instead(better), ' alt')}`)}`;
  return showCase(c, at, {
    title: say.title,
    main: html`<p>${say.script}</p><p class="letters" translate="no">${contact}</p>${instead}
${caseForm(c, at, paths.deskNameContact, html`${hidden(contact)}<div>${answer('1', say.send, '')} ${answer('no', say.change, ' alt')}</div>`)}`,
  });
}

/** The agent waits: the code is typed on the person's own page, whose address is no secret and names nobody. */
export function viewConfirming(c: Ctx, at: CaseAt, stage: DeskStageOf<'confirming'>): Response {
  const { world, words, language } = c.var.visit;
  const { confirming: say, case: sayCase } = words.counter;
  const { kept, to } = at.view;
  const { policy, timezone } = world.institution;
  const ends = until(deskCodeUntil(stage, { policy }), world.clock.now(), timezone, language);
  const address = world.baseUrl + windowPath(kept);
  const fields = { tramite: kept.id };
  return showCase(c, at, {
    title: say.title,
    main: html`${c.req.query('otro') !== undefined && html`<p class="said" role="status">${say.resent}</p>`}
<p>${say.sent(to ?? '', ends)}</p><p>${say.where}</p><p class="letters" translate="no">${address.replace(/^https?:\/\//, '')}</p>${qr(address, say.qr)}
<p>${say.waiting}</p>${links([[casePath(at), sayCase.refresh]])}
${actLink(c, paths.deskAskCode, say.resend, fields)}${actLink(c, paths.deskContactAgain, say.change, fields)}`,
  });
}
