import { openCase } from '../../../actions/desk/case/open-case.ts';
import { freezeAccountAtDesk } from '../../../actions/desk/freeze-account.ts';
import { revealField } from '../../../actions/desk/reveal.ts';
import { allChannels } from '../../../actions/tell.ts';
import type { Errand } from '../../../rules/desk/case.ts';
import { freezeReasons, revealFields, revealReasons } from '../../../rules/desk/reasons.ts';
import { goTo } from '../../page/page.ts';
import type { FieldError } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { refuseCase } from '../case/refuse-case.ts';
import { staffAt } from '../signed-in.ts';
import { grantAt, type RecordAt, showRecord } from './record.ts';

/** What is done from a record. Each form carries the grant, and no account is ever named by anything else. */
export function recordActs(app: App): void {
  act(app, paths.deskReveal, ['ficha', 'dato', 'motivo'], reveal);
  act(app, paths.deskFreeze, ['ficha', 'causa'], freeze);
  act(app, paths.deskOpenCase, ['ficha', 'asunto'], open);
}

function act<F extends string>(
  app: App,
  path: string,
  names: readonly ('ficha' | F)[],
  perform: (c: Ctx, at: RecordAt, fields: Record<'ficha' | F, string>) => Promise<Response>,
): void {
  app.post(path, async (c) => {
    const sent = await readForm(c, names);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { here: paths.deskSearch });
    if (staff instanceof Response) return staff;
    const at = await grantAt(c, staff, sent.fields.ficha);
    return at instanceof Response ? at : perform(c, at, sent.fields);
  });
}

/** One field whole, shown on the page that answers and never again: it stands in no address. */
async function reveal(
  c: Ctx,
  at: RecordAt,
  typed: { readonly dato: string; readonly motivo: string },
): Promise<Response> {
  const { reveal: say } = c.var.visit.words.counter.record;
  const field = revealFields.find((one) => one === typed.dato);
  const reason = revealReasons.find((one) => one === typed.motivo);
  const errors: FieldError[] = [];
  if (!field) errors.push({ field: 'dato', text: say.errors.field });
  if (!reason) errors.push({ field: 'motivo', text: say.errors.reason });
  if (!field || !reason) return showRecord(c, at, { errors, typed });
  const value = await revealField(c.var.visit.world, at.staff, at.account, { field, reason });
  return showRecord(c, at, { shown: { field: say.fields[field], value: value ?? '' } });
}

async function freeze(c: Ctx, at: RecordAt, typed: { readonly causa: string }): Promise<Response> {
  const { world, words } = c.var.visit;
  const reason = freezeReasons.find((one) => one === typed.causa);
  const text = words.counter.record.freeze.errors.reason;
  if (!reason) return showRecord(c, at, { errors: [{ field: 'causa', text }], typed });
  const done = await freezeAccountAtDesk(world, at.staff, at.account, reason);
  return goTo(c, done ? `${paths.deskRecord}${at.grant}?protegida` : paths.deskSignIn);
}

function errandOf(text: string): Errand | undefined {
  if (text === 'lift-freeze') return { kind: 'lift-freeze' };
  const slot = allChannels.find((one) => one === text);
  return slot && { kind: 'change-contact', slot };
}

async function open(c: Ctx, at: RecordAt, typed: { readonly asunto: string }): Promise<Response> {
  const { world, words } = c.var.visit;
  const errand = errandOf(typed.asunto);
  const mute = errand?.kind === 'change-contact' && errand.slot === 'phone' && !world.courier.carriesSms;
  if (!errand || mute) return stop(c, words.problems.badRequest, 400);
  const { account, ticketId } = at;
  const opened = await openCase(world, at.staff, account, {
    errand,
    ...(ticketId !== undefined && { ticketId }),
  });
  if (opened.kind === 'refused') return refuseCase(c, opened.because, paths.deskRecord + at.grant);
  return goTo(c, paths.deskCase + opened.id);
}
