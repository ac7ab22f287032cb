import { type CaseView, viewCase } from '../../actions/recovery/view-case.ts';
import type { Ending } from '../../rules/case.ts';
import { goTo, show } from '../page/page.ts';
import { links, noticeBody } from '../page/parts.ts';
import { pathOfStage, paths } from '../paths.ts';
import type { App, Ctx } from '../request/visit.ts';
import { goesOnHere } from './case-page.ts';

/** C14: what stopped, what it means, what to do now. Every one of these names a way on (RC-15). */
export function stoppedPage(app: App): void {
  app.get(paths.stopped, async (c) => {
    const { visit } = c.var;
    const view = visit.known ? await viewCase(visit.world, visit.browser) : undefined;
    if (!view) return goTo(c, paths.start);
    const { stage, words } = view.found;
    const why = reasonOf(view);
    if (!why) return goTo(c, pathOfStage[stage.kind]);
    if (why === 'completed' && goesOnHere(view)) return goTo(c, paths.done);
    const notice = visit.words.stopped[why];
    return show(c, {
      title: notice.title,
      caseWords: words,
      main: noticeBody(notice, links(waysOn(c, why))),
    });
  });
}

type Why = Ending | 'elsewhere';

function reasonOf(view: CaseView): Why | undefined {
  const { stage } = view.found;
  if (!goesOnHere(view)) return 'elsewhere';
  if (stage.kind === 'closed') return stage.because;
  return view.over ? 'expired' : undefined;
}

function waysOn(c: Ctx, why: Why): (readonly [string, string])[] {
  const { stopped, frame } = c.var.visit.words;
  if (why === 'completed' || why === 'key-changed')
    return [
      [paths.signIn, stopped.signIn],
      [paths.notMe, stopped.protect],
    ];
  if (why === 'barred') return [[`${paths.help}oficinas`, frame.help.offices]];
  return [
    [paths.chooseProfile, stopped.startAgain],
    [paths.otherWays, stopped.otherWays],
  ];
}
