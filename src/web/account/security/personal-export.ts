import { type PersonalExport, personalExport } from '../../../actions/account/security/personal-export.ts';
import { type Html, html, type Value } from '../../../lib/html.ts';
import type { ContactSlot } from '../../../words/shapes.ts';
import { when } from '../../../words/times.ts';
import { links } from '../../page/parts.ts';
import { paths } from '../../paths.ts';
import type { App, Ctx } from '../../request/visit.ts';
import { deviceWords } from '../account.ts';
import { showAccount } from '../frame.ts';
import { freshOwnerAt } from '../signed-in.ts';
import { whatHappened, whoDidIt } from './told.ts';

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
    const told = activity.map((one) => ({
      ...one.line,
      what: whatHappened(c, one),
      who: whoDidIt(c, one),
    }));
    c.header('content-type', 'application/json; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${words.personalExport.fileName}.json"`);
    return c.body(`${JSON.stringify({ ...held, activity: told }, null, 2)}\n`);
  });
}

type Held = Omit<PersonalExport, 'activity'>;
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

const deviceIn = (c: Ctx, device: string, at: Date): string =>
  c.var.visit.words.personalExport.session(deviceWords(c, device), told(c, at) ?? '');

function person(c: Ctx, { identity, birth, ...held }: Held): Html {
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

function account(c: Ctx, held: Held): Html {
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
    [fields.lock, held.lock && say.locks[held.lock]],
    [fields.importedAt, told(c, held.importedAt)],
    [fields.contactsCheckedAt, told(c, held.contactsCheckedAt)],
    [fields.signedInAt, told(c, held.signedInAt)],
    [fields.keySetAt, told(c, held.keySetAt)],
    [fields.formerKeys, held.formerKeys.length],
    [fields.savedCodes, held.savedCodes.filter(({ usedAt }) => usedAt === null).length],
  ])}${list(
    c,
    fields.questions,
    held.questions.map((id) => texts[id] ?? id),
  )}`;
}

/** Where and when: what stands open, is known, or was begun in the person's name. */
function places(c: Ctx, { passkeys, devices, sessions, walks }: Held): Html {
  const { fields, sections } = c.var.visit.words.personalExport;
  const told = (heading: string, of: readonly (readonly [string, Date])[]): Html =>
    list(
      c,
      heading,
      of.map(([device, at]) => deviceIn(c, device, at)),
    );
  return html`${told(
    fields.passkeys,
    passkeys.map(({ device, madeAt }) => [device, madeAt]),
  )}${told(
    fields.devices,
    devices.map(({ device, since }) => [device, since]),
  )}${told(
    sections.sessions,
    sessions.map(({ device, began }) => [device, began]),
  )}${told(
    sections.walks,
    walks.map(({ device, opened }) => [device, opened]),
  )}`;
}

/** What was asked for at an office, and the turns for it. */
function atOffice(c: Ctx, { deskCases, tickets }: Held): Html {
  const { sections } = c.var.visit.words.personalExport;
  return html`${list(
    c,
    sections.deskCases,
    deskCases.map(({ words, to, openedAt }) => [words, to, told(c, openedAt)].filter(Boolean).join(', ')),
  )}${list(
    c,
    sections.tickets,
    tickets.map(({ words, number, takenAt }) => `${words} ${number}, ${told(c, takenAt)}`),
  )}`;
}

/** What was sent and changed, what was shut, and what the number has used up. */
function events(c: Ctx, held: Held): Html {
  const { personalExport: say } = c.var.visit.words;
  const { sections, fields, nothing } = say;
  const slots: Readonly<Record<string, string>> = say.slots satisfies Record<ContactSlot, string>;
  const dated = (heading: string, of: readonly Date[]): Html =>
    list(
      c,
      heading,
      of.map((at) => told(c, at) ?? ''),
    );
  return html`${list(
    c,
    sections.messages,
    held.messages.map(({ channel, issuedAt }) => `${slots[channel] ?? channel}, ${told(c, issuedAt)}`),
  )}${dated(
    sections.letters,
    held.letters.map(({ askedAt }) => askedAt),
  )}${list(
    c,
    sections.changes,
    held.contactChanges.map(({ slot, from, to, askedAt }) => {
      const change = say.change(from ?? nothing, to ?? nothing, told(c, askedAt) ?? '');
      return `${slots[slot] ?? slot}: ${change}`;
    }),
  )}${atOffice(c, held)}${dated(
    sections.frozen,
    held.fraudCases.map(({ openedAt }) => openedAt),
  )}${entries(c, sections.usedUp, [
    [fields.wrongCodes, held.usedUp?.wrongCodes],
    [fields.wrongAnswers, held.usedUp?.wrongAnswers],
    [fields.messagesAsked, held.usedUp?.messagesAskedAt.length],
    [fields.contactTries, held.usedUpForContacts?.wrongCodes],
    [fields.wrongKeys, held.usedUp?.failedSignIns],
  ])}`;
}

function view(c: Ctx, held: PersonalExport): Response {
  const { personalExport: say, activity } = c.var.visit.words;
  return showAccount(c, {
    title: say.title,
    back: paths.account,
    main: html`<div class="stack"><h1>${say.title}</h1>
<p>${say.what} ${say.secrets}</p>
${links([[paths.personalExportFile, say.download]])}<p class="small lead">${say.careful}</p>
${person(c, held)}${account(c, held)}${places(c, held)}${events(c, held)}
<h2>${say.sections.activity}</h2><p>${say.lines(held.activity.length)}</p>${links([[paths.activity, activity.title]])}</div>`,
  });
}
