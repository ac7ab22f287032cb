import { type CaseView, viewCase } from '../../actions/recovery/view-case.ts';
import { html } from '../../lib/html.ts';
import { purposeWords } from '../../words/purposes.ts';
import { clock, day } from '../../words/times.ts';
import { goTo, show } from '../page/page.ts';
import { form, links, noticeBody, rich } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { goesOnHere } from './case-page.ts';

/** C13: the key is there. Nobody is signed in: trying it is part of the walk (RC-01). */
export function donePage(app: App): void {
  app.get(paths.done, async (c) => {
    const { visit } = c.var;
    const view = visit.known ? await viewCase(visit.world, visit.browser) : undefined;
    const stage = view?.found.stage;
    if (!view || stage?.kind !== 'closed' || stage.because !== 'completed' || !goesOnHere(view))
      return goTo(c, paths.stopped);
    return show(c, page(c, view.found, stage.at));
  });
  // For a borrowed computer: nothing of the walk stays in the browser (UX R19).
  app.post(paths.finish, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { jar, words } = c.var.visit;
    for (const name of ['browser', 'draft', 'session'] as const) jar.clear(c, name);
    c.header('clear-site-data', '"cache", "storage"');
    const { finished } = words.done;
    return show(c, {
      title: finished.title,
      main: noticeBody(finished, links([[paths.start, words.problems.toStart]])),
    });
  });
}

function page(c: Ctx, { words: caseWords, portal, purpose }: CaseView['found'], at: Date) {
  const { world, words, language } = c.var.visit;
  const { done: say } = words;
  const own = purposeWords(words, purpose);
  const { timezone } = world.institution;
  const moment = `${day(at, timezone, language)}, ${clock(at, timezone, language)}`;
  const signIn = portal === null ? paths.signIn : `${paths.signIn}?portal=${portal}`;
  return {
    title: own.done,
    stage: 'key' as const,
    over: true,
    main: html`<div class="stack"><h1>${own.done}</h1>
<p>${rich(say.receipt(caseWords, moment))}</p>
<div class="screen-only"><h2>${own.tryNow}</h2><p class="tight"><a class="btn" href="${signIn}">${say.signIn}</a></p></div>
<div><h2>${say.whatNext}</h2><ul class="plain"><li>${say.told}</li><li>${say.keep}</li></ul></div>
<div class="screen-only"><h2>${say.nextTime}</h2>${links([
      [paths.contact, say.addContact],
      [paths.passkeys, say.addPasskey],
    ])}</div>
<p class="screen-only"><button class="as-link" id="imprimir" type="button" data-js hidden>${say.print}</button></p>
<div class="screen-only"><p>${say.borrowed}</p>${form(c, paths.finish, html`<button class="btn alt" type="submit">${say.finish}</button>`, 'tight')}</div>
<p class="print-only">${say.receiptTitle}: ${own.receipt}</p></div>`,
  };
}
