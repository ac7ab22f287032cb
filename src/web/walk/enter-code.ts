import { enterCode } from '../../actions/recovery/enter-code.ts';
import { askMessage } from '../../actions/recovery/name-contact.ts';
import { type MessageTimes, messageTimes, viewCase } from '../../actions/recovery/view-case.ts';
import { inboxAddress } from '../../lib/contact/mail-provider.ts';
import { type Html, html } from '../../lib/html.ts';
import type { Outcome } from '../../rules/case.ts';
import { left } from '../../rules/standing.ts';
import { at as atTime, until, waitUntil } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { actLink, digitsOnly, errorSummary, form, links, rich, submit, textField } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, statusOf } from '../problems.ts';
import { readCode, sayCode } from '../request/code-field.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goesOnHere, goOn, stopForTries } from './case-page.ts';

type At = AtStage<'awaiting-code'>;

/** C9: wait for the message and type its code. Nothing here differs for a message that nobody got. */
export function enterCodePage(app: App): void {
  app.get(paths.enterCode, async (c) => {
    const at = await caseAt(c, 'awaiting-code');
    return at instanceof Response ? at : view(c, at);
  });
  app.post(paths.enterCode, async (c) => {
    const sent = await readForm(c, ['codigo']);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'awaiting-code');
    if (at instanceof Response) return at;
    const { world, browser, networks, words } = c.var.visit;
    const { digits } = world.institution.policy.code;
    const { errors } = words.enterCode[at.stage.channel];
    const read = readCode(sent.fields.codigo, digits);
    if ('fault' in read) return view(c, at, sayCode(errors, read, digits));
    const outcome = await enterCode(world, {
      browser,
      networks: networks(),
      caseId: at.view.found.id,
      code: read.code,
    });
    return outcome?.refusal ? sayRefusal(c, at, outcome) : goOn(c, outcome);
  });
  askMessageRoute(app);
  stateRoute(app);
}

async function sayRefusal(c: Ctx, at: At, outcome: Outcome): Promise<Response> {
  // Another press of the same button went through meanwhile: the state decides the page.
  if (outcome.state.stage.kind !== 'awaiting-code') return goOn(c, outcome);
  const { world, words, language } = c.var.visit;
  const { policy, timezone } = world.institution;
  const now = world.clock.now();
  const { errors } = words.enterCode[at.stage.channel];
  const { codeTries } = outcome.state.standing;
  const triesLeft = left(codeTries, policy.code.triesPerDay, now);
  if (outcome.refusal === 'out-of-tries' || (outcome.refusal === 'wrong-code' && triesLeft === 0))
    return stopForTries(c, codeTries);
  if (outcome.refusal === 'wrong-code') return view(c, at, errors.wrong(at.view.found.words, triesLeft));
  if (outcome.refusal !== 'code-expired') return goOn(c, outcome);
  const times = await messageTimes(world, at.view.found);
  return view(c, at, errors.expired(until(times?.codeUntil ?? now, now, timezone, language)));
}

/** Another message: a POST like every act; too early, it says when. */
function askMessageRoute(app: App): void {
  app.post(paths.askMessage, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'awaiting-code');
    if (at instanceof Response) return at;
    const { world, browser, words, language } = c.var.visit;
    const { found, typed } = at.view;
    const outcome = await askMessage(world, { browser, caseId: found.id, contact: typed.contact ?? '' });
    if (outcome?.refusal === 'no-more-messages')
      return sayWait(c, words.enterCode.noMore, 'no-more-messages');
    if (outcome?.refusal !== 'too-soon') return goTo(c, `${paths.enterCode}?otro`);
    const times = await messageTimes(world, found);
    const now = world.clock.now();
    const when = atTime(times?.nextAt ?? now, now, world.institution.timezone, language);
    return sayWait(c, words.enterCode.tooSoon(when), 'too-soon');
  });
}

function sayWait(
  c: Ctx,
  notice: { title: string; text: readonly string[] },
  refusal: 'too-soon' | 'no-more-messages',
) {
  const { frame, enterCode: say } = c.var.visit.words;
  const ways = links([
    [paths.enterCode, frame.back],
    [paths.otherWays, say.otherWays],
  ]);
  const main = html`<div class="stack"><h1>${notice.title}</h1>${notice.text.map((text) => html`<p>${text}</p>`)}${ways}</div>`;
  return show(c, { title: notice.title, stage: 'contact', main, status: statusOf[refusal] });
}

