import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { type ReadEvent, readEvent } from '../../../actions/desk/auditor/read-log.ts';
import { revealWhose, type Whose, whoseAbout } from '../../../actions/desk/auditor/whose.ts';
import { type Html, html } from '../../../lib/html.ts';
import { auditReasons } from '../../../rules/desk/reasons.ts';
import { errorOf, errorSummary, type FieldError } from '../../page/parts.ts';
import { passkeyFields } from '../../page/passkey-form.ts';
import { paths } from '../../paths.ts';
import { deskStatusOf, refuseForm, stop } from '../../problems.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { choice } from '../approve/choice.ts';
import { showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { touchForm } from '../touch.ts';
import { momentOf, whatHappened, whoActed } from './said.ts';

const isSeq = (text: string): boolean => /^[1-9]\d{0,17}$/.test(text);

/** A2: one line with all its fields, its seal proven on the spot, and what else its case left. */
export function eventPages(app: App): void {
  app.get(`${paths.auditEvent}:seq`, async (c) => {
    const staff = await staffAt(c);
    return staff instanceof Response ? staff : view(c, staff, c.req.param('seq'), {});
  });
  app.post(paths.auditReveal, async (c) => {
    const sent = await readForm(c, [...passkeyFields, 'hecho', 'motivo']);
    if (!sent.ok) return refuseForm(c, sent);
    const { hecho: seq, motivo, respuesta: answer } = sent.fields;
    const here = isSeq(seq) ? `${paths.auditEvent}${seq}` : paths.audit;
    const staff = await staffAt(c, { here });
    if (staff instanceof Response) return staff;
    const { world, words } = c.var.visit;
    if (!isSeq(seq)) return stop(c, words.problems.badRequest, 400);
    const { errors: say } = words.auditing.event;
    const reason = auditReasons.find((one) => one === motivo);
    if (!reason) return view(c, staff, seq, { errors: [{ field: 'motivo', text: say.reason }] });
    const whose = await revealWhose(world, staff, { seq, reason, answer });
    if (whose?.kind === 'touch-refused')
      return view(c, staff, seq, { motivo, errors: [{ field: 'motivo', text: say.touch }] });
    return view(c, staff, seq, { ...(whose && { whose }) });
  });
}

type More = { readonly errors?: readonly FieldError[]; readonly motivo?: string; readonly whose?: Whose };

async function view(c: Ctx, staff: OnShift, seq: string, more: More): Promise<Response> {
  const { world, words } = c.var.visit;
  const { event: say } = words.auditing;
  const read = isSeq(seq) ? await readEvent(world, staff, seq) : undefined;
  if (!read) return stop(c, words.problems.notFound, 404);
  const errors = more.errors ?? [];
  return showDesk(c, {
    title: say.title(seq),
    back: paths.audit,
    scripts: ['passkeys'],
    wrong: errors.length > 0,
    ...(errors.length > 0 && { status: deskStatusOf['touch-refused'] }),
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title(seq)}</h1><p><strong>${whatHappened(c, read.line)}</strong></p>
${fields(c, read)}<h2>${say.seal}</h2>${seal(c, read)}${linked(c, read)}${read.line.ofPerson && whose(c, seq, more)}</div>`,
  });
}

function fields(c: Ctx, { line }: ReadEvent): Html {
  const { fields: names } = c.var.visit.words.auditing.event;
  const { at, actor: _actor, ofPerson: _of, ...rest } = line;
  const values: readonly (readonly [keyof typeof names, string | null])[] = [
    ['seq', rest.seq],
    ['at', at.toISOString()],
    ['actor', whoActed(c, line)],
    ['staff', rest.staff],
    ['office', rest.office],
    ['event', rest.event],
    ['reason', rest.reason],
    ['caseId', rest.caseId],
    ['before', rest.before],
    ['after', rest.after],
    ['refusal', rest.refusal],
    ['evidence', rest.evidence],
    ['note', rest.note],
    ['device', rest.device],
    ['policyVersion', rest.policyVersion],
  ];
  const there = values.filter(([, value]) => value !== null);
  return html`<dl class="held">${there.map(([name, value]) => html`<div><dt>${names[name]}</dt><dd class="address">${value}</dd></div>`)}</dl>`;
}

function seal(c: Ctx, { leaf, checkpoint, proven }: ReadEvent): Html {
  const { event: say } = c.var.visit.words.auditing;
  if (!leaf || !checkpoint) return html`<p>${say.waiting}</p>`;
  const { batch, root, signature, keyId } = checkpoint;
  const row = (name: string, value: string): Html =>
    html`<div><dt>${name}</dt><dd class="address">${value}</dd></div>`;
  const verdict = proven
    ? html`<p>${say.proven}</p>`
    : html`<p class="said" role="alert">${say.notProven}</p>`;
  return html`${verdict}<dl class="held">${row(say.leaf, leaf)}${row(say.batch(batch), momentOf(c, new Date(checkpoint.sealedAt)))}${row(say.root, root)}${row(say.signature, `${keyId}: ${signature}`)}</dl>`;
}

/** What else the case left, as a timeline. */
function linked(c: Ctx, { line, linked: all }: ReadEvent): Html | undefined {
  const { event: say } = c.var.visit.words.auditing;
  if (all.length < 2) return undefined;
  const items = all.map((one) => {
    const told = `${momentOf(c, one.at)} · ${whoActed(c, one)} · ${whatHappened(c, one)}`;
    return one.seq === line.seq
      ? html`<li><strong>${told}</strong> (${say.this})</li>`
      : html`<li><a href="${paths.auditEvent}${one.seq}">${told}</a></li>`;
  });
  return html`<h2>${say.linked}</h2><ol class="plain">${items}</ol>`;
}

function whose(c: Ctx, seq: string, { errors = [], motivo, whose: found }: More): Html {
  const { event: say } = c.var.visit.words.auditing;
  const head = html`<h2>${say.whose}</h2>`;
  if (found?.kind === 'shown')
    return html`${head}<p class="said" role="status">${say.shown(found.name, found.number)}</p>`;
  if (found) return html`${head}<p class="said" role="status">${say.nobody}</p>`;
  const reasons = choice(c, {
    name: 'motivo',
    legend: say.reason,
    chosen: motivo,
    error: errorOf(errors, 'motivo'),
    of: auditReasons.map((one) => [one, say.reasons[one]]),
  });
  return html`${head}<p>${say.what}</p>${touchForm(c, {
    action: paths.auditReveal,
    about: whoseAbout(seq),
    label: say.submit,
    more: html`<input type="hidden" name="hecho" value="${seq}">${reasons}`,
  })}<noscript><p>${say.noScript}</p></noscript>`;
}
