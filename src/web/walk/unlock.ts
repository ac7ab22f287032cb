import { unlock, wantKey } from '../../actions/recovery/unlock.ts';
import { html } from '../../lib/html.ts';
import { goTo, show } from '../page/page.ts';
import { actLink, form, submit } from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { type AtStage, caseAt, goOn, timeLeft } from './case-page.ts';

/** The end of a walk that leaves the key as it is: one button, and a way to a new key after all (RC-08). */
export function unlockPage(app: App): void {
  app.get(paths.unlock, async (c) => {
    const at = await caseAt(c, 'unlocking');
    return at instanceof Response ? at : view(c, at);
  });
  app.post(paths.unlock, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'unlocking');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const outcome = await unlock(world, { browser, caseId: at.view.found.id });
    const done = outcome?.state.stage.kind === 'closed' && !outcome.refusal;
    return done ? goTo(c, paths.done) : goOn(c, outcome);
  });
  app.post(paths.wantKey, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'unlocking');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    return goOn(c, await wantKey(world, { browser, caseId: at.view.found.id }));
  });
}

function view(c: Ctx, { view: { found }, stage }: AtStage<'unlocking'>): Response {
  const { unlock: say } = c.var.visit.words;
  return show(c, {
    title: say.title,
    stage: 'key',
    caseWords: found.words,
    main: html`${timeLeft(c, stage.until)}
<div class="stack"><h1>${say.title}</h1>${say.text.map((text) => html`<p>${text}</p>`)}
${form(c, paths.unlock, submit(say.submit))}
${actLink(c, paths.wantKey, say.wantKey)}</div>`,
  });
}
