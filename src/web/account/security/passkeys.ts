import type { Owner } from '../../../actions/account/owner.ts';
import {
  type Added,
  addPasskey,
  askToAdd,
  mostPasskeys,
  ownPasskeys,
} from '../../../actions/account/security/own-passkeys.ts';
import { keepOwnPasskey, removePasskey } from '../../../actions/account/security/remove-passkey.ts';
import { type Html, html } from '../../../lib/html.ts';
import { isLast } from '../../../rules/account/passkey-removal.ts';
import type { Passkey } from '../../../store/account/factors/passkeys.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import { at as atTime, when } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { errorSummary, fieldError, form } from '../../page/parts.ts';
import { passkeyFields, passkeyForm } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { deviceOf } from '../../request/device.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';

/** C24: passkeys. Making one takes script; the list and taking one away do not. */
export function passkeysPage(app: App): void {
  app.get(paths.passkeys, async (c) => {
    const owner = await freshOwnerAt(c);
    return owner instanceof Response ? owner : view(c, owner);
  });
  // JSON for the script, and no page: nobody is led here.
  app.post(paths.passkeyOptions, async (c) => {
    const sent = await readForm(c, []);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c, paths.passkeys);
    if (owner instanceof Response) return owner;
    const { world, browser } = c.var.visit;
    return c.json(await askToAdd(world, owner, browser));
  });
  app.post(paths.passkeys, async (c) => {
    const sent = await readForm(c, passkeyFields);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    const { world, browser } = c.var.visit;
    const device = deviceOf(c.req.header('user-agent'));
    const added = await addPasskey(world, owner, { browser, answer: sent.fields.respuesta, device });
    return added === 'added' ? goTo(c, `${paths.passkeys}?activado`) : view(c, owner, added);
  });
  goingPasskeys(app);
}

/** Taking a passkey away, and keeping one that is about to go. */
function goingPasskeys(app: App): void {
  app.post(paths.removePasskey, async (c) => {
    const sent = await readForm(c, ['equipo']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c, paths.passkeys);
    if (owner instanceof Response) return owner;
    const device = deviceOf(c.req.header('user-agent'));
    const credentialId = Buffer.from(sent.fields.equipo, 'base64url');
    const removed = await removePasskey(c.var.visit.world, owner, { credentialId, device });
    const told = { nothing: '', 'at-once': '?quitado', held: '?espera' }[removed];
    return goTo(c, paths.passkeys + told);
  });
  app.post(paths.keepPasskey, async (c) => {
    const sent = await readForm(c, ['equipo']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c, paths.passkeys);
    if (owner instanceof Response) return owner;
    const credentialId = Buffer.from(sent.fields.equipo, 'base64url');
    const kept = await keepOwnPasskey(c.var.visit.world, owner, credentialId);
    return goTo(c, kept ? `${paths.passkeys}?conservado` : paths.passkeys);
  });
}

/** What each passkey is, and the one thing that can be done to it: take it away, or keep it while it is about to go. */
function line(c: Ctx, kept: readonly Passkey[], place: number): Html | undefined {
  const passkey = kept[place];
  if (!passkey) return undefined;
  const { words, world, language } = c.var.visit;
  const { passkeys: say, devices } = words;
  const { timezone } = world.institution;
  const told = (at: Date): string => when(at, world.clock.now(), timezone, language);
  // Sound: the column is only ever written from a `DeviceName`.
  const device = devices[passkey.device as DeviceName];
  const act = (path: string, text: string, which: string): Html =>
    form(
      c,
      path,
      html`<input type="hidden" name="equipo" value="${passkey.credentialId.toString('base64url')}"><button class="as-link" type="submit">${text} <span class="vh">${which}</span></button>`,
      'act',
    );
  const { leavesAt } = passkey;
  const last = isLast(kept.filter((one) => one !== passkey));
  const { holdHours } = world.institution.policy.contactChange;
  const ends = leavesAt
    ? html`<p class="said">${say.goes(atTime(leavesAt, world.clock.now(), timezone, language))}</p>${act(paths.keepPasskey, say.keep, say.keepWhich(place + 1))}`
    : html`${last && html`<p class="small">${say.last(holdHours)}</p>`}${act(paths.removePasskey, say.remove, say.removeWhich(place + 1))}`;
  return html`<li><p><strong>${say.device(device)}</strong><br>${say.made(told(passkey.madeAt))} · ${passkey.usedAt ? say.used(told(passkey.usedAt)) : say.neverUsed}</p>${ends}</li>`;
}

async function view(c: Ctx, owner: Owner, refused?: Exclude<Added, 'added'>): Promise<Response> {
  const { world, words } = c.var.visit;
  const { passkeys: say } = words;
  const kept = await ownPasskeys(world, owner);
  const errors = refused ? [{ field: 'equipos', text: say.errors[refused] }] : [];
  const told = { activado: say.added, quitado: say.removed, espera: say.held, conservado: say.kept };
  const said = Object.entries(told).find(([name]) => c.req.query(name) !== undefined)?.[1];
  const add =
    kept.length >= mostPasskeys
      ? html`<p>${say.full}</p>`
      : html`${passkeyForm(c, { action: paths.passkeys, options: paths.passkeyOptions, label: say.add })}<noscript><p>${say.noScript}</p></noscript>`;
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    wrong: errors.length > 0,
    scripts: ['passkeys'],
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1>
${said !== undefined && html`<p class="said" role="status">${said}</p>`}
<p>${say.what}</p>${add}
<h2 id="equipos">${say.listTitle}</h2>
${fieldError(c, 'equipos', errors[0]?.text)}
${kept.length === 0 ? html`<p>${say.none}</p>` : html`<ul class="links stack">${kept.map((_, place) => line(c, kept, place))}</ul><p class="small lead">${say.stays}</p>`}</div>`,
  });
}
