import type { Owner } from '../../../actions/account/owner.ts';
import {
  type Added,
  addPasskey,
  askToAdd,
  mostPasskeys,
  ownPasskeys,
  removePasskey,
} from '../../../actions/account/security/own-passkeys.ts';
import { html } from '../../../lib/html.ts';
import type { Passkey } from '../../../store/account/factors/passkeys.ts';
import type { DeviceName } from '../../../words/shapes.ts';
import { when } from '../../../words/times.ts';
import { goTo } from '../../page/page.ts';
import { errorSummary, form } from '../../page/parts.ts';
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
  app.post(paths.removePasskey, async (c) => {
    const sent = await readForm(c, ['equipo']);
    if (!sent.ok) return refuseForm(c, sent);
    const owner = await freshOwnerAt(c, paths.passkeys);
    if (owner instanceof Response) return owner;
    const device = deviceOf(c.req.header('user-agent'));
    const credentialId = Buffer.from(sent.fields.equipo, 'base64url');
    const removed = await removePasskey(c.var.visit.world, owner, { credentialId, device });
    return goTo(c, removed ? `${paths.passkeys}?quitado` : paths.passkeys);
  });
}

function line(c: Ctx, passkey: Passkey, place: number) {
  const { words, world, language } = c.var.visit;
  const { passkeys: say, devices } = words;
  const { timezone } = world.institution;
  const told = (at: Date): string => when(at, world.clock.now(), timezone, language);
  // Sound: the column is only ever written from a `DeviceName`.
  const device = devices[passkey.device as DeviceName];
  const remove = form(
    c,
    paths.removePasskey,
    html`<input type="hidden" name="equipo" value="${passkey.credentialId.toString('base64url')}"><button class="as-link" type="submit">${say.remove} <span class="vh">${say.removeWhich(place + 1)}</span></button>`,
    'act',
  );
  return html`<li><p><strong>${say.device(device)}</strong><br>${say.made(told(passkey.madeAt))} · ${passkey.usedAt ? say.used(told(passkey.usedAt)) : say.neverUsed}</p>${remove}</li>`;
}

async function view(c: Ctx, owner: Owner, refused?: Exclude<Added, 'added'>): Promise<Response> {
  const { world, words } = c.var.visit;
  const { passkeys: say } = words;
  const kept = await ownPasskeys(world, owner);
  const errors = refused ? [{ field: 'equipos', text: say.errors[refused] }] : [];
  const asked = (name: string): boolean => c.req.query(name) !== undefined;
  const said = asked('activado') ? say.added : asked('quitado') ? say.removed : undefined;
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
${kept.length === 0 ? html`<p>${say.none}</p>` : html`<ul class="links stack">${kept.map((one, place) => line(c, one, place))}</ul><p class="small lead">${say.stays}</p>`}</div>`,
  });
}
