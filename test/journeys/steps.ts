/** What the journeys without script share: browsers of one world, people without a story, and what a page says. */
import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { importPeople } from '../../src/actions/upkeep/import-people.ts';
import type { Delivered } from '../../src/courier/folder.ts';
import type { Message } from '../../src/courier/message.ts';
import { type Column, columns } from '../../src/directory/columns.ts';
import { readPeople } from '../../src/directory/csv.ts';
import { card, enrolledAnswers, sampleKey, workHistory } from '../../src/directory/sample-crowd.ts';
import type { Entry, Log } from '../../src/lib/log.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { type Seen, skipQuestions, textOf, Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';

export const minutes = (count: number): number => count * 60_000;
export const hours = (count: number): number => minutes(60 * count);
export const languages: readonly Language[] = ['es', 'en'];

let browsers = 0;

/** A browser nobody used before, at an address of its own. */
export function browse(world: TestWorld, language: Language = 'es'): Walker {
  const at = browsers++;
  const ip = `10.${Math.floor(at / 250)}.${at % 250}.1`;
  const walker = new Walker((request) => world.app.fetch(request, { ip }));
  if (language !== 'es') walker.cookies.set('__Host-reclave-language', language);
  return walker;
}

/** Somebody of the crowd: known, with a key, and untouched by any other test of the file. */
export type Citizen = {
  readonly number: string;
  readonly email: string;
  readonly key: string;
  readonly birth: { readonly day: number; readonly month: number };
  readonly work: readonly { readonly year: number; readonly employer: string }[];
  readonly answers: Readonly<Record<string, string>>;
};

/** One of sixty-four people on file without a story. */
export function citizen(index: number): Citizen {
  assert.ok(index >= 0 && index < 64, 'The crowd has sixty-four people');
  const place = 100 + index;
  return {
    number: card(1_234_500 + place * 7).number,
    email: `persona${place}@correo.example`,
    key: sampleKey(place),
    birth: { day: (place % 28) + 1, month: (place % 12) + 1 },
    work: workHistory(place),
    answers: enrolledAnswers(place),
  };
}

/** Brings people of a test's own from a people file; cells left out are empty. */
export async function register(
  world: TestWorld,
  people: readonly (Partial<Record<Column, string>> & { number: string })[],
): Promise<void> {
  const usual = { identifier: 'ec.ci', first_name: 'Karina', last_name: 'Kis', language: 'es' };
  const rows = people.map((cells) => {
    const whole: Partial<Record<Column, string>> = { ...usual, ...cells };
    return columns.map((column) => whole[column] ?? '').join(',');
  });
  const text = [columns.join(','), ...rows].join('\n');
  const read = readPeople(Readable.from([`${text}\n`]), world.config.institution);
  assert.deepEqual((await importPeople(world.world, read)).faults, []);
}

/** A well-formed number that is on no file. */
export const unknownNumber = (index: number): string => card(6_000_000 + index).number;

/** The page a browser is at, as a path. */
export const pathOf = (walker: Walker): string => walker.page.url.pathname;

/** The two words of the case a page belongs to. */
export function caseWordsOf(walker: Walker): string {
  const found = /<p class="small lead words">[^<]*<strong>([^<]*)<\/strong>/.exec(walker.page.html)?.[1];
  assert.ok(found, `No case words on ${pathOf(walker)}`);
  return found;
}

/** From nowhere to the page after the number. */
export async function identify(walker: Walker, number: string, profile = 'affiliate'): Promise<Seen> {
  await walker.open(paths.chooseProfile);
  await walker.submit({ perfil: profile });
  return walker.submit({ numero: number });
}

/** Waits where a busy number or network has to wait. */
export async function waitForRobot(world: TestWorld, walker: Walker): Promise<void> {
  if (pathOf(walker) !== paths.checkRobot) return;
  world.clock.move(21_000);
  await walker.submit();
}

/** From nowhere to "which e-mail did you register". */
export async function reachContact(world: TestWorld, walker: Walker, number: string): Promise<void> {
  await identify(walker, number);
  await waitForRobot(world, walker);
  await skipQuestions(walker);
  assert.equal(pathOf(walker), paths.nameContact);
}

/** From nowhere to "check your inbox". */
export async function askFor(
  world: TestWorld,
  walker: Walker,
  { number, email }: { number: string; email: string },
): Promise<void> {
  await reachContact(world, walker, number);
  await walker.submit({ correo: email, seguro: '1' });
  assert.equal(pathOf(walker), paths.enterCode);
}

/** Messages handed over while something is done. */
export async function arriving(world: TestWorld, act: () => Promise<unknown>): Promise<Delivered[]> {
  const before = new Set((await world.mail()).map(({ id }) => id));
  await act();
  return (await world.mail()).filter(({ id }) => !before.has(id));
}

