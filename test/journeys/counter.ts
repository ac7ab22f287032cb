/** The counter for tests: what an agent and the person in front of them do, each at a browser without script. */
import assert from 'node:assert/strict';
import { paths } from '../../src/web/paths.ts';
import { formsOf, type Walker } from '../walker.ts';
import type { TestWorld } from '../world.ts';
import { browse } from './steps.ts';

/** Two documents, the face, and nobody who answers for them. */
export const goodChecklist = {
  documento: 'id-card',
  dia: '03',
  mes: '05',
  ano: '2030',
  foto: '1',
  intacto: '1',
  segunda: 'passport',
  dia2: '1',
  mes2: '1',
  ano2: '2029',
  sola: '1',
};

/** Finds somebody by number, and stands at their record. */
export async function find(agent: Walker, number: string): Promise<void> {
  await agent.open(paths.deskSearch);
  await agent.submit({ doc: number, motivo: 'at-the-window' });
  assert.ok(agent.page.url.pathname.startsWith(paths.deskRecord), agent.page.heading);
}

/** Presses the button of one errand at a record. */
export async function openCaseAt(agent: Walker, asunto: string): Promise<void> {
  const offered = formsOf(agent.page.html).some(({ fields }) => fields.asunto === asunto);
  assert.ok(offered, `The record does not offer ${asunto}`);
  await agent.submit({ asunto }, paths.deskOpenCase);
  assert.ok(proved(agent), agent.page.heading);
}

/** Whether the browser stands at a case. */
export const proved = (agent: Walker): boolean => agent.page.url.pathname.startsWith(paths.deskCase);

/** From the search to the page of the new contact. */
export async function reachContact(agent: Walker, number: string, asunto = 'email'): Promise<void> {
  await find(agent, number);
  await openCaseAt(agent, asunto);
  await agent.submit(goodChecklist, paths.deskProve);
  assert.ok(formsOf(agent.page.html).some(({ action }) => action === paths.deskNameContact));
}

/** Names a contact that was read back. */
export async function nameContact(agent: Walker, contacto: string): Promise<void> {
  await agent.submit({ contacto, leido: '1' }, paths.deskNameContact);
  windowOf(agent);
}

/** The address the person is shown. */
export function windowOf(agent: Walker): string {
  const found = /\/ventanilla\/[A-Z]+-[A-Z]+-\d{4}/.exec(agent.page.html)?.[0];
  assert.ok(found, `No address of the person: ${agent.page.heading}`);
  return found;
}

/** The newest code that went to a new contact. */
export async function codeFor(world: TestWorld, to: string): Promise<string | undefined> {
  const codes = (await world.mail()).flatMap(({ to: one, message }) =>
    message.kind === 'confirm-contact' && (one.by === 'mail' ? one.address : one.phone) === to
      ? [message.code]
      : [],
  );
  return codes.at(-1);
}

/** The person types the code at a browser of their own; the agent stands at what follows. */
export async function confirmAsPerson(world: TestWorld, agent: Walker, to: string): Promise<void> {
  const person = browse(world);
  await person.open(windowOf(agent));
  await person.submit({ codigo: (await codeFor(world, to)) ?? '' }, paths.atWindow);
  assert.equal(person.page.url.pathname, paths.atWindowDone);
  const own = /\/mesa\/tramite\/[0-9a-f-]{36}/.exec(agent.page.html)?.[0] ?? '';
  await agent.open(own);
}

/** From the search to "check and send". */
export async function reachReview(
  world: TestWorld,
  agent: Walker,
  number: string,
  to: string,
): Promise<void> {
  await reachContact(agent, number);
  await nameContact(agent, to);
  await confirmAsPerson(world, agent, to);
}

/** The whole of it: the case waits for the second person. */
export async function sendCase(world: TestWorld, agent: Walker, number: string, to: string): Promise<void> {
  await reachReview(world, agent, number, to);
  await agent.submit({ nota: 'Perdió su correo de antes' }, paths.deskSubmit);
}
