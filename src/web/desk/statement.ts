import type { OnShift } from '../../actions/desk/as-staff.ts';
import { casesToState, deskStatement, makeDeskStatement } from '../../actions/desk/case/statement.ts';
import { html } from '../../lib/html.ts';
import { statementView } from '../account/security/statement-view.ts';
import { goTo } from '../page/page.ts';
import { errorSummary, form, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, stop } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { showDesk } from './frame.ts';
import { staffAt } from './signed-in.ts';

const idShape = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The statement at the counter, on paper, for a person who proved who they are; its file is the person's own to fetch. */
export function deskStatementPages(app: App): void {
  app.get(paths.deskStatement, async (c) => {
    const staff = await staffAt(c);
    return staff instanceof Response ? staff : choose(c, staff, false);
  });
  app.post(paths.deskStatement, async (c) => {
    const sent = await readForm(c, ['tramite']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { tramite: id } = sent.fields;
    const made = idShape.test(id) ? await makeDeskStatement(c.var.visit.world, staff, id) : undefined;
    return made === undefined ? choose(c, staff, true) : goTo(c, `${paths.deskStatement}/${id}/${made}`);
  });
  app.get(`${paths.deskStatement}/:id/:made`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const { world, words } = c.var.visit;
    const { id, made } = c.req.param();
    const sound = idShape.test(id) && /^[1-9]\d{0,17}$/.test(made);
    const found = sound ? await deskStatement(world, staff, id, made) : undefined;
    if (!found) return stop(c, words.problems.notFound, 404);
    const { statement: say } = words;
    return showDesk(c, {
      title: say.heading,
      back: paths.deskStatement,
      main: html`<div class="stack"><h1>${say.heading}</h1><p class="screen-only">${say.desk.give} ${say.print}</p>${statementView(c, found)}</div>`,
    });
  });
}

async function choose(c: Ctx, staff: OnShift, refused: boolean): Promise<Response> {
  const { desk: say } = c.var.visit.words.statement;
  const cases = await casesToState(c.var.visit.world, staff);
  const forms = cases.map(({ id, words }) =>
    form(
      c,
      paths.deskStatement,
      html`<input type="hidden" name="tramite" value="${id}">${submit(say.make(words))}`,
    ),
  );
  return showDesk(c, {
    title: say.title,
    wrong: refused,
    main: html`<div class="stack">${errorSummary(c, refused ? [{ field: 'contenido', text: say.refused }] : [])}<h1>${say.title}</h1><p>${say.what}</p>${forms.length > 0 ? forms : html`<p>${say.none}</p>`}</div>`,
  });
}
