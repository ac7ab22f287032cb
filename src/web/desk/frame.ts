import { type Html, html, type Value } from '../../lib/html.ts';
import type { DeskRefusal } from '../../rules/desk/staff.ts';
import { closingNote } from '../page/closing.ts';
import { type Page, show } from '../page/page.ts';
import { links, noticeBody } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { deskStatusOf } from '../problems.ts';
import type { Ctx } from '../request/visit.ts';
import { deskLinks, mayLook } from './routes.ts';

/** An office as its people call it; one that is gone keeps its short name. */
export const officeName = (c: Ctx, id: string): string =>
  c.var.visit.world.institution.offices.find((office) => office.id === id)?.name ?? id;

/** Who works here, as what and where, and the pages of that role. */
function bar(c: Ctx): Value {
  const { staff } = c.var;
  if (!staff) return undefined;
  const { desk: say } = c.var.visit.words;
  const { shift } = staff.session;
  const you = shift
    ? say.you(staff.name, say.roles[shift.role], officeName(c, shift.office))
    : say.youOnly(staff.name);
  const own = shift ? deskLinks.filter(({ path }) => mayLook(shift.role, path)) : [];
  return html`<div class="stage"><nav class="wrap" aria-label="${say.nav}"><p><strong>${you}</strong></p>${own.length > 0 && html`<ul>${own.map((one) => item(c, one))}</ul>`}</nav></div>`;
}

const item = (c: Ctx, { page, path }: (typeof deskLinks)[number]): Html =>
  html`<li><a href="${path}"${c.req.path === path && html` aria-current="page"`}>${c.var.visit.words.desk.links[page]}</a></li>`;

/** One page of the desk: denser, with who works there, and until when it is open. Every page of the desk is shown by this. */
export function showDesk(c: Ctx, page: Page): Response {
  const { staff } = c.var;
  const dense = { ...page, dense: true, bar: bar(c) };
  if (!staff) return show(c, dense);
  const rule = c.var.visit.world.institution.policy.staff.session;
  const closing = closingNote(c, staff.session, { rule, moreTime: paths.deskMoreTime });
  const scripts = [...(page.scripts ?? []), 'session'] as const;
  return show(c, { ...dense, scripts, main: html`${page.main}${closing}` });
}

/** A page of the desk that tells why not, and leads back to the desk. */
export function refuseDesk(c: Ctx, refusal: DeskRefusal): Response {
  const { denied, toDesk } = c.var.visit.words.desk;
  const notice = denied[refusal];
  return showDesk(c, {
    title: notice.title,
    main: noticeBody(notice, links([[paths.desk, toDesk]])),
    status: deskStatusOf[refusal],
  });
}
