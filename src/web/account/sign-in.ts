import { signIn, signOut } from '../../actions/account/sign-in.ts';
import { type Html, html, type Value } from '../../lib/html.ts';
import type { Portal } from '../../rules/policy.ts';
import { goTo, show } from '../page/page.ts';
import {
  errorOf,
  errorSummary,
  type FieldError,
  form,
  links,
  plainText,
  submit,
  textField,
} from '../page/parts.ts';
import { paths } from '../paths.ts';
import { refuseForm, stop } from '../problems.ts';
import { claimsIn } from '../request/claims.ts';
import { deviceOf } from '../request/device.ts';
import { readForm } from '../request/form.ts';
import type { App, Ctx } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';
import { currentKeyField, letIn, sayRefused, triedFrom } from './current-key.ts';
import { passkeySignIn } from './security/passkey-sign-in.ts';
import { comesBackTo } from './signed-in.ts';
import { checkDone, sayCheckWanted, sprayCheck, sprayFields } from './spray-check.ts';

/** C19: number and key. One error for a number nobody has, a wrong key and a hold. */
export function signInPage(app: App, origins: Origins): void {
  app.get(paths.signIn, (c) => {
    const portal = portalOf(c, c.req.query('portal'));
    const back = comesBackTo(c.req.query('volver'));
    return view(c, origins, { portal, typed: '', back }, []);
  });
  app.post(paths.signIn, (c) => takeForm(c, origins));
  app.post(paths.signOut, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, jar } = c.var.visit;
    const token = jar.get(c, 'session');
    if (token) await signOut(world, token);
    jar.clear(c, 'session');
    c.header('clear-site-data', '"cache", "storage"');
    return goTo(c, `${paths.signIn}?salio`);
  });
}

async function takeForm(c: Ctx, origins: Origins): Promise<Response> {
  const sent = await readForm(c, ['numero', 'clave', 'portal', 'volver', ...sprayFields]);
  if (!sent.ok) return refuseForm(c, sent);
  const { world, words, jar } = c.var.visit;
  const { errors: say } = words.signIn;
  const { numero, clave, volver } = sent.fields;
  const portal = portalOf(c, sent.fields.portal);
  if (!portal) return stop(c, words.problems.badRequest, 400);
  const shown: Shown = { portal, typed: numero, back: comesBackTo(volver) };
  const empty: FieldError[] = [];
  if (numero.trim() === '') empty.push({ field: 'numero', text: say.numberEmpty });
  if (clave === '') empty.push({ field: 'clave', text: say.keyEmpty });
  if (empty.length > 0) return view(c, origins, shown, empty);
  const [claim] = claimsIn(c, numero);
  // A text that is no identity number has no account, no counter and no key: the same words, at once.
  if (!claim) return view(c, origins, shown, [{ field: 'numero', text: say.wrong }]);
  const tried = await signIn(world, {
    claim,
    key: clave,
    checked: await checkDone(c, sent.fields),
    portal: portal.id,
    device: deviceOf(c.req.header('user-agent')),
    from: triedFrom(c, origins),
    former: jar.get(c, 'session'),
  });
  if (tried.kind === 'check-wanted')
    return view(c, origins, shown, [{ field: 'clave', text: sayCheckWanted(c) }]);
  if (tried.kind === 'refused')
    return view(c, origins, shown, [{ field: 'numero', text: sayRefused(c, say.wrong, tried.standing) }]);
  letIn(c, tried.value);
  return goTo(c, shown.back);
}

const portalOf = (c: Ctx, id: string | undefined): Portal | undefined => {
  const { portals } = c.var.visit.world.institution;
  return portals.find((portal) => portal.id === id) ?? portals[0];
};

type Shown = { readonly portal: Portal | undefined; readonly typed: string; readonly back: string };

/** Why this page is shown: the person signed out, or came for a page of the account and the session was over. */
function reason(c: Ctx): Value {
  const { words, jar } = c.var.visit;
  if (c.req.query('salio') !== undefined)
    return html`<p class="said" role="status">${words.signIn.signedOut}</p>`;
  if (c.req.query('volver') === undefined || jar.get(c, 'session') === undefined) return undefined;
  const { title, text } = words.account.ended;
  return html`<p class="said" role="status"><strong>${title}.</strong> ${text.join(' ')}</p>`;
}

async function view(
  c: Ctx,
  origins: Origins,
  { portal, typed, back }: Shown,
  errors: readonly FieldError[],
): Promise<Response> {
  const { words, language } = c.var.visit;
  const { signIn: say } = words;
  const number = textField(c, {
    id: 'numero',
    label: say.number,
    hint: say.numberHint,
    value: typed,
    error: errorOf(errors, 'numero'),
    heading: false,
    attributes: html`class="id" ${plainText} autocomplete="username webauthn"`,
  });
  const key = currentKeyField(c, say.key, errorOf(errors, 'clave'));
  const check = await sprayCheck(c, origins);
  return show(c, {
    title: say.title,
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1>
${reason(c)}
${portal && html`<p>${say.intro(portal.name[language])}</p>`}
${form(
  c,
  paths.signIn,
  html`${errorSummary(c, errors)}${number}${key}${hidden('portal', portal?.id ?? '')}${back !== paths.account && hidden('volver', back)}<div>${submit(say.submit)}${check}</div>${links([[paths.start, say.forgot]])}`,
)}${passkeySignIn(c, portal?.id ?? '')}</div>`,
    scripts: ['passkeys'],
  });
}

const hidden = (name: string, value: string): Html =>
  html`<input type="hidden" name="${name}" value="${value}">`;
