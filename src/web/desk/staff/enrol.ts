import {
  askToEnrol,
  enrol,
  type Invited,
  undertake,
  viewInvitation,
} from '../../../actions/desk/staff/enrol.ts';
import { html } from '../../../lib/html.ts';
import { goTo } from '../../page/page.ts';
import { form, noticeBody, submit } from '../../page/parts.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import { type App, type Ctx, isToken } from '../../request/visit.ts';
import { refuseDesk, showDesk } from '../frame.ts';

const viewOf = (c: Ctx, token: string): Promise<Invited | undefined> =>
  isToken(token) ? viewInvitation(c.var.visit.world, token) : Promise.resolve(undefined);

/**
 * Where a new member undertakes confidentiality (LP-10), then makes the passkey. Looking changes nothing, and every token, real or
 * made up, is answered 200; the link is used up by the passkey and by nothing before it.
 */
export function enrolPages(app: App): void {
  app.get(`${paths.deskEnrol}:token`, async (c) => {
    const token = c.req.param('token');
    const invited = await viewOf(c, token);
    return invited ? view(c, token, invited) : viewDead(c);
  });
  app.post(paths.deskEnrol, async (c) => {
    const sent = await readForm(c, ['invitacion']);
    if (!sent.ok) return refuseForm(c, sent);
    const token = sent.fields.invitacion;
    const done = isToken(token) && (await undertake(c.var.visit.world, token));
    return done ? goTo(c, `${paths.deskEnrol}${token}`) : refuseDesk(c, 'invitation-dead');
  });
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.deskEnrolOptions, async (c) => {
    const sent = await readForm(c, ['invitacion']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, browser, words } = c.var.visit;
    const token = sent.fields.invitacion;
    if (!isToken(token)) return stop(c, words.problems.badRequest, 400);
    const options = await askToEnrol(world, { token, browser });
    return options ? c.json(options) : refuseDesk(c, 'invitation-dead');
  });
  app.post(paths.deskEnrolPasskey, takePasskey);
}

async function takePasskey(c: Ctx): Promise<Response> {
  const sent = await readForm(c, [...passkeyFields, 'invitacion']);
  if (!sent.ok) return refuseForm(c, sent);
  const { world, browser } = c.var.visit;
  const { invitacion: token, respuesta: answer } = sent.fields;
  const invited = await viewOf(c, token);
  if (!invited) return refuseDesk(c, 'invitation-dead');
  const outcome = await enrol(world, { token, browser, answer });
  if (outcome === 'dead') return refuseDesk(c, 'invitation-dead');
  return outcome === 'enrolled' ? goTo(c, `${paths.deskSignIn}?alta`) : view(c, token, invited, true);
}

function viewDead(c: Ctx): Response {
  const { dead } = c.var.visit.words.desk.enrol;
  return showDesk(c, { title: dead.title, main: noticeBody(dead) });
}

function view(c: Ctx, token: string, invited: Invited, refused = false): Response {
  const { enrol: say } = c.var.visit.words.desk;
  const link = html`<input type="hidden" name="invitacion" value="${token}">`;
  const undertaking = html`<p>${say.undertakeIntro}</p><ul class="plain">${say.undertaking.map((one) => html`<li>${one}</li>`)}</ul>${form(c, paths.deskEnrol, html`${link}${submit(say.undertake)}`)}`;
  const passkey = html`${refused && html`<p class="said" role="alert">${say.refused}</p>`}<p>${say.passkeyIntro}</p>${passkeyForm(c, { action: paths.deskEnrolPasskey, options: paths.deskEnrolOptions, label: say.make, more: link, with: { invitacion: token } })}<noscript><p>${say.noScript}</p></noscript>`;
  return showDesk(c, {
    title: say.title,
    ...(refused && { status: 422 as const }),
    scripts: ['passkeys'],
    main: html`<div class="stack"><h1>${say.title}</h1><p>${say.hello(invited.name)}</p>${invited.accepted ? passkey : undertaking}</div>`,
  });
}
