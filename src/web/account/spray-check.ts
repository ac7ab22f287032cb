import { asksRobot } from '../../actions/account/spray.ts';
import { waitFor, workFor } from '../../actions/recovery/identify.ts';
import { secondsAfter } from '../../lib/clock.ts';
import { html, type Value } from '../../lib/html.ts';
import { clockSeconds } from '../../words/times.ts';
import { hasWaited, robotCheck, robotFields, waitNote, workDone } from '../request/robot-check.ts';
import type { Ctx } from '../request/visit.ts';
import type { Origins } from '../walk/who/begin.ts';
import { triedFrom } from './current-key.ts';

/** What a sign-in sends beside number and key while keys are being sprayed. */
export const sprayFields = [...robotFields, 'espera'] as const;

const mayGoOnAt = (c: Ctx): Date => {
  const { clock, institution } = c.var.visit.world;
  return secondsAfter(clock.now(), waitFor(institution.policy, 1));
};

/** The robot check of the sign-in, for who comes from where it is asked: the work of a script, or the wait of who has none. */
export async function sprayCheck(c: Ctx, origins: Origins): Promise<Value> {
  const { world } = c.var.visit;
  if (!(await asksRobot(world, triedFrom(c, origins).networks, world.clock.now()))) return undefined;
  const check = await robotCheck(c, workFor(world.institution.policy, 1));
  return html`${check}<input type="hidden" name="espera" value="${waitNote(c, mayGoOnAt(c))}">`;
}

/** Whether the check was done, one way or the other. Who filled in what no person sees did neither. */
export async function checkDone(
  c: Ctx,
  sent: Record<(typeof sprayFields)[number], string>,
): Promise<boolean> {
  const { policy } = c.var.visit.world.institution;
  if (sent.sitio !== '') return false;
  if (sent.prueba !== '' && (await workDone(c, sent.prueba)) >= workFor(policy, 1)) return true;
  return sent.espera !== '' && (await hasWaited(c, sent.espera));
}

/** Why a key was not looked at, and when to send it again. The same for every number. */
export function sayCheckWanted(c: Ctx): string {
  const { world, words, language } = c.var.visit;
  return words.signIn.errors.checkWanted(clockSeconds(mayGoOnAt(c), world.institution.timezone, language));
}
