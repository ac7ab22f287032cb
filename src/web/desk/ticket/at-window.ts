import type { Decided } from '../../../actions/desk/case/hold-case.ts';
import { enterDeskCode, viewAtWindow, type WindowView } from '../../../actions/desk/case/person.ts';
import { staffOf } from '../../../actions/desk/staff.ts';
import { html } from '../../../lib/html.ts';
import { left, renewedAt } from '../../../rules/standing.ts';
import { at as atTime, until } from '../../../words/times.ts';
import { goTo, show } from '../../page/page.ts';
import { digitsOnly, errorSummary, form, noticeBody, submit, textField } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { caseStatusOf, refuseForm, stop } from '../../problems.ts';
import { readCode, sayCode } from '../../request/code-field.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { windowPath } from '../case/say.ts';

type Waiting = Extract<WindowView, { kind: 'waiting' }>;

/**
 * The person's side of the counter: one field, for the code that went to their new contact. It names nobody; and where a member of
 * staff is signed in it takes nothing (HD-12).
 */
export function atWindowPage(app: App, { networksOf }: Origins): void {
  const seenAt = async (c: Ctx, typed: string): Promise<Waiting | Response> => {
    const { world, words, language } = c.var.visit;
    if (await isStaffed(c)) return refuseStaff(c);
    const seen = await viewAtWindow(world, typed, networksOf(c.env.ip ?? ''));
    if (seen.kind === 'waiting') return seen;
    if (seen.kind === 'nothing') return stop(c, words.counter.person.none, 404);
    const time = atTime(seen.until, world.clock.now(), world.institution.timezone, language);
    return stop(c, words.problems.tooMany(time), 429);
  };
  app.get(paths.atWindowDone, (c) => {
    const { done } = c.var.visit.words.counter.person;
    return show(c, { title: done.title, main: noticeBody(done) });
  });
  app.get(`${paths.atWindow}:tramite`, async (c) => {
    const seen = await seenAt(c, c.req.param('tramite'));
    return seen instanceof Response ? seen : view(c, seen);
  });
  app.post(paths.atWindow, async (c) => {
    const sent = await readForm(c, ['tramite', 'codigo']);
    if (!sent.ok) return refuseForm(c, sent);
    const seen = await seenAt(c, sent.fields.tramite);
    return seen instanceof Response ? seen : take(c, seen, sent.fields.codigo);
  });
}

/** Whether a member of staff is signed in at this browser. */
async function isStaffed(c: Ctx): Promise<boolean> {
  const { world, jar, browser } = c.var.visit;
  const token = jar.get(c, 'staff');
  return token !== undefined && (await staffOf(world, { token, browser })) !== undefined;
}

const refuseStaff = (c: Ctx): Response =>
  stop(c, c.var.visit.words.counter.refused['staff-device'], caseStatusOf['staff-device']);

async function take(c: Ctx, seen: Waiting, typed: string): Promise<Response> {
  const { world, words, browser } = c.var.visit;
  const { digits } = world.institution.policy.code;
  const read = readCode(typed, digits);
  if ('fault' in read) return view(c, seen, sayCode(words.enterCode[seen.slot].errors, read, digits));
  const entered = await enterDeskCode(world, seen.kept, { code: read.code, browser, staffed: false });
  if (!entered) return stop(c, words.counter.person.none, 404);
  return entered.refusal ? sayRefusal(c, seen, entered) : goTo(c, paths.atWindowDone);
}

function sayRefusal(c: Ctx, seen: Waiting, { refusal, kept, standing }: Decided): Response {
  const { world, words, language } = c.var.visit;
  const { policy, timezone } = world.institution;
  const { errors } = words.enterCode[seen.slot];
  const now = world.clock.now();
  // Another press of the same button went through meanwhile.
  if (refusal === 'out-of-turn' && kept.stage.kind === 'reviewing') return goTo(c, paths.atWindowDone);
  if (refusal === 'staff-device') return refuseStaff(c);
  const triesLeft = left(standing.codeTries, policy.code.triesPerDay, now);
  if (refusal === 'out-of-tries' || (refusal === 'wrong-code' && triesLeft === 0)) {
    const again = atTime(renewedAt(standing.codeTries), now, timezone, language);
    return stop(c, words.counter.person.tooManyTries(again), caseStatusOf['out-of-tries']);
  }
  if (refusal === 'wrong-code') return view(c, seen, errors.wrong(kept.words, triesLeft));
  if (refusal === 'code-expired')
    return view(c, seen, errors.expired(until(seen.codeUntil, now, timezone, language)));
  return stop(c, words.counter.person.none, 404);
}

function view(c: Ctx, { kept, slot }: Waiting, error?: string): Response {
  const { world, words } = c.var.visit;
  const { person: say } = words.counter;
  const errors = error === undefined ? [] : [{ field: 'codigo', text: error }];
  const field = textField(c, {
    id: 'codigo',
    label: words.enterCode[slot].label(world.institution.policy.code.digits),
    error,
    heading: false,
    attributes: html`class="code" ${digitsOnly} autocomplete="one-time-code"`,
  });
  const slug = windowPath(kept).slice(paths.atWindow.length);
  return show(c, {
    title: say.title,
    caseWords: kept.words,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1><p>${say.intro[slot]} ${say.alone}</p>
${form(c, paths.atWindow, html`${field}<input type="hidden" name="tramite" value="${slug}"><div>${submit(say.submit)}</div>`)}</div>`,
  });
}
