import { type Html, html } from '../../../lib/html.ts';
import { logActors, logGroups } from '../../../rules/audit/kinds.ts';
import { plainText } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { Ctx } from '../../request/visit.ts';
import { dateField } from './said.ts';

/** A GET form: it carries no token, since it changes nothing, and its address may be handed on. */
export function filter(c: Ctx): Html {
  const { auditing: say } = c.var.visit.words;
  const { filter: labels } = say;
  const { desde, hasta, quien, tipo, oficina, palabras, persona } = c.req.query();
  const { offices } = c.var.visit.world.institution;
  const choice = (id: string, label: string, chosen: string | undefined, of: [string, string][]): Html =>
    html`<div class="field"><label for="${id}">${label}</label><select id="${id}" name="${id}" autocomplete="off"><option value="">${labels.all}</option>${of.map(([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select></div>`;
  return html`<form class="stack" method="get" action="${paths.audit}">${dateField('desde', labels.from, desde)}${dateField('hasta', labels.to, hasta)}${choice(
    'quien',
    labels.actor,
    quien,
    logActors.map((one) => [one, say.actors[one]]),
  )}${choice(
    'tipo',
    labels.group,
    tipo,
    Object.keys(logGroups).map((one) => [one, named(say.groups, one)]),
  )}${choice(
    'oficina',
    labels.office,
    oficina,
    offices.map(({ id, name }) => [id, name]),
  )}<div class="field"><label for="palabras">${labels.words}</label><input id="palabras" name="palabras" ${plainText} autocomplete="off" value="${palabras ?? ''}"></div>${persona !== undefined && html`<input type="hidden" name="persona" value="${persona}">`}<div><button class="btn alt" type="submit">${labels.submit}</button></div></form>`;
}

const named = (names: Readonly<Record<string, string>>, name: string): string => names[name] ?? name;
