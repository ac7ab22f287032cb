import { askTime, cancelCase, chooseKey } from '../../actions/recovery/choose-key.ts';
import { html } from '../../lib/html.ts';
import { until } from '../../words/times.ts';
import { newKeyBlock, newKeyNames, sayKey, sayRepeated } from '../page/key-field.ts';
import { goTo, show } from '../page/page.ts';
import { errorSummary, form, icon, rich } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goOn } from './case-page.ts';

type At = AtStage<'choosing-key'>;

/** C12: the new key, under one rule that the page, the phone's key keeper, the script and the server all read. */
export function chooseKeyPage(app: App): void {
  app.get(paths.chooseKey, async (c) => {
    const at = await caseAt(c, 'choosing-key');
    return at instanceof Response ? at : view(c, at);
  });
  app.post(paths.chooseKey, async (c) => {
    const sent = await readForm(c, newKeyNames);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'choosing-key');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const repeated = sayRepeated(c, sent.fields);
    if (repeated) return view(c, at, repeated);
    const { clave: key } = sent.fields;
    const { outcome, problem } = await chooseKey(world, { browser, found: at.view.found, key });
    if (problem && outcome?.refusal === 'key-refused') return view(c, at, sayKey(c, problem));
    return outcome?.state.stage.kind === 'closed' && !outcome.refusal
      ? goTo(c, paths.done)
      : goOn(c, outcome);
  });
  app.post(paths.askTime, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'choosing-key');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const outcome = await askTime(world, { browser, caseId: at.view.found.id });
    return goTo(c, outcome?.refusal ? paths.chooseKey : `${paths.chooseKey}?tiempo`);
  });
  app.post(paths.cancelCase, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'pacing', 'answering', 'naming-contact', 'awaiting-code', 'choosing-key');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    return goOn(c, await cancelCase(world, { browser, caseId: at.view.found.id }));
  });
}

function view(c: Ctx, { view: { found, typed }, stage }: At, error?: string): Response {
  const { world, words, language } = c.var.visit;
  const { chooseKey: say } = words;
  const time = until(stage.until, world.clock.now(), world.institution.timezone, language);
  const errors = error === undefined ? [] : [{ field: 'clave', text: error }];
  const given =
    c.req.query('tiempo') !== undefined && html`<p class="said" role="status">${say.moreTimeGiven(time)}</p>`;
  return show(c, {
    title: say.title,
    stage: 'key',
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`${form(
      c,
      paths.askTime,
      html`${icon('clock')}<p>${rich(say.deadline(time))}</p><button class="as-link" type="submit">${say.moreTime}</button>`,
      'time',
    )}${given}
${form(
  c,
  paths.chooseKey,
  html`${errorSummary(c, errors)}
${newKeyBlock(c, typed.claim.identity, error)}`,
)}`,
  });
}
