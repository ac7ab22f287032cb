import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { type Granted, granted } from '../../../actions/desk/grant.ts';
import { type RecordView, viewRecord } from '../../../actions/desk/view-record.ts';
import type { MailboxHealth } from '../../../actions/mail/health.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import { at as atTime, when } from '../../../words/times.ts';
import { errorSummary, type FieldError, links, noticeBody } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { caseStands, errandName } from '../case/say.ts';
import { facts } from '../fields.ts';
import { officeName, showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { recordForms } from './record-forms.ts';

/** S3: somebody found, as staff see them. */
export function recordPage(app: App): void {
  app.get(`${paths.deskRecord}:grant`, async (c) => {
    const staff = await staffAt(c);
    if (staff instanceof Response) return staff;
    const at = await grantAt(c, staff, c.req.param('grant'));
    return at instanceof Response ? at : showRecord(c, at);
  });
}

/** A record that is open to this session: whose, and by which grant. */
export type RecordAt = Granted & { readonly grant: string; readonly staff: OnShift };

/** The record a grant opens, or the page that says to search again. */
export async function grantAt(c: Ctx, staff: OnShift, grant: string): Promise<RecordAt | Response> {
  const found = await granted(c.var.visit.world, staff, grant);
  if (found) return { ...found, grant, staff };
  const { gone, searchAgain } = c.var.visit.words.counter.record;
  const main = noticeBody(gone, links([[paths.deskSearch, searchAgain]]));
  return showDesk(c, { title: gone.title, main, status: 410 });
}

/** What a form of the record came to: what was wrong, or the one field that is shown whole, this once. */
export type RecordSaid = {
  readonly errors?: readonly FieldError[];
  readonly typed?: Readonly<Record<string, string>>;
  readonly shown?: { readonly field: string; readonly value: string };
};

export async function showRecord(c: Ctx, at: RecordAt, said: RecordSaid = {}): Promise<Response> {
  const { world, words } = c.var.visit;
  const { record: say } = words.counter;
  const view = await viewRecord(world, at.account);
  const { errors = [], shown } = said;
  const frozen =
    c.req.query('protegida') !== undefined && html`<p class="said" role="status">${say.freeze.done}</p>`;
  return showDesk(c, {
    title: say.title,
    back: paths.deskSearch,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1>${frozen}
${shown && html`<p class="said" role="status">${say.reveal.shown(shown.field)} <strong>${shown.value || say.none}</strong></p>`}
${about(c, view)}${recordForms(c, at, view, said)}${timeline(c, view)}</div>`,
  });
}

function about(c: Ctx, view: RecordView): Html {
  const { world, words, language } = c.var.visit;
  const { record: say } = words.counter;
  const { timezone } = world.institution;
  const now = world.clock.now();
  const names = words.contact.names;
  const contacts = view.contacts.map(({ slot, masked }) => [names[slot].plain, masked ?? say.none] as const);
  const held = view.held.map(
    ({ slot, effectiveAt }) =>
      html`<p>${say.willChange(names[slot].the, atTime(effectiveAt, now, timezone, language))}</p>`,
  );
  return html`${facts([[say.state, say.states[view.state]], [say.name, view.name], ...contacts])}
${view.bouncing && html`<p>${say.bouncing}</p>`}${view.mail.map((one) => returned(c, one))}${view.checkedAt && html`<p>${say.checked(when(view.checkedAt, now, timezone, language))}</p>`}${held}`;
}

/** What one mailbox did with our messages, and when last. */
function returned(c: Ctx, { slot, refused, delayed, lastAt }: MailboxHealth): Html {
  const { world, words, language } = c.var.visit;
  const { returned: say } = words.counter.record;
  const last = when(lastAt, world.clock.now(), world.institution.timezone, language);
  const name = say.names[slot];
  return html`<p>${refused > 0 ? say.refused(name, refused, last) : say.delayed(name, delayed, last)}</p>`;
}

function timeline(c: Ctx, { cases }: RecordView): Value {
  const { world, words, language } = c.var.visit;
  const { record: say } = words.counter;
  const { columns } = say;
  const now = world.clock.now();
  const rows = cases.map(
    (one) =>
      html`<tr><th scope="row">${when(one.openedAt, now, world.institution.timezone, language)}</th><td data-label="${columns.errand}">${errandName(c, one)}</td><td data-label="${columns.stage}">${caseStands(c, one)}</td><td data-label="${columns.office}">${officeName(c, one.office)}</td></tr>`,
  );
  const table = html`<table class="rows"><caption>${say.timeline}</caption><thead><tr><th scope="col">${columns.opened}</th><th scope="col">${columns.errand}</th><th scope="col">${columns.stage}</th><th scope="col">${columns.office}</th></tr></thead><tbody>${rows}</tbody></table>`;
  return cases.length > 0 ? table : html`<p>${say.noCases}</p>`;
}
