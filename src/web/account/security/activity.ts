import { type Activity, ownActivity } from '../../../actions/account/security/activity.ts';
import { csvLine } from '../../../lib/audit/csv.ts';
import { type Html, html } from '../../../lib/html.ts';
import { type ActivityGroup, activityGroups } from '../../../rules/account/activity.ts';
import { mayDisavow } from '../../../rules/account/worth-disavowing.ts';
import { clock, day } from '../../../words/times.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { deviceWords } from '../account.ts';
import { showAccount } from '../frame.ts';
import { ownerAt } from '../signed-in.ts';
import { whatHappened, whoDidIt } from './told.ts';

const perPage = 20;
/** Beyond this the file is what to look in. */
const lastPage = 500;
/** More lines than any account gathers in years. */
const mostInFile = 10_000;

/** C23: what happened, in plain words. Looking changes nothing, so the filter is a GET form. */
export function activityPage(app: App): void {
  app.get(paths.activity, async (c) => {
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const group = groupIn(c);
    const page = pageIn(c);
    // One more than is shown says whether there are older ones.
    const asked = { limit: perPage + 1, offset: (page - 1) * perPage, ...(group && { group }) };
    const found = await ownActivity(c.var.visit.world, owner, asked);
    return view(c, { shown: found.slice(0, perPage), group, page, more: found.length > perPage });
  });
  app.get(paths.activityFile, async (c) => {
    const owner = await ownerAt(c, paths.activity);
    if (owner instanceof Response) return owner;
    const { activity: say } = c.var.visit.words;
    const group = groupIn(c);
    const found = await ownActivity(c.var.visit.world, owner, { limit: mostInFile, ...(group && { group }) });
    const head = csvLine([say.columns.at, say.columns.what, say.columns.who, say.columns.device]);
    const lines = found.map((one) =>
      csvLine([momentOf(c, one.at), whatHappened(c, one), whoDidIt(c, one), deviceIn(c, one)]),
    );
    c.header('content-type', 'text/csv; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${say.fileName}.csv"`);
    // Spreadsheets take a file for UTF-8 only when it begins so.
    return c.body(`\ufeff${head}${lines.join('')}`);
  });
}

const groupIn = (c: Ctx): ActivityGroup | undefined =>
  activityGroups.find((group) => group === c.req.query('tipo'));

function pageIn(c: Ctx): number {
  const typed = c.req.query('pagina') ?? '';
  return /^[1-9]\d{0,2}$/.test(typed) ? Math.min(Number(typed), lastPage) : 1;
}

function momentOf(c: Ctx, at: Date): string {
  const { world, language } = c.var.visit;
  const { timezone } = world.institution;
  return `${day(at, timezone, language)}, ${clock(at, timezone, language)}`;
}

/** What it was done with; nothing where nobody's device had to do with it. */
const deviceIn = (c: Ctx, { device }: Activity): string =>
  device === undefined ? '' : deviceWords(c, device);

const addressOf = (path: string, group: ActivityGroup | undefined, page = 1): string => {
  const query = new URLSearchParams({
    ...(group && { tipo: group }),
    ...(page > 1 && { pagina: String(page) }),
  });
  return query.size > 0 ? `${path}?${query}` : path;
};

/** A GET form: it carries no token, since it changes nothing. */
function filter(c: Ctx, group: ActivityGroup | undefined): Html {
  const { filter: say } = c.var.visit.words.activity;
  const options = activityGroups.map(
    (one) => html`<option value="${one}"${one === group && html` selected`}>${say.groups[one]}</option>`,
  );
  return html`<form class="stack" method="get" action="${paths.activity}"><div class="field"><label for="tipo">${say.label}</label><select id="tipo" name="tipo" autocomplete="off"><option value="">${say.all}</option>${options}</select></div><div><button class="btn alt" type="submit">${say.submit}</button></div></form>`;
}

function table(c: Ctx, shown: readonly Activity[]): Html {
  const { activity: say } = c.var.visit.words;
  const { columns } = say;
  const rows = shown.map((one) => {
    const { at, kind } = one;
    return html`<tr><th scope="row"><time datetime="${at.toISOString()}">${momentOf(c, at)}</time></th><td data-label="${columns.what}">${whatHappened(c, one)}</td><td data-label="${columns.who}">${whoDidIt(c, one)}</td><td data-label="${columns.device}">${deviceIn(c, one)}</td><td>${mayDisavow(kind) && html`<a class="hit" href="${paths.notMe}">${say.notMe}</a>`}</td></tr>`;
  });
  return html`<table class="rows"><caption>${say.caption}</caption><thead><tr><th scope="col">${columns.at}</th><th scope="col">${columns.what}</th><th scope="col">${columns.who}</th><th scope="col">${columns.device}</th><th scope="col">${columns.act}</th></tr></thead><tbody>${rows}</tbody></table>`;
}

type Listing = {
  readonly shown: readonly Activity[];
  readonly group: ActivityGroup | undefined;
  readonly page: number;
  readonly more: boolean;
};

function view(c: Ctx, { shown, group, page, more }: Listing): Response {
  const { activity: say } = c.var.visit.words;
  const ways: (readonly [string, string])[] = [];
  if (page > 1) ways.push([addressOf(paths.activity, group, page - 1), say.newer]);
  if (more && page < lastPage) ways.push([addressOf(paths.activity, group, page + 1), say.older]);
  ways.push([addressOf(paths.activityFile, group), say.download]);
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    main: html`<div class="stack"><h1>${say.title}</h1>
${filter(c, group)}
${shown.length > 0 ? table(c, shown) : html`<p>${say.none}</p>`}
${links(ways)}</div>`,
  });
}
