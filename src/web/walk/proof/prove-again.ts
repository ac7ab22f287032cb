import { enterCode } from '../../../actions/recovery/enter-code.ts';
import { askProof } from '../../../actions/recovery/proof/ask-proof.ts';
import { type SecondWay, secondProof } from '../../../actions/recovery/proof/means.ts';
import { messageTimes } from '../../../actions/recovery/view-case.ts';
import { allChannels } from '../../../actions/tell.ts';
import { type Html, html } from '../../../lib/html.ts';
import type { Outcome } from '../../../rules/case.ts';
import { left } from '../../../rules/standing.ts';
import { at as atTime, until } from '../../../words/times.ts';
import { goTo, show } from '../../page/page.ts';
import {
  actLink,
  digitsOnly,
  errorSummary,
  fieldError,
  form,
  links,
  noticeBody,
  rich,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readCode, sayCode } from '../../request/code-field.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn, stopForTries, timeLeft } from '../case-page.ts';

type At = AtStage<'proving-again'>;
type Said = { readonly field: string; readonly text: string };

/**
 * One proof was not enough (RC-04), or the account is frozen (RC-07). Possession is shown by now, in this very browser, so the
 * page may name the person's own means.
 */
export function proveAgainPage(app: App): void {
  app.get(paths.proveAgain, async (c) => {
    const at = await caseAt(c, 'proving-again');
    return at instanceof Response ? at : view(c, at);
  });
  app.post(paths.proveAgain, async (c) => {
    const sent = await readForm(c, ['codigo']);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'proving-again');
    if (at instanceof Response) return at;
    const { world, browser, networks, words } = c.var.visit;
    const { digits } = world.institution.policy.code;
    const { errors } = words.enterCode[at.stage.channel ?? 'email'];
    const read = readCode(sent.fields.codigo, digits);
    if ('fault' in read) return view(c, at, { field: 'codigo', text: sayCode(errors, read, digits) });
    const outcome = await enterCode(world, {
      browser,
      networks: networks(),
      caseId: at.view.found.id,
      code: read.code,
    });
    return outcome?.refusal ? sayRefusal(c, at, outcome) : goOn(c, outcome);
  });
  app.post(paths.askProof, async (c) => {
    const sent = await readForm(c, ['canal']);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'proving-again');
    if (at instanceof Response) return at;
    const channel = allChannels.find((one) => one === sent.fields.canal);
    if (!channel) return goTo(c, paths.proveAgain);
    const { world, browser } = c.var.visit;
    const outcome = await askProof(world, { browser, caseId: at.view.found.id, channel });
    return outcome?.refusal ? sayRefusal(c, at, outcome) : goOn(c, outcome);
  });
}

async function sayRefusal(c: Ctx, at: At, outcome: Outcome): Promise<Response> {
  const { world, words, language } = c.var.visit;
  const { policy, timezone } = world.institution;
  const now = world.clock.now();
  const { errors } = words.enterCode[at.stage.channel ?? 'email'];
  const { errors: say } = words.proveAgain;
  const { codeTries } = outcome.state.standing;
  const triesLeft = left(codeTries, policy.code.triesPerDay, now);
  const times = await messageTimes(world, at.view.found);
  switch (outcome.refusal) {
    case 'out-of-tries':
      return stopForTries(c, codeTries);
    case 'wrong-code':
      if (triesLeft === 0) return stopForTries(c, codeTries);
      return view(c, at, { field: 'codigo', text: errors.wrong(at.view.found.words, triesLeft) });
    case 'code-expired':
      return view(c, at, {
        field: 'codigo',
        text: errors.expired(until(times?.codeUntil ?? now, now, timezone, language)),
      });
    case 'same-method':
    case 'no-more-messages':
      return view(c, at, { field: 'formas', text: say[outcome.refusal] });
    case 'too-soon':
      return view(c, at, {
        field: 'formas',
        text: say['too-soon'](atTime(times?.nextAt ?? now, now, timezone, language)),
      });
    default:
      return goOn(c, outcome);
  }
}

async function view(c: Ctx, at: At, wrong?: Said): Promise<Response> {
  const { world, words } = c.var.visit;
  const { found } = at.view;
  const { proveAgain: say } = words;
  const { ways, frozen } = await secondProof(world, found);
  if (ways.length === 0) return viewOffice(c, found.words);
  const errors = wrong ? [wrong] : [];
  return show(c, {
    title: say.title,
    stage: 'contact',
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`${timeLeft(c, at.stage.until)}
<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1><p>${frozen ? say.frozen : say.why}</p>
${await codeForm(c, at, ways, wrong?.field === 'codigo' ? wrong.text : undefined)}
<div id="formas"><h2>${say.ways}</h2>${fieldError(c, 'formas', wrong?.field === 'formas' ? wrong.text : undefined)}<ul class="links">${ways.map((way) => html`<li>${wayOn(c, way)}</li>`)}</ul></div>
${links([[`${paths.help}oficinas`, words.frame.help.offices]])}</div>`,
  });
}

/** What each way is reached by. */
function wayOn(c: Ctx, way: SecondWay): Html {
  const { proveAgain: say } = c.var.visit.words;
  if (way.kind === 'message') return actLink(c, paths.askProof, say.send(way.masked), { canal: way.channel });
  if (way.kind === 'saved-code') return html`<a href="${paths.enterSavedCode}">${say.savedCode}</a>`;
  return html`<a href="${paths.showPasskey}">${say.passkey}</a>`;
}

/** Once a message went out: where it went, and the field for its code. */
async function codeForm(c: Ctx, at: At, ways: readonly SecondWay[], error: string | undefined) {
  const { world, words, language } = c.var.visit;
  const { channel } = at.stage;
  const way = ways.find((one) => one.kind === 'message' && one.channel === channel);
  const times = channel && (await messageTimes(world, at.view.found));
  if (!channel || !times || way?.kind !== 'message') return undefined;
  const now = world.clock.now();
  const end = until(times.codeUntil, now, world.institution.timezone, language);
  const field = textField(c, {
    id: 'codigo',
    label: words.enterCode[channel].label(world.institution.policy.code.digits),
    error,
    heading: false,
    attributes: html`class="code" ${digitsOnly} autocomplete="one-time-code"`,
  });
  return html`<p>${rich(words.proveAgain.sent(way.masked, end))}</p>
${form(c, paths.proveAgain, html`${field}<div>${submit(words.frame.continue)}</div>`)}`;
}

/** Nothing else on file: what is left is the counter, and the two words to say there. */
function viewOffice(c: Ctx, caseWords: string): Response {
  const { proveAgain, frame } = c.var.visit.words;
  const { title, text } = proveAgain.office;
  const body = noticeBody(
    { title, text: text(caseWords) },
    links([[`${paths.help}oficinas`, frame.help.offices]]),
  );
  return show(c, { title, stage: 'contact', caseWords, main: body });
}
