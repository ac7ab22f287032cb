import { randomUUID } from 'node:crypto';
import { html } from '../../../lib/html.ts';
import type { Office } from '../../../rules/policy.ts';
import { goTo, show } from '../../page/page.ts';
import { errorSummary, fieldError, form, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../../request/visit.ts';

/** Where a browser is that has not chosen an office; an institution without any explains its phone. */
export const toOffices = (c: Ctx): Response =>
  goTo(
    c,
    c.var.visit.world.institution.offices.length > 0
      ? paths.chooseOffice
      : `${paths.otherWays}?opcion=office`,
  );

/** The office chosen so far, while the institution still has it. */
export function chosenOffice(c: Ctx): Office | undefined {
  const { ticket } = readDraft(c);
  return c.var.visit.world.institution.offices.find(({ id }) => id === ticket?.office);
}

/** C15, the office branch: which office. Nobody's number is asked for, and nothing tells where somebody is. */
export function chooseOfficePage(app: App): void {
  app.get(paths.chooseOffice, (c) =>
    c.var.visit.world.institution.offices.length > 0 ? view(c) : toOffices(c),
  );
  app.post(paths.chooseOffice, async (c) => {
    const sent = await readForm(c, ['oficina']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, words } = c.var.visit;
    const office = world.institution.offices.find(({ id }) => id === sent.fields.oficina);
    if (!office) return view(c, words.chooseOffice.errors.empty);
    const ticket = { request: randomUUID(), office: office.id, needs: [] };
    keepDraft(c, { ...readDraft(c), ticket });
    return goTo(c, paths.sayNeeds);
  });
}

function view(c: Ctx, error?: string): Response {
  const { world, words } = c.var.visit;
  const { chooseOffice: say, frame } = words;
  const errors = error === undefined ? [] : [{ field: 'oficina', text: error }];
  const chosen = chosenOffice(c)?.id;
  const provinces = Map.groupBy(world.institution.offices, ({ province }) => province);
  const groups = [...provinces].map(
    ([province, offices]) =>
      html`<optgroup label="${province}">${offices.map(
        ({ id, name }) => html`<option value="${id}"${id === chosen && html` selected`}>${name}</option>`,
      )}</optgroup>`,
  );
  const described = html` aria-describedby="oficina-ayuda${error !== undefined && ' oficina-error'}"${error !== undefined && html` aria-invalid="true"`}`;
  const field = html`<div class="field${error !== undefined && ' wrong'}"><h1><label for="oficina">${say.title}</label></h1><p class="hint" id="oficina-ayuda">${say.hint}</p>${fieldError(c, 'oficina', error)}<select id="oficina" name="oficina" autocomplete="off"${described}><option value="">${say.pick}</option>${groups}</select></div>`;
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.otherWays,
    wrong: errors.length > 0,
    main: html`<div class="stack">${form(c, paths.chooseOffice, html`${errorSummary(c, errors)}${field}<div>${submit(frame.continue)}</div>`)}
<ul class="plain">${say.before.map((text) => html`<li>${text}</li>`)}</ul></div>`,
  });
}
