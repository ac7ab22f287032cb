import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { useRobotCheck } from '../../actions/recovery/check-robot.ts';
import { minutesAfter } from '../../lib/clock.ts';
import { sha256 } from '../../lib/digest.ts';
import { html, type Value } from '../../lib/html.ts';
import { assets } from '../page/assets.ts';
import { icon } from '../page/parts.ts';
import type { Ctx } from './visit.ts';

/** A solved check is worth something for this long (SE-16: at most five minutes). */
const minutesValid = 5;

/** To which browser a check belongs: solving for one and spending in another is worthless. */
const ownerOf = (c: Ctx): string => c.var.visit.browser.toString('hex').slice(0, 16);

/** The quiet check under a form's button: done by the script while the person types, said to be so where there is none. */
export async function robotCheck(c: Ctx, work: number): Promise<Value> {
  const { world, words } = c.var.visit;
  if (world.institution.policy.robot.when === 'never') return undefined;
  const { challenge, salt, signature } = await createChallenge({
    hmacKey: world.keys.robot,
    maxNumber: work,
    expires: minutesAfter(world.clock.now(), minutesValid),
    params: { for: ownerOf(c), work: String(work) },
  });
  const puzzle = JSON.stringify({ challenge, salt, signature, max: work, worker: assets(world).worker });
  const say = words.checkRobot;
  return html`<p class="auto">${icon('shield')}<span id="prueba-estado" data-js hidden role="status" data-prueba="${puzzle}" data-listo="${say.ready}">${say.running}</span><noscript>${say.noScript}</noscript></p>
<input type="hidden" name="prueba" id="prueba" value="">
<div class="vh" aria-hidden="true"><label for="sitio">${say.honeypot}</label><input id="sitio" name="sitio" type="text" autocomplete="off" tabindex="-1"></div>`;
}

/** The fields a form with the check sends beside its own. */
export const robotFields = ['prueba', 'sitio'] as const;

/**
 * The work a solved check proves: 0 for none, for one that is not ours, too old, of another browser, or used before. A broken
 * check is never an error: the road without script is always open.
 */
export async function workDone(c: Ctx, payload: string): Promise<number> {
  const { world } = c.var.visit;
  const solution = parse(payload);
  if (!solution) return 0;
  const parameters = new URLSearchParams(solution.salt.split('?')[1] ?? '');
  const until = Number(parameters.get('expires')) * 1000;
  const now = world.clock.now();
  if (parameters.get('for') !== ownerOf(c) || !(until >= now.getTime())) return 0;
  if (!(await verifySolution({ ...solution, algorithm: 'SHA-256' }, world.keys.robot, false))) return 0;
  const fresh = await useRobotCheck(world, sha256(solution.challenge), minutesAfter(now, minutesValid));
  return fresh ? Number(parameters.get('work')) : 0;
}

/** How long a note of a wait may be handed in: people type slowly. */
const noteMinutes = 60;
const aboutNote = (c: Ctx): string => `wait ${ownerOf(c)}`;
type Note = { readonly from: number };

/** The same road where no case holds the wait: a sealed note, for this browser, of when it may go on. */
export function waitNote(c: Ctx, from: Date): string {
  const note: Note = { from: from.getTime() };
  return c.var.visit.world.keys.seal(note, aboutNote(c)).toString('base64url');
}

/** Whether a note came back after its time and for the first time. One that does not open is none. */
export async function hasWaited(c: Ctx, note: string): Promise<boolean> {
  const { world } = c.var.visit;
  // Base64 forgives much: it is used once by what it says, however it is spelled.
  const sealed = Buffer.from(note, 'base64url');
  const from = openNote(c, sealed);
  const now = world.clock.now();
  if (!from || from > now || minutesAfter(from, noteMinutes) < now) return false;
  return useRobotCheck(world, sha256(sealed), minutesAfter(now, noteMinutes));
}

function openNote(c: Ctx, sealed: Buffer): Date | undefined {
  try {
    return new Date(c.var.visit.world.keys.open<Note>(sealed, aboutNote(c)).from);
  } catch {
    // Forged, of another browser, or sealed under a key that is gone: nobody waited.
    return undefined;
  }
}

type Solution = { challenge: string; salt: string; signature: string; number: number };

function parse(payload: string): Solution | undefined {
  try {
    const value: unknown = JSON.parse(payload);
    if (typeof value !== 'object' || value === null) return undefined;
    const { challenge, salt, signature, number } = value as Record<string, unknown>;
    if (typeof challenge !== 'string' || typeof salt !== 'string' || typeof signature !== 'string')
      return undefined;
    return Number.isSafeInteger(number) ? { challenge, salt, signature, number: Number(number) } : undefined;
  } catch {
    // Not JSON: no check was solved.
    return undefined;
  }
}
