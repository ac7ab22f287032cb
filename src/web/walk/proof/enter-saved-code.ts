import { enterSavedCode } from '../../../actions/recovery/proof/enter-saved-code.ts';
import { html } from '../../../lib/html.ts';
import { canonicalPaperCode } from '../../../lib/keys/paper-code.ts';
import type { Outcome } from '../../../rules/case.ts';
import { left } from '../../../rules/standing.ts';
import { show } from '../../page/page.ts';
import { errorSummary, form, links, plainText, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn, stopForTries } from '../case-page.ts';

type At = AtStage<'naming-contact' | 'awaiting-code' | 'proving-again'>;
const at = (c: Ctx) => caseAt(c, 'naming-contact', 'awaiting-code', 'proving-again');

/** C15, the codes on paper: the first proof or the second. Every number is asked and answered alike (RC-11). */
export function enterSavedCodePage(app: App): void {
  app.get(paths.enterSavedCode, async (c) => {
    const here = await at(c);
    return here instanceof Response ? here : view(c, here);
  });
  app.post(paths.enterSavedCode, async (c) => {
    const sent = await readForm(c, ['papel']);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await at(c);
    if (here instanceof Response) return here;
    const { world, browser, words } = c.var.visit;
    const { errors } = words.enterSavedCode;
    if (sent.fields.papel.trim() === '') return view(c, here, errors.empty);
    const code = canonicalPaperCode(sent.fields.papel);
    // A text that cannot be a code is nobody's: there is nothing to count.
    if (!code) return view(c, here, errors.malformed);
    const outcome = await enterSavedCode(world, { browser, caseId: here.view.found.id, code });
    return outcome?.refusal
      ? sayRefusal(c, outcome, errors, (error) => view(c, here, error))
      : goOn(c, outcome);
  });
}

/** Why a code on paper was not taken, the person's own or a letter's. */
export function sayRefusal(
  c: Ctx,
  outcome: Outcome,
  errors: { readonly 'same-method': string; readonly wrong: (left: number) => string },
  again: (error: string) => Response,
): Response {
  const { world } = c.var.visit;
  if (outcome.refusal === 'same-method') return again(errors['same-method']);
  const { codeTries } = outcome.state.standing;
  const triesLeft = left(codeTries, world.institution.policy.code.triesPerDay, world.clock.now());
  if (outcome.refusal === 'out-of-tries' || (outcome.refusal === 'wrong-code' && triesLeft === 0))
    return stopForTries(c, codeTries);
  return outcome.refusal === 'wrong-code' ? again(errors.wrong(triesLeft)) : goOn(c, outcome);
}

function view(c: Ctx, { view: { found } }: At, error?: string): Response {
  const { words } = c.var.visit;
  const { enterSavedCode: say, frame } = words;
  const errors = error === undefined ? [] : [{ field: 'papel', text: error }];
  const field = textField(c, {
    id: 'papel',
    label: say.label,
    hint: say.hint,
    error,
    heading: false,
    attributes: html`class="code" ${plainText} autocomplete="off"`,
  });
  const ways = found.stage.kind === 'proving-again' ? paths.proveAgain : paths.otherWays;
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: ways,
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1><p>${say.intro}</p>${form(
      c,
      paths.enterSavedCode,
      html`${field}<div>${submit(frame.continue)}</div>`,
    )}${links([[ways, say.other]])}</div>`,
  });
}
