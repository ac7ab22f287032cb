import { type Queued, reviewQueue, unconfirmedToday } from '../../../actions/desk/case/queue.ts';
import { type Html, html } from '../../../lib/html.ts';
import { type Signal, signals, targetMinutes } from '../../../rules/desk/signals.ts';
import { clock } from '../../../words/times.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { officeName, showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';

type Only = { readonly office: string | undefined; readonly signal: Signal | undefined };

/** S7: what waits for a second person, the longest wait first. It is read anew when asked, and never by itself. */
export function queuePage(app: App): void {
  app.get(paths.deskApprove, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { world } = c.var.visit;
    const only: Only = {
      office: world.institution.offices.find(({ id }) => id === c.req.query('oficina'))?.id,
      signal: signals.find((one) => one === c.req.query('senal')),
    };
    const queue = await reviewQueue(world, staff);
    const shown = queue.filter(
      ({ office, signals: found }) =>
        (only.office === undefined || office === only.office) &&
        (only.signal === undefined || found.includes(only.signal)),
    );
    const { approve: say } = c.var.visit.words;
    const said = (['approved', 'returned', 'refused'] as const).find((one) => c.req.query(one) !== undefined);
    const nothing = queue.length > 0 ? say.noneSuch : say.none;
    return showDesk(c, {
      title: say.title,
      main: html`<div class="stack"><h1>${say.title}</h1>
${said && html`<p class="said" role="status">${say.done[said]}</p>`}
<p>${say.intro(targetMinutes)}</p>
${filter(c, only)}
${shown.length > 0 ? table(c, shown) : html`<p>${nothing}</p>`}
${links([[here(only), say.refresh]])}
${await alerts(c)}</div>`,
    });
  });
}

/** What is asked for, in a few words. */
export const errandOf = (c: Ctx, errand: Queued['errand']): string =>
  c.var.visit.words.approve.errands[errand.kind === 'lift-freeze' ? errand.kind : errand.slot];

const here = ({ office, signal }: Only): string => {
  const query = new URLSearchParams({ ...(office && { oficina: office }), ...(signal && { senal: signal }) });
  return query.size > 0 ? `${paths.deskApprove}?${query}` : paths.deskApprove;
};

/** A GET form: it carries no token, since it changes nothing. */
function filter(c: Ctx, only: Only): Html {
  const { filter: say, signals: names } = c.var.visit.words.approve;
  const choice = (id: string, label: string, chosen: string | undefined, of: readonly [string, string][]) =>
    html`<div class="field"><label for="${id}">${label}</label><select id="${id}" name="${id}" autocomplete="off"><option value="">${say.all}</option>${of.map(([value, text]) => html`<option value="${value}"${value === chosen && html` selected`}>${text}</option>`)}</select></div>`;
  const offices = c.var.visit.world.institution.offices.map(({ id, name }): [string, string] => [id, name]);
  const kinds = signals.map((one): [string, string] => [one, names[one]]);
  return html`<form class="stack" method="get" action="${paths.deskApprove}">${choice('oficina', say.office, only.office, offices)}${choice('senal', say.signal, only.signal, kinds)}<div><button class="btn alt" type="submit">${say.submit}</button></div></form>`;
}

function table(c: Ctx, shown: readonly Queued[]): Html {
  const { approve: say } = c.var.visit.words;
  const { columns } = say;
  const rows = shown.map((one) => {
    const found = one.signals.map((signal) => say.signals[signal]).join('. ') || say.noSignals;
    const waited = `${say.minutes(one.waited)}${one.waited > targetMinutes ? `, ${say.late}` : ''}`;
    return html`<tr><th scope="row"><a class="hit" href="${paths.deskApprove}/${one.id}">${one.words}</a><br>${errandOf(c, one.errand)}</th><td data-label="${columns.office}">${officeName(c, one.office)}</td><td data-label="${columns.agent}">${one.agent}</td><td data-label="${columns.waited}">${waited}</td><td data-label="${columns.signals}">${found}</td></tr>`;
  });
  return html`<table class="rows"><caption>${say.caption}</caption><thead><tr><th scope="col">${columns.words}</th><th scope="col">${columns.office}</th><th scope="col">${columns.agent}</th><th scope="col">${columns.waited}</th><th scope="col">${columns.signals}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

async function alerts(c: Ctx): Promise<Html> {
  const { words, world, language } = c.var.visit;
  const { alerts: say } = words.approve;
  const found = await unconfirmedToday(world);
  const items = found.map((one) => {
    const time = clock(one.at, world.institution.timezone, language);
    const line = [one.words, officeName(c, one.office), one.agent, time].join(' · ');
    return html`<li>${line}${one.frozen && ` · ${say.frozen}`}</li>`;
  });
  return html`<h2>${say.title}</h2>${items.length > 0 ? html`<ul class="plain">${items}</ul>` : html`<p>${say.none}</p>`}`;
}
