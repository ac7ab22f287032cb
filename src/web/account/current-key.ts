import type { TriedFrom } from '../../actions/account/devices.ts';
import type { Entered } from '../../actions/account/sessions.ts';
import { type Html, html } from '../../lib/html.ts';
import type { SignInStanding } from '../../rules/waits.ts';
import { at as atTime } from '../../words/times.ts';
import { peek } from '../page/key-field.ts';
import { fieldError } from '../page/parts.ts';
import type { Ctx } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';

/** From this many tries left on, a pause to come is announced. For any number alike. */
const announceAt = 2;

/** Where a key is tried from: the narrowest network of the visitor, and the devices this browser says it is. */
export function triedFrom(c: Ctx, { networksOf }: Origins): TriedFrom {
  const networks = networksOf(c.env.ip ?? '');
  return { network: networks[0] ?? '', networks, devices: c.var.visit.jar.get(c, 'device') };
}

/** A device is known for a year from its last sign-in. It gives tries of its own and opens nothing. */
const deviceSeconds = 31_536_000;

/** Gives the browser of somebody who came in its two cookies. */
export function letIn(c: Ctx, { session, devices }: Entered): void {
  const { jar } = c.var.visit;
  jar.set(c, 'session', session);
  jar.set(c, 'device', devices, deviceSeconds);
}

/** The field for the key somebody has, with Mostrar. Never written back. */
export function currentKeyField(c: Ctx, label: string, error: string | undefined): Html {
  return html`<div class="field${error !== undefined && ' wrong'}"><label for="clave">${label}</label>${fieldError(c, 'clave', error)}<div class="pair"><input id="clave" name="clave" type="password" autocomplete="current-password" autocapitalize="none" autocorrect="off" spellcheck="false"${error !== undefined && html` aria-describedby="clave-error" aria-invalid="true"`}>${peek(c, 'clave')}</div><p class="vh" id="clave-estado" aria-live="polite"></p></div>`;
}

/** What a refused key meets next time: `wrong` while there are tries, a wait, or the end of this key. */
export function sayRefused(c: Ctx, wrong: string, standing: SignInStanding): string {
  const { world, words, language } = c.var.visit;
  const { errors: say } = words.signIn;
  const { policy, timezone } = world.institution;
  if (standing.kind === 'disabled') return say.disabled;
  if (standing.kind === 'waiting')
    return say.waiting(atTime(standing.until, world.clock.now(), timezone, language));
  const { triesBeforeWait } = standing;
  return triesBeforeWait > announceAt
    ? wrong
    : `${wrong}. ${say.triesLeft(triesBeforeWait, policy.signIn.firstWaitSeconds)}`;
}
