import { askTime, cancelCase, chooseKey } from '../../actions/recovery/choose-key.ts';
import { html } from '../../lib/html.ts';
import { purposeWords } from '../../words/purposes.ts';
import { newKeyBlock, newKeyNames, sayKey, sayRepeated } from '../page/key-field.ts';
import { goTo, show } from '../page/page.ts';
import { errorSummary, form } from '../page/parts.ts';
import { pathOfStage, paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goOn, timeLeft } from './case-page.ts';

type At = AtStage<'choosing-key'>;

/** Where a walk may be given up. */
const open = [
  'pacing',
  'answering',
  'naming-contact',
  'awaiting-code',
  'proving-again',
  'choosing-key',
  'unlocking',
] as const;

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
    const at = await caseAt(c, 'proving-again', 'choosing-key', 'unlocking');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const outcome = await askTime(world, { browser, caseId: at.view.found.id });
    const page = pathOfStage[at.stage.kind];
    return goTo(c, outcome?.refusal ? page : `${page}?tiempo`);
  });
  app.post(paths.cancelCase, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, ...open);
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    return goOn(c, await cancelCase(world, { browser, caseId: at.view.found.id }));
  });
}

function view(c: Ctx, { view: { found, typed }, stage }: At, error?: string): Response {
  const { words } = c.var.visit;
  const title = purposeWords(words, found.purpose).chooseKey;
  const errors = error === undefined ? [] : [{ field: 'clave', text: error }];
  return show(c, {
    title,
    stage: 'key',
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`${timeLeft(c, stage.until)}
${form(
  c,
  paths.chooseKey,
  html`${errorSummary(c, errors)}
${newKeyBlock(c, typed.claim.identity, title, error)}`,
)}`,
  });
}