/** For the script: 200 when the person carried on elsewhere, 204 while this page is right. It keeps nothing alive. */
function stateRoute(app: App): void {
  app.get(paths.enterCodeState, async (c) => {
    const { visit } = c.var;
    const found = visit.known ? await viewCase(visit.world, visit.browser) : undefined;
    if (!found || (found.found.stage.kind === 'awaiting-code' && !found.over)) return c.body(null, 204);
    return goesOnHere(found) ? c.body(null, 204) : c.text(visit.words.enterCode.carriedOn);
  });
}

async function view(c: Ctx, at: At, error?: string): Promise<Response> {
  const { visit } = c.var;
  const { world, words } = visit;
  const { found, typed } = at.view;
  const say = words.enterCode[at.stage.channel];
  const times = await messageTimes(world, found);
  if (!times) return goTo(c, paths.start);
  const clocks = clockTexts(c, times);
  const errors = error === undefined ? [] : [{ field: 'codigo', text: error }];
  const field = textField(c, {
    id: 'codigo',
    label: say.label(world.institution.policy.code.digits),
    error,
    heading: false,
    attributes: html`class="code" ${digitsOnly} autocomplete="one-time-code"`,
  });
  const inbox = at.stage.channel === 'phone' ? undefined : inboxAddress(typed.contact ?? '');
  return show(c, {
    title: say.title,
    stage: 'contact',
    caseWords: found.words,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}
<h1>${say.title}</h1>
${c.req.query('otro') !== undefined && html`<p class="said" role="status">${words.enterCode.resent}</p>`}
<p>${rich(say.sent(typed.contact ?? '', clocks.codeUntil, clocks.linkUntil))}</p>
<p>${rich(say.lookFor(found.words))}</p>
${inbox && html`<p><a class="btn alt" href="${inbox.url}" rel="noreferrer">${words.enterCode.open(inbox.name)}</a></p>`}
${form(c, paths.enterCode, html`${field}<div>${submit(words.frame.continue)}</div>`)}
${trouble(c, at, times)}
<p class="said" id="siguio" role="status" data-estado="${paths.enterCodeState}" hidden></p></div>`,
  });
}

function clockTexts(c: Ctx, times: MessageTimes) {
  const { world, language } = c.var.visit;
  const now = world.clock.now();
  const say = (instant: Date): string => until(instant, now, world.institution.timezone, language);
  return { codeUntil: say(times.codeUntil), linkUntil: say(times.linkUntil) };
}

/** Whole seconds, so that a script's countdown never ends early. */
const secondsBetween = (from: Date, to: Date): number => Math.ceil((to.getTime() - from.getTime()) / 1000);

/** What to do when nothing comes. The same advice for everybody, whatever became of the message. */
function trouble(c: Ctx, { stage, view: { typed } }: At, { nextAt }: MessageTimes): Html {
  const { world, words, language } = c.var.visit;
  const { details } = words.enterCode[stage.channel];
  const { timezone } = world.institution;
  const now = world.clock.now();
  const next = nextAt && atTime(nextAt, now, timezone, language);
  const wait = waitUntil(nextAt ?? now, now, timezone, language);
  return html`<details><summary>${words.enterCode.trouble}</summary><div><ol>
${nextAt && now < nextAt && html`<li>${details.leaving(undefined, wait)}</li>`}
<li>${details.spam}</li>
<li>${details.typed(typed.contact ?? '')} ${actLink(c, paths.chooseChannel, words.enterCode.change, { canal: stage.channel })}</li>
<li>${next === undefined ? words.enterCode.noMore.title : nextAt && now < nextAt ? details.resendAt(next) : details.resendNow} ${next !== undefined && html`<span${nextAt && now < nextAt && html` id="otro" data-espera="${secondsBetween(now, nextAt)}" data-vivo="${JSON.stringify(words.enterCode.live)}"`}>${actLink(c, paths.askMessage, words.enterCode.resend)}</span>`}</li>
<li>${words.enterCode.noAccess} <a class="hit" href="${paths.otherWays}">${words.enterCode.otherWays}</a></li>
</ol><p class="vh" id="otro-voz" aria-live="polite"></p></div></details>`;
}
