import { checkRobot } from '../../../actions/recovery/check-robot.ts';
import { workFor } from '../../../actions/recovery/identify.ts';
import { html } from '../../../lib/html.ts';
import { clockSeconds } from '../../../words/times.ts';
import { show } from '../../page/page.ts';
import { errorSummary, form } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { robotCheck, robotFields, workDone } from '../../request/robot-check.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { type AtStage, caseAt, goOn } from '../case-page.ts';

/** C3: under load, a clock time to go on at; sooner for a machine that does the work. Nobody is ever turned away here. */
export function checkRobotPage(app: App): void {
  app.get(paths.checkRobot, async (c) => {
    const at = await caseAt(c, 'pacing');
    return at instanceof Response ? at : view(c, at, false);
  });
  app.post(paths.checkRobot, async (c) => {
    const sent = await readForm(c, robotFields);
    if (!sent.ok) return refuseForm(c, sent);
    const at = await caseAt(c, 'pacing');
    if (at instanceof Response) return at;
    const { world, browser } = c.var.visit;
    const { prueba } = sent.fields;
    const work = prueba === '' ? 0 : await workDone(c, prueba);
    const outcome = await checkRobot(world, { browser, caseId: at.view.found.id, work });
    return outcome?.refusal === 'too-soon' ? view(c, at, true) : goOn(c, outcome);
  });
}

async function view(
  c: Ctx,
  { stage, view: { found } }: AtStage<'pacing'>,
  tooEarly: boolean,
): Promise<Response> {
  const { world, words, language } = c.var.visit;
  const { checkRobot: say, frame } = words;
  const time = clockSeconds(stage.until, world.institution.timezone, language);
  const errors = tooEarly ? [{ field: 'continuar', text: say.errors.tooEarly(time) }] : [];
  const work = workFor(world.institution.policy, stage.pressure);
  const check = stage.slowed ? undefined : await robotCheck(c, work);
  return show(c, {
    title: say.waitTitle,
    stage: 'who',
    caseWords: found.words,
    wrong: tooEarly,
    main: form(
      c,
      paths.checkRobot,
      html`${errorSummary(c, errors)}<h1>${say.waitTitle}</h1><p>${say.wait(time)}</p><div><button class="btn" type="submit" id="continuar">${frame.continue}</button>${check}</div>`,
    ),
  });
}
