import { signIn, signOut } from '../../actions/account/sign-in.ts';
import { html } from '../../lib/html.ts';
import type { Portal } from '../../rules/policy.ts';
import type { SignInStanding } from '../../rules/waits.ts';
import { at as atTime } from '../../words/times.ts';
import { peek } from '../page/key-field.ts';
import { goTo, show } from '../page/page.ts';
import {
  errorOf,
  errorSummary,
  type FieldError,
  fieldError,
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
import { passkeySignIn } from './security/passkey-sign-in.ts';

/** From this many tries left on, a pause to come is announced. For any number alike. */
const announceAt = 2;

/** C19: number and key. One error for a number nobody has, a wrong key and a hold. */
export function signInPage(app: App): void {
  app.get(paths.signIn, (c) => view(c, portalOf(c, c.req.query('portal')), '', []));
  app.post(paths.signIn, async (c) => {
    const sent = await readForm(c, ['numero', 'clave', 'portal']);
    if (!sent.ok) return refuseForm(c, sent);
    const { world, words, jar } = c.var.visit;
    const { errors: say } = words.signIn;
    const { numero, clave } = sent.fields;
    const portal = portalOf(c, sent.fields.portal);
    if (!portal) return stop(c, words.problems.badRequest, 400);
    const empty: FieldError[] = [];
    if (numero.trim() === '') empty.push({ field: 'numero', text: say.numberEmpty });
    if (clave === '') empty.push({ field: 'clave', text: say.keyEmpty });
    if (empty.length > 0) return view(c, portal, numero, empty);
    const [claim] = claimsIn(c, numero);
    // A text that is no identity number has no account, no counter and no key: the same words, at once.
    if (!claim) return view(c, portal, numero, [{ field: 'numero', text: say.wrong }]);
    const result = await signIn(world, {
      claim,
      key: clave,
      portal: portal.id,
      device: deviceOf(c.req.header('user-agent')),
    });
    if (result.kind === 'refused')
      return view(c, portal, numero, [{ field: 'numero', text: sayRefused(c, result.standing) }]);
    jar.set(c, 'session', result.session);
    return goTo(c, paths.account);
  });
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

const portalOf = (c: Ctx, id: string | undefined): Portal | undefined => {
  const { portals } = c.var.visit.world.institution;
  return portals.find((portal) => portal.id === id) ?? portals[0];
};

function sayRefused(c: Ctx, standing: SignInStanding): string {
  const { world, words, language } = c.var.visit;
  const { errors: say } = words.signIn;
  const { policy, timezone } = world.institution;
  if (standing.kind === 'disabled') return say.disabled;
  if (standing.kind === 'waiting')
    return say.waiting(atTime(standing.until, world.clock.now(), timezone, language));
  const { triesBeforeWait } = standing;
  return triesBeforeWait > announceAt
    ? say.wrong
    : `${say.wrong}. ${say.triesLeft(triesBeforeWait, policy.signIn.firstWaitSeconds)}`;
}

function view(c: Ctx, portal: Portal | undefined, typed: string, errors: readonly FieldError[]): Response {
  const { words, language } = c.var.visit;
  const { signIn: say } = words;
  const keyError = errorOf(errors, 'clave');
  const number = textField(c, {
    id: 'numero',
    label: say.number,
    hint: say.numberHint,
    value: typed,
    error: errorOf(errors, 'numero'),
    heading: false,
    attributes: html`class="id" ${plainText} autocomplete="username webauthn"`,
  });
  const key = html`<div class="field${keyError !== undefined && ' wrong'}"><label for="clave">${say.key}</label>${fieldError(c, 'clave', keyError)}<div class="pair"><input id="clave" name="clave" type="password" autocomplete="current-password" autocapitalize="none" autocorrect="off" spellcheck="false"${keyError !== undefined && html` aria-describedby="clave-error" aria-invalid="true"`}>${peek(c, 'clave')}</div><p class="vh" id="clave-estado" aria-live="polite"></p></div>`;
  return show(c, {
    title: say.title,
    wrong: errors.length > 0,
    main: html`<div class="stack"><h1>${say.title}</h1>
${c.req.query('salio') !== undefined && html`<p class="said" role="status">${say.signedOut}</p>`}
${portal && html`<p>${say.intro(portal.name[language])}</p>`}
${form(
  c,
  paths.signIn,
  html`${errorSummary(c, errors)}${number}${key}<input type="hidden" name="portal" value="${portal?.id ?? ''}"><div>${submit(say.submit)}</div>${links([[paths.start, say.forgot]])}`,
)}${passkeySignIn(c, portal?.id ?? '')}</div>`,
    passkeys: true,
  });
}
