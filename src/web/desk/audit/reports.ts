import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { codesOfStaff, reportFor } from '../../../actions/desk/auditor/reports.ts';
import { minutesAfter } from '../../../lib/clock.ts';
import { type Html, html } from '../../../lib/html.ts';
import { type ReportName, reportColumns } from '../../../rules/audit/report.ts';
import type { ReportRow } from '../../../store/audit/reports.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { stop } from '../../problems.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { auditLinks, dateField, dayIn, momentOf } from './said.ts';

const usualDays = 30;

const isReport = (text: string): text is ReportName => Object.hasOwn(reportColumns, text);
const names = Object.keys(reportColumns).filter(isReport);

/** A3: the ready questions, each with what it means, as a page, a table and the manifest that vouches for the table. */
export function reportPages(app: App): void {
  app.get(paths.auditReports, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { reports: say } = c.var.visit.words.auditing;
    const all = names.map(
      (name) =>
        html`<li><a href="${paths.auditReports}/${name}">${say.titles[name]}</a><br>${say.definitions[name]}</li>`,
    );
    return showDesk(c, {
      title: say.title,
      main: html`<div class="stack"><h1>${say.title}</h1><ul class="links">${all}</ul>${auditLinks(c, paths.auditReports)}</div>`,
    });
  });
  app.get(`${paths.auditReports}/:report`, (c) =>
    answering(c, c.req.param('report'), (staff, name, span) => viewReport(c, staff, name, span)),
  );
  app.get(`${paths.auditReports}/:report/tabla.csv`, (c) =>
    answering(c, c.req.param('report'), async (staff, name, span) => {
      const { csv } = await reportFor(c.var.visit.world, staff, name, span);
      c.header('content-type', 'text/csv; charset=utf-8');
      c.header('content-disposition', `attachment; filename="${name}.csv"`);
      return c.body(csv);
    }),
  );
  app.get(`${paths.auditReports}/:report/manifiesto.json`, (c) =>
    answering(c, c.req.param('report'), async (staff, name, span) => {
      const { manifest } = await reportFor(c.var.visit.world, staff, name, span);
      c.header('content-type', 'application/json; charset=utf-8');
      c.header('content-disposition', `attachment; filename="${name}.json"`);
      return c.body(`${JSON.stringify(manifest, null, 2)}\n`);
    }),
  );
}

type Span = { readonly from: Date; readonly to: Date };

/** Lets an auditor ask one of the questions there are, for the days in the address. */
async function answering(
  c: Ctx,
  name: string,
  answer: (staff: OnShift, name: ReportName, span: Span) => Promise<Response>,
): Promise<Response> {
  const staff = await staffAt(c);
  if (staff instanceof Response) return staff;
  if (!isReport(name)) return stop(c, c.var.visit.words.problems.notFound, 404);
  return answer(staff, name, spanIn(c));
}

/** An instant as a link of ours writes it. */
function instantIn(typed: string | undefined): Date | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(typed ?? '')) return undefined;
  const at = new Date(typed ?? '');
  return Number.isNaN(at.getTime()) ? undefined : at;
}

/** The days asked for; the last thirty when nothing is said. They end now at the latest, so that a file stays what it was. */
function spanIn(c: Ctx): Span {
  const now = c.var.visit.world.clock.now();
  const { desde, hasta } = c.req.query();
  const to = instantIn(hasta) ?? dayIn(c, hasta)?.to ?? now;
  const from = instantIn(desde) ?? dayIn(c, desde)?.from ?? minutesAfter(now, -usualDays * 24 * 60);
  return { from, to: to < now ? to : now };
}

async function viewReport(c: Ctx, staff: OnShift, name: ReportName, span: Span): Promise<Response> {
  const { world, words } = c.var.visit;
  const { reports: say, filter } = words.auditing;
  const { rows } = await reportFor(world, staff, name, span);
  const { desde, hasta } = c.req.query();
  const here = `${paths.auditReports}/${name}`;
  const query = new URLSearchParams({ desde: span.from.toISOString(), hasta: span.to.toISOString() });
  return showDesk(c, {
    title: say.titles[name],
    back: paths.auditReports,
    main: html`<div class="stack"><h1>${say.titles[name]}</h1><p>${say.definitions[name]}</p>
<form class="stack" method="get" action="${here}">${dateField('desde', filter.from, desde?.slice(0, 10))}${dateField('hasta', filter.to, hasta?.slice(0, 10))}<div><button class="btn alt" type="submit">${filter.submit}</button></div></form>
${rows.length > 0 ? table(c, name, rows, await codesOfStaff(world)) : html`<p>${say.none}</p>`}
${links([
  [`${here}/tabla.csv?${query}`, say.csv],
  [`${here}/manifiesto.json?${query}`, say.manifest],
])}<p class="small lead">${say.check}</p></div>`,
  });
}

function table(
  c: Ctx,
  name: ReportName,
  rows: readonly ReportRow[],
  codes: ReadonlyMap<string, string>,
): Html {
  const { reports: say } = c.var.visit.words.auditing;
  const columns = reportColumns[name];
  const cell = (value: ReportRow[string] | undefined): string => {
    if (value instanceof Date) return momentOf(c, value);
    const text = String(value ?? '');
    return codes.get(text) ?? text;
  };
  const lines = rows.map(
    (row) =>
      html`<tr>${columns.map((column) => html`<td class="address" data-label="${say.columns[column]}">${column === 'seq' ? html`<a href="${paths.auditEvent}${cell(row[column])}">${cell(row[column])}</a>` : cell(row[column])}</td>`)}</tr>`,
  );
  return html`<table class="rows"><caption>${say.definitions[name]}</caption><thead><tr>${columns.map((column) => html`<th scope="col">${say.columns[column]}</th>`)}</tr></thead><tbody>${lines}</tbody></table>`;
}
