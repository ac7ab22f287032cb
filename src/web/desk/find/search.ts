import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { ownOpenCases } from '../../../actions/desk/case/view-case.ts';
import { forgetStaffDraft, readStaffDraft } from '../../../actions/desk/drafts.ts';
import { findPerson, searchesToday } from '../../../actions/desk/find.ts';
import { html } from '../../../lib/html.ts';
import { type SearchReason, searchReasons } from '../../../rules/desk/reasons.ts';
import { readTicketName } from '../../../rules/desk/tickets.ts';
import { goTo } from '../../page/page.ts';
import {
  errorOf,
  errorSummary,
  type FieldError,
  form,
  links,
  plainText,
  submit,
  textField,
} from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import { refuseForm } from '../../problems.ts';
import { claimsIn } from '../../request/claims.ts';
import { readForm } from '../../request/form.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { radios } from '../fields.ts';
import { showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';

type Typed = { readonly doc?: string; readonly motivo?: string };

const reasonOf = (text: string): SearchReason | undefined => searchReasons.find((one) => one === text);

/** S2: one person by the whole number or a ticket, never without a reason. */
export function searchPage(app: App): void {
  app.get(paths.deskSearch, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    // A called ticket leads here with its name, which says nothing of who holds it.
    const ticket = c.req.query('turno') ?? '';
    const called = readTicketName(ticket) ? { doc: ticket, motivo: 'ticket' } : {};
    const kept = await readStaffDraft(c.var.visit.world, staff.id, paths.deskSearch);
    return view(c, staff, { ...kept, ...called }, []);
  });
  app.post(paths.deskSearch, async (c) => {
    const sent = await readForm(c, ['doc', 'motivo']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { typed: sent.fields });
    return staff instanceof Response ? staff : search(c, staff, sent.fields);
  });
}

async function search(c: Ctx, staff: OnShift, typed: { doc: string; motivo: string }): Promise<Response> {
  const { world, words } = c.var.visit;
  const { errors: say } = words.counter.search;
  const reason = reasonOf(typed.motivo);
  const claims = claimsIn(c, typed.doc);
  const errors: FieldError[] = [];
  if (typed.doc.trim() === '') errors.push({ field: 'doc', text: say.empty });
  else if (claims.length === 0 && !readTicketName(typed.doc))
    errors.push({ field: 'doc', text: say.malformed });
  if (!reason) errors.push({ field: 'motivo', text: say.reason });
  if (!reason || errors.length > 0) return view(c, staff, typed, errors);
  const found = await findPerson(world, staff, { typed: typed.doc, claims, reason });
  await forgetStaffDraft(world, staff.id, paths.deskSearch);
  if (found.kind === 'found') return goTo(c, paths.deskRecord + found.grant);
  return view(c, staff, typed, [{ field: 'doc', text: say[found.kind] }], found.kind === 'too-many-searches');
}

async function view(
  c: Ctx,
  staff: OnShift,
  typed: Typed,
  errors: readonly FieldError[],
  tooMany = false,
): Promise<Response> {
  const { world, words } = c.var.visit;
  const { search: say, case: sayCase } = words.counter;
  const field = textField(c, {
    id: 'doc',
    label: say.label,
    hint: say.hint,
    value: typed.doc ?? '',
    error: errorOf(errors, 'doc'),
    heading: false,
    // A scanner types and presses Enter: here alone the field has the focus from the start.
    attributes: html`${plainText} autocomplete="off"${errors.length === 0 && html` autofocus`}`,
  });
  const choices = searchReasons.map((one) => [one, say.reasons[one]] as const);
  const why = radios(c, { name: 'motivo', legend: say.why, choices, chosen: typed.motivo }, errors);
  const own = await ownOpenCases(world, staff);
  return showDesk(c, {
    title: say.title,
    wrong: errors.length > 0,
    ...(tooMany && { status: 429 as const }),
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1>
${form(c, paths.deskSearch, html`${field}${why}<div>${submit(say.submit)}</div>`)}
<p class="small">${say.told}</p><p>${say.today(await searchesToday(world, staff))}</p>
${own.length > 0 && html`<h2>${say.own}</h2>${links(own.map(({ id, words: name }) => [paths.deskCase + id, sayCase.title(name)]))}`}</div>`,
  });
}
