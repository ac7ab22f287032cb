import { enterCodeElsewhere } from '../../actions/recovery/enter-code.ts';
import { html } from '../../lib/html.ts';
import { renewedAt } from '../../rules/standing.ts';
import { at as atTime } from '../../words/times.ts';
import { show } from '../page/page.ts';
import {
  digitsOnly,
  errorOf,
  errorSummary,
  type FieldError,
  form,
  plainText,
  submit,
  textField,
} from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, statusOf, stop } from '../problems.ts';
import { claimsIn } from '../request/claims.ts';
import { readCode } from '../request/code-field.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { goOn } from './case-page.ts';

/** C10: number and code together, on any device, for people who rightly distrust links. */
export function enterCodeElsewherePage(app: App): void {
  app.get(paths.enterCodeElsewhere, (c) => view(c, '', []));
  app.post(paths.enterCodeElsewhere, async (c) => {
    const sent = await readForm(c, ['numero', 'codigo']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser, networks, words, language } = c.var.visit;
    const { errors: say } = words.enterCodeElsewhere;
    const { digits } = world.institution.policy.code;
    const { numero, codigo } = sent.fields;
    const read = readCode(codigo, digits);
    const wrong: FieldError[] = [];
    if (numero.trim() === '') wrong.push({ field: 'numero', text: say.numberEmpty });
    if ('fault' in read && read.fault === 'empty')
      wrong.push({ field: 'codigo', text: say.codeEmpty(digits) });
    if (wrong.length > 0) return view(c, numero, wrong);
    const claims = claimsIn(c, numero);
    const mismatch = [{ field: 'numero', text: say.mismatch }];
    // A text that is no number, or no code, belongs to nobody's account: there is nothing to count.
    if ('fault' in read || claims.length === 0) return view(c, numero, mismatch);
    const outcome = await enterCodeElsewhere(world, {
      browser,
      networks: networks(),
      claims,
      code: read.code,
    });
    if (!outcome.refusal) return goOn(c, outcome);
    if (outcome.refusal !== 'out-of-tries') return view(c, numero, mismatch);
    const { clock, institution } = world;
    const again = atTime(
      renewedAt(outcome.state.standing.codeTries),
      clock.now(),
      institution.timezone,
      language,
    );
    return stop(c, words.stopped.tooManyTries(again), statusOf['out-of-tries']);
  });
}

function view(c: Ctx, typed: string, errors: readonly FieldError[]): Response {
  const { world, words } = c.var.visit;
  const { enterCodeElsewhere: say, frame } = words;
  const number = textField(c, {
    id: 'numero',
    label: say.number,
    value: typed,
    error: errorOf(errors, 'numero'),
    heading: false,
    attributes: html`class="id" ${plainText} autocomplete="username"`,
  });
  const code = textField(c, {
    id: 'codigo',
    label: say.code(world.institution.policy.code.digits),
    error: errorOf(errors, 'codigo'),
    heading: false,
    attributes: html`class="code" ${digitsOnly} autocomplete="one-time-code"`,
  });
  return show(c, {
    title: say.title,
    stage: 'contact',
    back: paths.start,
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1><p>${say.intro}</p>${form(
      c,
      paths.enterCodeElsewhere,
      html`${errorSummary(c, errors)}${number}${code}<div>${submit(frame.continue)}</div>`,
    )}</div>`,
  });
}
