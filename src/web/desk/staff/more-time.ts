import { goTo } from '../../page/page.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App } from '../../request/visit.ts';
import { deskComesBackTo } from '../routes.ts';
import { anyStaffAt } from '../signed-in.ts';

/** "More time" at the desk: back to the page it was asked on. */
export function deskMoreTimePage(app: App): void {
  app.post(paths.deskMoreTime, async (c) => {
    const sent = await readForm(c, ['volver']);
    if (!sent.ok) return refuseForm(c, sent);
    const here = deskComesBackTo(sent.fields.volver);
    const staff = await anyStaffAt(c, { here });
    return staff instanceof Response ? staff : goTo(c, here);
  });
}
