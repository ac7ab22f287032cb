import { signInByPasskey } from '../../../actions/account/passkey-sign-in.ts';
import { askPasskey } from '../../../actions/account/passkeys.ts';
import { type Html, html } from '../../../lib/html.ts';
import { goTo } from '../../page/page.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { deviceOf } from '../../request/device.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { letIn, triedFrom } from '../current-key.ts';

/** What the sign-in page offers beside number and key, and what it says when that came to nothing. */
export function passkeySignIn(c: Ctx, portal: string): Html {
  const { signIn: say } = c.var.visit.words.passkeys;
  return html`${c.req.query('huella') !== undefined && html`<p class="said" role="status">${say.refused}</p>`}${passkeyForm(
    c,
    {
      action: paths.passkeySignIn,
      options: paths.passkeySignInOptions,
      label: say.use,
      more: html`<input type="hidden" name="portal" value="${portal}">`,
    },
  )}`;
}

/** C19's other way in. One answer for whatever failed. */
export function passkeySignInPage(app: App, origins: Origins): void {
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.passkeySignInOptions, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser } = c.var.visit;
    return c.json(await askPasskey(world, { browser, purpose: 'sign-in' }));
  });
  app.post(paths.passkeySignIn, async (c) => {
    const sent = await readForm(c, [...passkeyFields, 'portal']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser, jar } = c.var.visit;
    const { portals } = world.institution;
    const portal = (portals.find(({ id }) => id === sent.fields.portal) ?? portals[0])?.id ?? '';
    const device = deviceOf(c.req.header('user-agent'));
    const entered = await signInByPasskey(world, {
      browser,
      answer: sent.fields.respuesta,
      portal,
      device,
      from: triedFrom(c, origins),
      former: jar.get(c, 'session'),
    });
    if (!entered) return goTo(c, `${paths.signIn}?huella`);
    letIn(c, entered);
    return goTo(c, paths.account);
  });
}
