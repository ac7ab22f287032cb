import type { OnShift } from '../../../actions/desk/as-staff.ts';
import { chainState, type Question, readLog } from '../../../actions/desk/auditor/read-log.ts';
import { openPerson, sealPerson } from '../../../actions/desk/auditor/whose.ts';
import { type Html, html } from '../../../lib/html.ts';
import { isLogGroup, logActors } from '../../../rules/audit/kinds.ts';
import type { LogLine } from '../../../store/audit/log.ts';
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
import { showDesk } from '../frame.ts';
import { staffAt } from '../signed-in.ts';
import { filter } from './filter.ts';
import { auditLinks, dayIn, momentOf, whatHappened, whoActed } from './said.ts';

const perPage = 50;

/**
 * A1 and A4: the log, narrowed by a GET form that may be handed on, and who read it before. A document number comes by POST and
 * stands in the address as its sealed hash. Reading adds the line that says so, and changes nothing else (AU-11).
 */
export function logPages(app: App): void {
  app.get(paths.audit, async (c) => {
    const staff = await staffAt(c);
    return staff instanceof Response ? staff : view(c, staff, []);
  });
  app.get(paths.auditReaders, async (c) => {
    const staff = await staffAt(c);
    return staff instanceof Response ? staff : viewReaders(c, staff);
  });
  app.post(paths.auditPerson, async (c) => {
    const sent = await readForm(c, ['doc']);
    if (!sent.ok) return refuseForm(c, sent);
    const staff = await staffAt(c, { here: paths.audit });
    if (staff instanceof Response) return staff;
    const person = await sealPerson(c.var.visit.world, claimsIn(c, sent.fields.doc));
    if (person) return goTo(c, `${paths.audit}?persona=${person}`);
    const { error } = c.var.visit.words.auditing.byPerson;
    return view(c, staff, [{ field: 'doc', text: error }], sent.fields.doc);
  });
}

const seqIn = (typed: string | undefined): string | undefined =>
  /^[1-9]\d{0,17}$/.test(typed ?? '') ? typed : undefined;

/** What an address asks; what makes no sense in it asks nothing. */
function questionIn(c: Ctx): Question {
  const { world } = c.var.visit;
  const { desde, hasta, quien, tipo, oficina, palabras = '', persona, antes } = c.req.query();
  const subject = persona === undefined ? undefined : openPerson(world, persona);
  const words = palabras
    .trim()
    .replace(/[\s-]+/g, ' ')
    .toUpperCase();
  return {
    from: dayIn(c, desde)?.from,
    to: dayIn(c, hasta)?.to,
    actor: logActors.find((one) => one === quien),
    group: isLogGroup(tipo) ? tipo : undefined,
    office: world.institution.offices.find(({ id }) => id === oficina)?.id,
    words: words === '' ? undefined : words.slice(0, 60),
    subject,
    // One that was made up stands for nobody, never for everybody.
    below: persona !== undefined && !subject ? '0' : seqIn(antes),
    limit: perPage + 1,
  };
}

/** This address with one thing in its query changed. */
function addressWith(c: Ctx, name: string, value: string | undefined): string {
  const query = new URLSearchParams(new URL(c.req.url).search);
  if (value === undefined) query.delete(name);
  else query.set(name, value);
  const path = c.req.path === paths.auditReaders ? paths.auditReaders : paths.audit;
  return query.size > 0 ? `${path}?${query}` : path;
}

async function view(c: Ctx, staff: OnShift, errors: readonly FieldError[], doc?: string): Promise<Response> {
  const { auditing: say } = c.var.visit.words;
  const question = questionIn(c);
  const found = await readLog(c.var.visit.world, staff, question);
  if (!found) return goTo(c, paths.deskSignIn);
  const number = textField(c, {
    id: 'doc',
    label: say.byPerson.label,
    hint: say.byPerson.hint,
    ...(doc !== undefined && { value: doc }),
    error: errorOf(errors, 'doc'),
    heading: false,
    attributes: html`${plainText} autocomplete="off"`,
  });
  return showDesk(c, {
    title: say.title,
    wrong: errors.length > 0,
    main: html`<div class="stack">${errorSummary(c, errors)}<h1>${say.title}</h1><p>${say.intro}</p>${await chain(c)}
${question.subject && html`<p class="said">${say.person}</p>${links([[addressWith(c, 'persona', undefined), say.everybody]])}`}
<h2>${say.filter.title}</h2>${filter(c)}${form(c, paths.auditPerson, html`${number}${submit(say.byPerson.submit)}`)}
${listing(c, found, question)}${auditLinks(c, paths.audit)}</div>`,
  });
}

async function viewReaders(c: Ctx, staff: OnShift): Promise<Response> {
  const { auditing: say } = c.var.visit.words;
  const below = seqIn(c.req.query('antes'));
  const question = { group: 'readings', below, limit: perPage + 1 } as const;
  const found = await readLog(c.var.visit.world, staff, question);
  if (!found) return goTo(c, paths.deskSignIn);
  return showDesk(c, {
    title: say.readers.title,
    main: html`<div class="stack"><h1>${say.readers.title}</h1>${listing(c, found, question)}${auditLinks(c, paths.auditReaders)}</div>`,
  });
}

/** How far the log is sealed, in words. */
async function chain(c: Ctx): Promise<Html> {
  const { auditing: say } = c.var.visit.words;
  const state = await chainState(c.var.visit.world);
  if (!state) return html`<p>${say.unsealed}</p>`;
  const { upTo, batch, at } = state;
  if (!state.whole) return html`<p class="said" role="alert">${say.broken(batch)}</p>`;
  return html`<p>${say.chain(upTo, batch, momentOf(c, at))}</p>`;
}

function listing(c: Ctx, found: readonly LogLine[], { below }: Question): Html {
  const { auditing: say } = c.var.visit.words;
  const shown = found.slice(0, perPage);
  const last = shown.at(-1);
  const ways: (readonly [string, string])[] = [];
  if (below !== undefined) ways.push([addressWith(c, 'antes', undefined), say.newest]);
  if (found.length > perPage && last) ways.push([addressWith(c, 'antes', last.seq), say.older]);
  return html`${shown.length > 0 ? lineTable(c, shown) : html`<p>${say.none}</p>`}${ways.length > 0 && links(ways)}`;
}

function lineTable(c: Ctx, lines: readonly LogLine[]): Html {
  const { columns, caption } = c.var.visit.words.auditing;
  const rows = lines.map(
    (line) =>
      html`<tr><th scope="row"><a class="hit" href="${paths.auditEvent}${line.seq}">${line.seq}</a></th><td data-label="${columns.at}"><time datetime="${line.at.toISOString()}">${momentOf(c, line.at)}</time></td><td data-label="${columns.who}">${whoActed(c, line)}</td><td data-label="${columns.what}">${whatHappened(c, line)}</td></tr>`,
  );
  return html`<table class="rows"><caption>${caption}</caption><thead><tr><th scope="col">${columns.row}</th><th scope="col">${columns.at}</th><th scope="col">${columns.who}</th><th scope="col">${columns.what}</th></tr></thead><tbody>${rows}</tbody></table>`;
}
