import { type CaseView, noteOutOfTurn, viewCase } from '../../actions/recovery/view-case.ts';
import { type Html, html } from '../../lib/html.ts';
import type { DayCount, Outcome, Stage } from '../../rules/case.ts';
import { renewedAt } from '../../rules/standing.ts';
import { at as atTime, until } from '../../words/times.ts';
import { goTo } from '../page/page.ts';
import { form, icon, rich } from '../page/parts.ts';
import { pathOfStage, paths } from '../paths.ts';
import { statusOf, stop } from '../problems.ts';
import type { Ctx } from '../request/visit.ts';

type Of<K extends Stage['kind']> = Extract<Stage, { kind: K }>;

/** A case that is at the stage its page is for, in the browser that may act on it. */
export type AtStage<K extends Stage['kind']> = { readonly view: CaseView; readonly stage: Of<K> };

const isAt = <K extends Stage['kind']>(stage: Stage, kinds: readonly K[]): stage is Of<K> =>
  kinds.some((kind) => kind === stage.kind);

/** Whether this browser is the one that goes on: the one that proved possession, or before that the one that began. */
export const goesOnHere = ({ found, by }: CaseView): boolean => (found.holder ? by.holder : by.starter);

/**
 * The state decides the page, not the address: gives the case when it stands at one of these stages, and otherwise the way to
 * where it stands.
 */
export async function caseAt<K extends Stage['kind']>(c: Ctx, ...kinds: K[]): Promise<AtStage<K> | Response> {
  const { visit } = c.var;
  const view = visit.known ? await viewCase(visit.world, visit.browser) : undefined;
  if (!view) return goTo(c, paths.start);
  const { stage } = view.found;
  const here = !view.over && goesOnHere(view);
  if (here && isAt(stage, kinds)) return { view, stage };
  if (c.req.method === 'POST') await noteOutOfTurn(visit.world, view);
  return goTo(c, here ? pathOfStage[stage.kind] : paths.stopped);
}

/** Where a case goes on after an act: to the page of its stage, whatever the act was. */
export const goOn = (c: Ctx, outcome: Outcome | undefined): Response =>
  goTo(c, outcome ? pathOfStage[outcome.state.stage.kind] : paths.start);

/** Until when what was proven may be used, and the button that starts the time anew (WCAG 2.2, 2.2.1). */
export function timeLeft(c: Ctx, end: Date, action: string = paths.askTime): Html {
  const { world, words, language } = c.var.visit;
  const { chooseKey: say } = words;
  const time = until(end, world.clock.now(), world.institution.timezone, language);
  const given =
    c.req.query('tiempo') !== undefined && html`<p class="said" role="status">${say.moreTimeGiven(time)}</p>`;
  const ask = html`<button class="as-link" type="submit">${say.moreTime}</button>`;
  return html`${form(c, action, html`${icon('clock')}<p>${rich(say.deadline(time))}</p>${ask}`, 'time')}${given}`;
}

/** The number has no tries left, whatever page they were used up on. */
export function stopForTries(c: Ctx, codeTries: DayCount): Response {
  const { world, words, language } = c.var.visit;
  const again = atTime(renewedAt(codeTries), world.clock.now(), world.institution.timezone, language);
  return stop(c, words.stopped.tooManyTries(again), statusOf['out-of-tries']);
}