/** A log that keeps what it is told. */
export function listeningLog(): { log: Log; said: Entry[] } {
  const said: Entry[] = [];
  const hear = (entry: Entry): void => void said.push(entry);
  return { log: { info: hear, warn: hear, error: hear }, said };
}

export type RecoverMessage = Extract<Message, { kind: 'recover' }>;

export const destinationOf = ({ to }: Delivered): string => (to.by === 'sms' ? to.phone : to.address);

/** The letter as one text, whatever way it travelled. */
export const textOfLetter = ({ letter }: Delivered): string =>
  'sms' in letter ? letter.sms : `${letter.subject}\n${letter.text}`;

/** The one recovery message among these. */
export function recovery(messages: readonly Delivered[]): RecoverMessage {
  const found = messages.flatMap(({ message }) => (message.kind === 'recover' ? [message] : []));
  assert.equal(found.length, 1, 'One recovery message was expected');
  const [message] = found;
  assert.ok(message);
  return message;
}

/** From nowhere to "check your inbox", with the message somebody really gets. */
export async function receive(
  world: TestWorld,
  walker: Walker,
  who: { number: string; email: string },
): Promise<RecoverMessage> {
  return recovery(await arriving(world, () => askFor(world, walker, who)));
}

/** From nowhere to the page of the new key. */
export async function prove(
  world: TestWorld,
  walker: Walker,
  who: { number: string; email: string },
): Promise<RecoverMessage> {
  const message = await receive(world, walker, who);
  await walker.submit({ codigo: message.code });
  assert.equal(pathOf(walker), paths.chooseKey);
  return message;
}

/** Types a new key as one does without script. */
export const saveKey = (walker: Walker, key: string): Promise<Seen> =>
  walker.submit({ clave: key, clave2: key }, paths.chooseKey);

/** Signs in and gives the page it leads to. */
export async function signIn(walker: Walker, number: string, key: string): Promise<Seen> {
  await walker.open(paths.signIn);
  return walker.submit({ numero: number, clave: key }, paths.signIn);
}

/** Whether number and key open an account, tried in a browser of its own. */
export async function opens(world: TestWorld, number: string, key: string): Promise<boolean> {
  return (await signIn(browse(world), number, key)).url.pathname === paths.account;
}

/** Another code than this, as long. */
export const otherCode = (code: string, by = 1): string =>
  String((Number(code) + by) % 10 ** code.length).padStart(code.length, '0');

/** What stands in the summary above a form that was not taken. */
export const summaryOf = ({ html }: Seen): string =>
  textOf(/<div class="errors"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '');

export const titleOf = ({ html }: Seen): string => textOf(/<title>[\s\S]*?<\/title>/.exec(html)?.[0] ?? '');

/** An error as every page tells it: status, title, summary with a link, the same words at the field (WCAG 3.3.1; UX R9). */
export function assertError(seen: Seen, field: string, text: string, language: Language = 'es'): void {
  const { frame } = wordsOf(language);
  assert.equal(seen.status, 422, `${seen.url.pathname}: ${seen.heading}`);
  assert.ok(titleOf(seen).startsWith('Error: '), titleOf(seen));
  assert.equal(summaryOf(seen), `${frame.errorSummary} ${text}`);
  assert.ok(seen.html.includes(`<a href="#${field}">`), 'The summary leads to the field');
  const there = new RegExp(`<(input|select|textarea)[^>]* id="${field}"`).test(seen.html);
  assert.ok(there, 'The field it leads to is there');
  const beside = new RegExp(`<p class="err" id="${field}-error">[\\s\\S]*?</p>`).exec(seen.html)?.[0] ?? '';
  assert.equal(textOf(beside), `${frame.errorPrefix}${text}`);
}

/** The value a field was given back with. */
export function typedInto({ html }: Seen, id: string): string {
  const tag = new RegExp(`<input[^>]* id="${id}"[^>]*>|<input id="${id}"[^>]*>`).exec(html)?.[0];
  assert.ok(tag, `No field ${id}`);
  return textOf(`<p>${/\svalue="([^"]*)"/.exec(tag)?.[1] ?? ''}</p>`);
}

/** A page that tells and asks nothing: its status, its heading, and every sentence of it. */
export function assertNotice(
  seen: Seen,
  notice: { readonly title: string; readonly text: readonly string[] },
  status = 200,
): void {
  assert.equal(seen.status, status);
  assert.equal(seen.heading, notice.title);
  const text = textOf(seen.html);
  for (const sentence of notice.text) assert.ok(text.includes(sentence), sentence);
}
