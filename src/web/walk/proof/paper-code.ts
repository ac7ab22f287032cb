import type { enterSavedCode } from '../../../actions/recovery/proof/enter-saved-code.ts';
import { type Html, html } from '../../../lib/html.ts';
import { canonicalPaperCode } from '../../../lib/keys/paper-code.ts';
import type { Outcome } from '../../../rules/case.ts';
import { left } from '../../../rules/standing.ts';
import type { Words } from '../../../words/words.ts';
import { show } from '../../page/page.ts';
import { errorSummary, form, plainText, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn, stopForTries } from '../case-page.ts';

type At = AtStage<'naming-contact' | 'awaiting-code' | 'proving-again'>;

/** The case of this browser, where a code on paper may prove: before a message, beside one, or as the second proof. */
export const atPaperCode = (c: Ctx): Promise<At | Response> =>
  caseAt(c, 'naming-contact', 'awaiting-code', 'proving-again');

/** Where the other ways stand: everybody's, or those of who showed one proof. */
export const waysFrom = ({ stage }: At): string =>
  stage.kind === 'proving-again' ? paths.proveAgain : paths.otherWays;

/** What one kind of code on paper has of its own. */
export type PaperCode = {
  readonly path: string;
  readonly field: string;
  readonly enter: typeof enterSavedCode;
  readonly say: (words: Words) => {
    readonly title: string;
    readonly label: string;
    readonly hint: string;
    readonly errors: {
      readonly [fault in 'empty' | 'malformed' | 'same-method']: string;
    } & { readonly wrong: (left: number) => string };
  };
  /** What stands above and below its form. */
  readonly around: (c: Ctx, here: At) => { readonly above?: Html; readonly below: Html };
};

/** The page of a code on paper, the person's own or a letter's. Every number is asked and answered alike (RC-11). */
export function takePaperCodes(app: App, kind: PaperCode): void {
  app.post(kind.path, async (c) => {
    const sent = await readForm(c, [kind.field]);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await atPaperCode(c);
    if (here instanceof Response) return here;
    const { world, browser, networks, words } = c.var.visit;
    const { errors } = kind.say(words);
    const typed = sent.fields[kind.field] ?? '';
    if (typed.trim() === '') return viewPaperCode(c, kind, here, errors.empty);
    const code = canonicalPaperCode(typed);
    // A text that cannot be a code is nobody's: there is nothing to count.
    if (!code) return viewPaperCode(c, kind, here, errors.malformed);
    const outcome = await kind.enter(world, {
      browser,
      networks: networks(),
      caseId: here.view.found.id,
      code,
    });
    return outcome?.refusal ? sayRefusal(c, kind, here, outcome) : goOn(c, outcome);
  });
}

function sayRefusal(c: Ctx, kind: PaperCode, here: At, outcome: Outcome): Response {
  const { world, words } = c.var.visit;
  const { errors } = kind.say(words);
  const { refusal } = outcome;
  if (refusal === 'same-method') return viewPaperCode(c, kind, here, errors[refusal]);
  const { codeTries } = outcome.state.standing;
  const triesLeft = left(codeTries, world.institution.policy.code.triesPerDay, world.clock.now());
  if (refusal === 'out-of-tries' || (refusal === 'wrong-code' && triesLeft === 0))
    return stopForTries(c, codeTries);
  return refusal === 'wrong-code' ? viewPaperCode(c, kind, here, errors.wrong(triesLeft)) : goOn(c, outcome);
}

/** The one field, and what is wrong with what was typed. A code is never written back. */
export function viewPaperCode(c: Ctx, kind: PaperCode, here: At, error?: string): Response {
  const { words } = c.var.visit;
  const { field: id, path } = kind;
  const { title, label, hint } = kind.say(words);
  const { above, below } = kind.around(c, here);
  const errors = error === undefined ? [] : [{ field: id, text: error }];
  const attributes = html`class="code" ${plainText} autocomplete="off"`;
  const field = textField(c, { id, label, hint, error, heading: false, attributes });
  const entry = form(c, path, html`${field}<div>${submit(words.frame.continue)}</div>`);
  return show(c, {
    title,
    stage: 'contact',
    back: waysFrom(here),
    caseWords: here.view.found.words,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${title}</h1>${above}${entry}${below}</div>`,
  });
}
