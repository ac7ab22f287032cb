import { askPasskey } from '../../../actions/account/passkeys.ts';
import { signInStaff, signOutStaff } from '../../../actions/desk/staff/sign-in.ts';
import { html, type Value } from '../../../lib/html.ts';
import { goTo } from '../../page/page.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showDesk } from '../frame.ts';
import { deskComesBackTo } from '../routes.ts';

/** S1: the desk opens to a passkey, and to nothing else. One answer for whatever failed. */
export function deskSignInPage(app: App): void {
  app.get(paths.deskSignIn, view);
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.deskSignInOptions, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser } = c.var.visit;
    return c.json(await askPasskey(world, { browser, purpose: 'staff-sign-in' }));
  });
  app.post(paths.deskSignIn, async (c) => {
    const sent = await readForm(c, [...passkeyFields, 'volver']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser, jar } = c.var.visit;
    const back = encodeURIComponent(deskComesBackTo(sent.fields.volver));
    const former = jar.get(c, 'staff');
    const session = await signInStaff(world, { browser, answer: sent.fields.respuesta, former });
    if (session === undefined) return goTo(c, `${paths.deskSignIn}?llave&volver=${back}`);
    jar.set(c, 'staff', session);
    return goTo(c, `${paths.deskShift}?volver=${back}`);
  });
  app.post(paths.deskSignOut, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, jar } = c.var.visit;
    const token = jar.get(c, 'staff');
    if (token !== undefined) await signOutStaff(world, token);
    jar.clear(c, 'staff');
    c.header('clear-site-data', '"cache", "storage"');
    return goTo(c, `${paths.deskSignIn}?salio`);
  });
}

/** Why this page is shown: enrolled, signed out, not recognised, or a session that was over. */
function reason(c: Ctx): Value {
  const { words, jar } = c.var.visit;
  const { signIn: say } = words.desk;
  const asked = (name: string): boolean => c.req.query(name) !== undefined;
  const over = asked('volver') && jar.get(c, 'staff') !== undefined;
  const text = asked('alta')
    ? say.enrolled
    : asked('salio')
      ? say.signedOut
      : asked('llave')
        ? say.refused
        : over
          ? say.ended
          : undefined;
  return text !== undefined && html`<p class="said" role="status">${text}</p>`;
}

function view(c: Ctx): Response {
  const { signIn: say } = c.var.visit.words.desk;
  const back = deskComesBackTo(c.req.query('volver'));
  const more = html`<input type="hidden" name="volver" value="${back}">`;
  const options = paths.deskSignInOptions;
  return showDesk(c, {
    title: say.title,
    scripts: ['passkeys'],
    main: html`<div class="stack"><h1>${say.title}</h1>${reason(c)}<p>${say.intro}</p>${passkeyForm(c, { action: paths.deskSignIn, options, label: say.use, more })}<noscript><p>${say.noScript}</p></noscript><p class="small">${say.lost}</p></div>`,
  });
}
