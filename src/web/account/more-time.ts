import { goTo } from '../page/page.ts';
import { paths } from '../paths.ts';
import { refuseForm } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App } from '../request/visit.ts';
import { comesBackTo, ownerAt } from './signed-in.ts';

/** "More time": using a session keeps it open, until its hours are over. Back to the page it was asked on. */
export function moreTimePage(app: App): void {
  app.post(paths.moreTime, async (c) => {
    const sent = await readForm(c, ['volver']);
    if (!sent.ok) return refuseForm(c, sent);
    const back = comesBackTo(sent.fields.volver);
    const owner = await ownerAt(c, back);
    return owner instanceof Response ? owner : goTo(c, back);
  });
}
