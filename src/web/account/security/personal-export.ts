import { type PersonalExport, personalExport } from '../../../actions/account/security/personal-export.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import type { ContactSlot, DeviceName } from '../../../words/shapes.ts';
import { when } from '../../../words/times.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';

/** Everything that is held on a person: to read, and the same to take along. */
export function personalExportPage(app: App): void {
  app.get(paths.personalExport, async (c) => {
    const owner = await freshOwnerAt(c);
    if (owner instanceof Response) return owner;
    return view(c, await personalExport(c.var.visit.world, owner));
  });
  app.get(paths.personalExportFile, async (c) => {
    const owner = await freshOwnerAt(c, paths.personalExport);
    if (owner instanceof Response) return owner;
    const { world, words } = c.var.visit;
    const { activity, ...held } = await personalExport(world, owner);
    const told = activity.map(({ kind, actor, line }) => ({
      ...line,
      what: words.activity.kinds[kind],
      who: words.activity.actors[actor],
    }));
    c.header('content-type', 'application/json; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${words.personalExport.fileName}.json"`);
    return c.body(`${JSON.stringify({ ...held, activity: told }, null, 2)}\n`);
  });
}

type Entry = readonly [label: string, value: Value];

/** A list of what is there; what is not is said to be nothing, so that nobody wonders. */
function entries(c: Ctx, heading: string, of: readonly Entry[]): Html {
  const { nothing } = c.var.visit.words.personalExport;
  return html`<h2>${heading}</h2><dl class="held">${of.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value === undefined || value === null || value === '' ? nothing : value}</dd></div>`)}</dl>`;
}

function list(c: Ctx, heading: string, items: readonly string[]): Html {
  const { nothing } = c.var.visit.words.personalExport;
  return html`<h2>${heading}</h2>${items.length === 0 ? html`<p>${nothing}</p>` : html`<ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`}`;
}

const told = (c: Ctx, at: Date | null): string | undefined => {
  const { world, language } = c.var.visit;
  return at ? when(at, world.clock.now(), world.institution.timezone, language) : undefined;
};

const deviceIn = (c: Ctx, device: string, at: Date): string => {
  const { words } = c.var.visit;
  // Sound: the column is only ever written from a `DeviceName`.
  return words.personalExport.session(words.devices[device as DeviceName], told(c, at) ?? '');
};

function person(c: Ctx, { identity, birth, ...held }: PersonalExport): Html {
  const { personalExport: say } = c.var.visit.words;
  const { fields } = say;
  const company: Entry[] =
    identity.subject === 'company'
      ? [
          [fields.branch, identity.branch],
          [fields.representative, identity.representative.number],
        ]
      : [];
  return entries(c, say.sections.person, [
    [fields.number, identity.identity.number],
    ...company,
    [fields.firstName, held.firstName],
    [fields.lastName, held.lastName],
    [fields.birth, birth && `${birth.day}/${birth.month}/${birth.year}`],
    [fields.language, say.languages[held.language]],
  ]);
}

function account(c: Ctx, held: PersonalExport): Html {
  const { personalExport: say, answerQuestion } = c.var.visit.words;
  const { fields, sections } = say;
  const texts: Readonly<Record<string, string>> = answerQuestion.enrolled.texts;
  return html`${entries(c, sections.contact, [
    [fields.email, held.email],
    [fields.secondEmail, held.secondEmail],
    [fields.phone, held.phone],
    [fields.postal, held.postal],
    [fields.mailReturned, held.mailReturned ? say.yes : say.no],
  ])}${list(
    c,
    sections.work,
    held.work.map(({ year, employer }) => `${year}: ${employer}`),
  )}${entries(c, sections.account, [
    [fields.status, say.statuses[held.status]],
    [fields.keySetAt, told(c, held.keySetAt)],
    [fields.savedCodes, held.savedCodes.left],
  ])}${list(
    c,
    fields.questions,
    held.questions.map((id) => texts[id] ?? id),
  )}`;
}

function view(c: Ctx, held: PersonalExport): Response {
  const { personalExport: say } = c.var.visit.words;
  const { fields, sections } = say;
  const slots: Readonly<Record<string, string>> = say.slots satisfies Record<ContactSlot, string>;
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p>${say.what} ${say.secrets}</p>
${links([[paths.personalExportFile, say.download]])}<p class="small lead">${say.careful}</p>
${person(c, held)}${account(c, held)}
${list(
  c,
  fields.passkeys,
  held.passkeys.map(({ device, madeAt }) => deviceIn(c, device, madeAt)),
)}${list(
  c,
  fields.devices,
  held.devices.map(({ device, since }) => deviceIn(c, device, since)),
)}${list(
  c,
  sections.sessions,
  held.sessions.map(({ device, began }) => deviceIn(c, device, began)),
)}${list(
  c,
  sections.changes,
  held.contactChanges.map(({ slot, asked }) => `${slots[slot] ?? slot}, ${told(c, asked)}`),
)}
<h2>${sections.activity}</h2><p>${say.lines(held.activity.length)}</p>${links([[paths.activity, c.var.visit.words.activity.title]])}</div>`,
  });
}
