import { submitCase } from '../../../actions/desk/case/work-on-case.ts';
import { minutesAfter } from '../../../lib/clock.ts';
import { type Html, html } from '../../../lib/html.ts';
import { at as atTime } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { actLink, type FieldError, links, submit } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { facts, longText } from '../fields.ts';
import { afterAct, type CaseAt, caseAct, casePath } from './door.ts';
import { caseForm, showCase } from './frame.ts';
import { caseStands, errandName } from './say.ts';

/** S6: what is asked, checked once more and sent to the second person. */
export function reviewActs(app: App): void {
  caseAct(app, paths.deskSubmit, ['nota'], async (c, at, { nota }) => {
    const { kind } = at.view.kept.stage;
    if (kind !== 'reviewing' && kind !== 'returned') return goTo(c, casePath(at));
    const note = nota.trim();
    if (!isPlainNote(note)) {
      const errors = [{ field: 'nota', text: c.var.visit.words.counter.review.errors.note }];
      const view = kind === 'returned' ? viewReturned : viewReview;
      return view(c, at, { typed: nota, errors });
    }
    return afterAct(c, at, await submitCase(c.var.visit.world, at.staff, at.view.kept.id, note));
  });
}

const longestNote = 300;

/** A sentence, and nothing in it that looks like an address or a number of somebody. */
const isPlainNote = (note: string): boolean =>
  note.length >= 5 &&
  note.length <= longestNote &&
  !note.includes('@') &&
  !/\d{5}/.test(note.replace(/[\s.-]/g, ''));

type Said = { readonly typed: string; readonly errors?: readonly FieldError[] };

/** What is asked, in the words of who reads it next. */
function summary(c: Ctx, at: CaseAt): Html {
  const { counter, frame } = c.var.visit.words;
  const { review: say, record } = counter;
  const { kept, from, to } = at.view;
  const change = kept.errand.kind === 'change-contact';
  const rows = [
    [say.what, errandName(c, kept)] as const,
    ...(change ? [[say.from, from ?? record.none] as const, [say.to, to ?? frame.back] as const] : []),
    [say.identity, say.confirmed] as const,
  ];
  return html`${facts(rows)}${change && actLink(c, paths.deskContactAgain, say.change, { tramite: kept.id })}`;
}

export function viewReview(c: Ctx, at: CaseAt, { typed, errors = [] }: Said): Response {
  const { world, words, language } = c.var.visit;
  const { review: say } = words.counter;
  const { policy, timezone } = world.institution;
  const now = world.clock.now();
  const from = minutesAfter(now, policy.desk.holdHours * 60);
  const effect =
    at.view.kept.errand.kind === 'lift-freeze'
      ? say.lifts
      : say.effective(atTime(from, now, timezone, language));
  const note = longText(c, { name: 'nota', label: say.note, hint: say.noteHint, typed }, errors);
  return showCase(c, at, {
    title: say.title,
    errors,
    main: html`${summary(c, at)}<p>${effect}</p><p>${say.told}</p>${caseForm(c, at, paths.deskSubmit, html`${note}<div>${submit(say.submit)}</div>`)}`,
  });
}

/** The second person asks: it is answered and sent again, or the contact is named anew. */
export function viewReturned(c: Ctx, at: CaseAt, { typed, errors = [] }: Said): Response {
  const { counter } = c.var.visit.words;
  const { returned: say, review } = counter;
  const note = longText(c, { name: 'nota', label: say.answer, hint: review.noteHint, typed }, errors);
  return showCase(c, at, {
    title: say.title,
    errors,
    main: html`<p class="said">${at.view.question}</p>${caseForm(c, at, paths.deskSubmit, html`${note}<div>${submit(say.submit)}</div>`)}${summary(c, at)}`,
  });
}

/** Sent, or over: how it stands, and the slip for the person. Whatever closed it, the page is the same. */
export function viewStanding(c: Ctx, at: CaseAt): Response {
  const { counter } = c.var.visit.words;
  const { awaiting, case: say } = counter;
  const { kept } = at.view;
  const waits = kept.stage.kind === 'awaiting';
  const ways = [
    ...(waits ? [[casePath(at), say.refresh] as const] : []),
    [`${casePath(at)}/comprobante`, say.slip] as const,
    [paths.deskSearch, say.another] as const,
  ];
  return showCase(c, at, {
    title: waits ? awaiting.title : say.title(kept.words),
    exit: false,
    main: html`${facts([[counter.review.what, errandName(c, kept)]])}<p class="said">${waits ? awaiting.text : caseStands(c, kept)}</p>${links(ways)}`,
  });
}
