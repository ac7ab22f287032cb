import { makeOwnStatement } from '../../../actions/account/security/own-statement.ts';
import { readStatement, statementProofs } from '../../../actions/audit/statement.ts';
import { html } from '../../../lib/html.ts';
import { goTo } from '../../page/page.ts';
import { form, links, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';
import { statementView } from './statement-view.ts';

const isRow = (typed: string): boolean => /^[1-9]\d{0,17}$/.test(typed);

/** The statement of somebody signed in: made by a button, which is noted; then read, printed and taken along as often as wanted. */
export function statementPages(app: App): void {
  app.get(paths.statement, async (c) => {
    const owner = await freshOwnerAt(c);
    return owner instanceof Response ? owner : begin(c);
  });
  app.post(paths.statement, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const made = await makeOwnStatement(c.var.visit.world, owner);
    return goTo(c, made === undefined ? paths.signIn : `${paths.statement}/${made}`);
  });
  app.get(`${paths.statement}/:made`, async (c) => {
    const owner = await freshOwnerAt(c, paths.statement);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const made = c.req.param('made');
    const found = isRow(made) ? await readStatement(world, owner.account.nameHash, made) : undefined;
    if (!found) return stop(c, words.problems.notFound, 404);
    const { statement: say } = words;
    return showAccount(c, {
      title: say.heading,
      back: paths.statement,
      main: html`<div class="stack"><h1>${say.heading}</h1><div class="stack screen-only">${links([[`${paths.statement}/${made}/pruebas.json`, say.download]])}<p>${say.print}</p></div>${statementView(c, found)}</div>`,
    });
  });
  proofsOf(app);
}

/** The proofs of a statement, one JSON object a line: `reclave audit verify` takes the file. */
function proofsOf(app: App): void {
  app.get(`${paths.statement}/:made/pruebas.json`, async (c) => {
    const owner = await freshOwnerAt(c, paths.statement);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const made = c.req.param('made');
    const { nameHash } = owner.account;
    if (!isRow(made) || !(await readStatement(world, nameHash, made)))
      return stop(c, words.problems.notFound, 404);
    let text = '';
    for await (const proof of statementProofs(world, nameHash, made)) text += `${JSON.stringify(proof)}\n`;
    c.header('content-type', 'application/x-ndjson; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${words.statement.fileName}.json"`);
    return c.body(text);
  });
}

function begin(c: Ctx): Response {
  const { statement: say } = c.var.visit.words;
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    main: html`<div class="stack"><h1>${say.title}</h1><p>${say.what}</p><p>${say.proof}</p><p>${say.noted}</p>${form(c, paths.statement, submit(say.make))}</div>`,
  });
}
