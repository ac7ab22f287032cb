import { askStaffTouch } from '../../actions/desk/touch.ts';
import type { Html } from '../../lib/html.ts';
import { passkeyForm } from '../page/passkey-form.ts';
import { paths } from '../paths.ts';
import { refuseForm, stop } from '../problems.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import { staffAt } from './signed-in.ts';

/** What is done, to what, in which version: "approve:<case>:<version>". */
const aboutShape = /^[a-z-]+(?::[\w-]{1,64}){1,3}$/;

/**
 * A form that is sent with a fresh touch of the passkey, for this one text only. The page that takes it reads `passkeyFields`
 * and has `verifyStaffTouch` judge the same text, made anew from what it is about to change. The page loads `passkeys`.
 */
export const touchForm = (
  c: Ctx,
  { action, about, label, more }: { action: string; about: string; label: string; more?: Html },
): Html =>
  passkeyForm(c, {
    action,
    options: paths.deskTouch,
    label,
    with: { acerca: about },
    ...(more && { more }),
  });

/** What the passkey is asked with. JSON for the script, and no page: nobody is led here. */
export function touchOptions(app: App): void {
  app.post(paths.deskTouch, async (c) => {
    const sent = await readForm(c, ['acerca']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { here: paths.desk });
    if (staff instanceof Response) return staff;
    const { acerca } = sent.fields;
    if (!aboutShape.test(acerca)) return stop(c, c.var.visit.words.problems.badRequest, 400);
    return c.json(await askStaffTouch(c.var.visit.world, staff, acerca));
  });
}
