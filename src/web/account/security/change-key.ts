import type { Owner } from '../../../actions/account/owner.ts';
import { askPasskey } from '../../../actions/account/passkeys.ts';
import {
  askKeyTime,
  changeKey,
  giveCurrentKey,
  givePasskeyForKey,
  mayChangeKeyUntil,
} from '../../../actions/account/security/change-key.ts';
import { html } from '../../../lib/html.ts';
import { newKeyBlock, newKeyNames, peek, sayKey, sayRepeated } from '../../page/key-field.ts';
import { goTo } from '../../page/page.ts';
import { errorSummary, fieldError, form, links, submit } from '../../page/parts.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { timeLeft } from '../../walk/case-page.ts';
import type { Origins } from '../../walk/who/begin.ts';
import { letIn, sayRefused, triedFrom } from '../current-key.ts';
import { showAccount } from '../frame.ts';
import { ownerAt } from '../signed-in.ts';

/** C26: change the key. Two pages, one thing each: the current key, then another under the rules of C12. */
export function changeKeyPage(app: App, origins: Origins): void {
  app.get(paths.changeKey, async (c) => {
    const owner = await ownerAt(c);
    return owner instanceof Response ? owner : askCurrent(c, owner);
  });
  app.post(paths.changeKey, async (c) => {
    const sent = await readForm(c, ['usuario', 'clave', ...passkeyFields]);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c);
    if (owner instanceof Response) return owner;
    const { world, browser, words } = c.var.visit;
    const { clave, respuesta } = sent.fields;
    const { errors } = words.changeKey;
    if (respuesta !== '') {
      const given = await givePasskeyForKey(world, owner, { browser, answer: respuesta });
      return given ? goTo(c, paths.newKey) : askCurrent(c, owner, errors.passkey);
    }
    if (clave === '') return askCurrent(c, owner, errors.empty);
    const given = await giveCurrentKey(world, owner, { key: clave, from: triedFrom(c, origins) });
    return given.kind === 'right'
      ? goTo(c, paths.newKey)
      : askCurrent(c, owner, sayRefused(c, errors.wrong, given.standing));
  });
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.changeKeyOptions, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c, paths.changeKey);
    if (owner instanceof Response) return owner;
    const { world, browser } = c.var.visit;
    return c.json(await askPasskey(world, { browser, purpose: 'confirm' }));
  });
  newKeyPage(app, origins);
}

/** The second page, and more time for it. */
function newKeyPage(app: App, origins: Origins): void {
  app.get(paths.newKey, async (c) => {
    const owner = await ownerAt(c, paths.changeKey);
    return owner instanceof Response ? owner : askNew(c, owner);
  });
  app.post(paths.newKey, (c) => takeNew(c, origins));
  app.post(paths.newKeyTime, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await ownerAt(c, paths.changeKey);
    if (owner instanceof Response) return owner;
    await askKeyTime(c.var.visit.world, owner);
    return goTo(c, `${paths.newKey}?tiempo`);
  });
}

async function takeNew(c: Ctx, origins: Origins): Promise<Response> {
  const sent = await readForm(c, newKeyNames);
  if (!sent.ok) return refuseForm(c, sent);
  const owner = await ownerAt(c, paths.changeKey);
  if (owner instanceof Response) return owner;
  const repeated = sayRepeated(c, sent.fields);
  if (repeated) return askNew(c, owner, repeated);
  const { world } = c.var.visit;
  const change = await changeKey(world, owner, { key: sent.fields.clave, from: triedFrom(c, origins) });
  if (change.kind === 'stale') return goTo(c, paths.changeKey);
  if (change.kind === 'refused') return askNew(c, owner, sayKey(c, change.problem));
  letIn(c, change.entered);
  return goTo(c, `${paths.changeKey}?lista`);
}

function askCurrent(c: Ctx, owner: Owner, error?: string): Response {
  const { words } = c.var.visit;
  const { changeKey: say } = words;
  const errors = error === undefined ? [] : [{ field: 'clave', text: error }];
  const described = error !== undefined && html` aria-describedby="clave-error" aria-invalid="true"`;
  const field = html`<div class="field${error !== undefined && ' wrong'}"><h1><label for="clave">${say.title}</label></h1>
<p class="hint">${say.why}</p>
<input class="vh" id="usuario" name="usuario" type="text" value="${owner.personal.claim.identity.number}" autocomplete="username" readonly tabindex="-1" aria-hidden="true">
${fieldError(c, 'clave', error)}<div class="pair"><input id="clave" name="clave" type="password" autocomplete="current-password" autocapitalize="none" autocorrect="off" spellcheck="false"${described}>${peek(c, 'clave')}</div><p class="vh" id="clave-estado" aria-live="polite"></p></div>`;
  const passkey = passkeyForm(c, {
    action: paths.changeKey,
    options: paths.changeKeyOptions,
    label: say.passkey,
  });
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    wrong: errors.length > 0,
    scripts: ['passkeys'],
    main: html`<div class="stack">${c.req.query('lista') !== undefined && html`<p class="said" role="status">${say.changed}</p>`}
${form(c, paths.changeKey, html`${errorSummary(c, errors)}${field}<div>${submit(say.submit)}</div>`)}${passkey}${links([[paths.start, say.forgot]])}</div>`,
  });
}

async function askNew(c: Ctx, owner: Owner, error?: string): Promise<Response> {
  const { world, words } = c.var.visit;
  const until = await mayChangeKeyUntil(world, owner);
  if (!until) return goTo(c, paths.changeKey);
  const { changeKey: say } = words;
  const { title } = words.chooseKey;
  const errors = error === undefined ? [] : [{ field: 'clave', text: error }];
  return showAccount(c, {
    title,
    back: paths.changeKey,
    wrong: errors.length > 0,
    main: html`${timeLeft(c, until, paths.newKeyTime)}<p class="small">${say.deadline}</p>
${form(c, paths.newKey, html`${errorSummary(c, errors)}${newKeyBlock(c, owner.personal.claim.identity, title, error)}`)}`,
  });
}
