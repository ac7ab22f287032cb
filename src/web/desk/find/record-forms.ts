import type { RecordView } from '../../../actions/desk/view-record.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { freezeReasons, revealFields, revealReasons } from '../../../rules/desk/reasons.ts';
import { form, links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';
import { radios } from '../fields.ts';
import type { RecordAt, RecordSaid } from './record.ts';

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;
const button = (text: string, described: string): Html =>
  html`<div><button class="btn alt" type="submit" aria-describedby="${described}">${text}</button></div>`;

/** What can be done with a record: open a case, see one field, shut the account. */
export function recordForms(c: Ctx, at: RecordAt, view: RecordView, said: RecordSaid): Html {
  return html`${casePart(c, at, view)}${revealPart(c, at, said)}${view.state !== 'frozen' && freezePart(c, at, said)}`;
}

/** The case that is open, or buttons to begin one; its consequence stands before them. */
function casePart(c: Ctx, { grant, staff }: RecordAt, { open, state }: RecordView): Value {
  const { counter, contact } = c.var.visit.words;
  const { open: say } = counter.record;
  const { shift } = staff.session;
  if (open)
    return shift.role === 'agent' && open.office === shift.office
      ? html`<p>${say.going}</p>${links([[paths.deskCase + open.id, counter.case.title(open.words)]])}`
      : html`<p>${open.office === shift.office ? `${say.going} ${open.words}` : say.elsewhere}</p>`;
  if (shift.role !== 'agent' || state === 'closed') return undefined;
  const offered: readonly (readonly [string, string])[] = [
    ...(['email', 'second-email', 'phone'] as const)
      .filter((slot) => slot !== 'phone' || c.var.visit.world.courier.carriesSms)
      .map((slot) => [slot, say.change(contact.names[slot].the)] as const),
    ...(state === 'frozen' ? [['lift-freeze', say.lift] as const] : []),
  ];
  const forms = offered.map(([value, text]) =>
    form(
      c,
      paths.deskOpenCase,
      html`${hidden('ficha', grant)}${hidden('asunto', value)}${button(text, 'abrir-ayuda')}`,
    ),
  );
  return html`<h2>${say.title}</h2><p id="abrir-ayuda">${say.told}</p>${forms}`;
}

function revealPart(c: Ctx, { grant }: RecordAt, { errors = [], typed = {} }: RecordSaid): Html {
  const { reveal: say } = c.var.visit.words.counter.record;
  const fields = revealFields.map((one) => [one, say.fields[one]] as const);
  const reasons = revealReasons.map((one) => [one, say.reasons[one]] as const);
  const body = html`${hidden('ficha', grant)}${radios(c, { name: 'dato', legend: say.field, choices: fields, chosen: typed.dato }, errors)}${radios(c, { name: 'motivo', legend: say.why, choices: reasons, chosen: typed.motivo }, errors)}<p class="small" id="dato-aviso">${say.told}</p>${button(say.submit, 'dato-aviso')}`;
  return html`<h2>${say.title}</h2>${form(c, paths.deskReveal, body)}`;
}

function freezePart(c: Ctx, { grant }: RecordAt, { errors = [], typed = {} }: RecordSaid): Html {
  const { freeze: say } = c.var.visit.words.counter.record;
  const reasons = freezeReasons.map((one) => [one, say.reasons[one]] as const);
  const body = html`${hidden('ficha', grant)}${radios(c, { name: 'causa', legend: say.why, choices: reasons, chosen: typed.causa }, errors)}<p class="small" id="proteger-aviso">${say.told}</p>${button(say.submit, 'proteger-aviso')}`;
  return html`<h2>${say.title}</h2>${form(c, paths.deskFreeze, body)}`;
}
