import { confirmNumber } from '../../actions/recovery/confirm-number.ts';
import { html } from '../../lib/html.ts';
import { at as atTime } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { errorSummary, form, plainText, submit, textField } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, statusOf, stop } from '../problems.ts';
import { numbersIn } from '../request/claims.ts';
import { readForm } from '../request/form.ts';
import { type App, type Ctx, keepDraft, readDraft } from '../request/visit.ts';
import { goOn } from './case-page.ts';

/** After a link opened in another browser: the number, so that a mailbox alone names nobody (UX C11). */
export function confirmNumberPage(app: App): void {
  app.get(paths.confirmNumber, (c) => (readDraft(c).token ? view(c) : goTo(c, paths.start)));
  app.post(paths.confirmNumber, async (c) => {
    const sent = await readForm(c, ['numero']);
    if (!sent.ok) return refuseForm(c, sent);
    const { token, ...draft } = readDraft(c);
    if (!token) return goTo(c, paths.start);
    const { world, browser, networks, words, language } = c.var.visit;
    const typed = sent.fields.numero;
    if (typed.trim() === '') return view(c, { typed, error: words.enterCodeElsewhere.errors.numberEmpty });
    const result = await confirmNumber(world, {
      browser,
      networks: networks(),
      token,
      numbers: numbersIn(c, typed),
    });
    if (result.kind === 'dead') return goTo(c, `${paths.followLink}${token}`);
    if (result.kind === 'wrong')
      return view(c, { typed, error: words.confirmNumber.errors.mismatch(result.left) });
    if (result.kind === 'stopped') {
      const again = atTime(result.until, world.clock.now(), world.institution.timezone, language);
      return stop(c, words.stopped.tooManyTries(again), statusOf['out-of-tries']);
    }
    keepDraft(c, draft);
    return goOn(c, result.outcome);
  });
}

function view(c: Ctx, again?: { typed: string; error: string }): Response {
  const { confirmNumber: say, enterCodeElsewhere, frame } = c.var.visit.words;
  const errors = again ? [{ field: 'numero', text: again.error }] : [];
  const field = textField(c, {
    id: 'numero',
    label: enterCodeElsewhere.number,
    value: again?.typed ?? '',
    error: again?.error,
    heading: false,
    attributes: html`class="id" ${plainText} autocomplete="username"`,
  });
  return show(c, {
    title: say.title,
    stage: 'contact',
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1><p>${say.intro}</p>${form(
      c,
      paths.confirmNumber,
      html`${errorSummary(c, errors)}${field}<div>${submit(frame.continue)}</div>`,
    )}</div>`,
  });
}
