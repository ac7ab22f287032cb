import { askLetter } from '../../../actions/letters/ask-letter.ts';
import { enterLetterCode } from '../../../actions/recovery/proof/enter-saved-code.ts';
import { html } from '../../../lib/html.ts';
import { canonicalPaperCode } from '../../../lib/keys/paper-code.ts';
import { show } from '../../page/page.ts';
import {
  actLink,
  errorSummary,
  form,
  links,
  noticeBody,
  plainText,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn } from '../case-page.ts';
import { sayRefusal } from './enter-saved-code.ts';

type At = AtStage<'naming-contact' | 'awaiting-code' | 'proving-again'>;
const at = (c: Ctx) => caseAt(c, 'naming-contact', 'awaiting-code', 'proving-again');

/** The code that came by post, and where to ask for one. The same for every number (decision 15). */
export function enterLetterCodePage(app: App): void {
  app.get(paths.enterLetterCode, async (c) => {
    const here = await at(c);
    if (here instanceof Response) return here;
    return c.req.query('pedida') === undefined ? view(c, here) : viewAsked(c, here);
  });
  app.post(paths.enterLetterCode, async (c) => {
    const sent = await readForm(c, ['carta']);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await at(c);
    if (here instanceof Response) return here;
    const { world, browser, words } = c.var.visit;
    const { errors } = words.enterLetterCode;
    if (sent.fields.carta.trim() === '') return view(c, here, errors.empty);
    const code = canonicalPaperCode(sent.fields.carta);
    // A text that cannot be a code is nobody's: there is nothing to count.
    if (!code) return view(c, here, errors.malformed);
    const outcome = await enterLetterCode(world, { browser, caseId: here.view.found.id, code });
    return outcome?.refusal
      ? sayRefusal(c, outcome, errors, (error) => view(c, here, error))
      : goOn(c, outcome);
  });
  app.post(paths.askLetter, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const here = await at(c);
    if (here instanceof Response) return here;
    await askLetter(c.var.visit.world, here.view.found);
    return c.redirect(`${paths.enterLetterCode}?pedida`, 303);
  });
}

function view(c: Ctx, { view: { found } }: At, error?: string): Response {
  const { enterLetterCode: say, frame } = c.var.visit.words;
  const errors = error === undefined ? [] : [{ field: 'carta', text: error }];
  const field = textField(c, {
    id: 'carta',
    label: say.field,
    hint: say.hint,
    error,
    heading: false,
    attributes: html`class="code" ${plainText} autocomplete="off"`,
  });
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.otherWays,
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1>${form(
      c,
      paths.enterLetterCode,
      html`${field}<div>${submit(frame.continue)}</div>`,
    )}<h2>${say.offer.heading}</h2>${say.offer.text.map((text) => html`<p>${text}</p>`)}${actLink(c, paths.askLetter, say.offer.button)}</div>`,
  });
}

function viewAsked(c: Ctx, { view: { found } }: At): Response {
  const { world, words } = c.var.visit;
  const notice = words.letterAsked(world.institution.policy.letter.days);
  const more = links([
    [`${paths.help}oficinas`, words.frame.help.offices],
    [paths.otherWays, words.otherWays.choose],
  ]);
  return show(c, {
    title: notice.title,
    stage: 'contact',
    caseWords: found.words,
    main: noticeBody(notice, more),
  });
}
