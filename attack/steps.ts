/** What owners and attackers do at the pages, wherever the server runs. */
import { setTimeout } from 'node:timers/promises';
import { paths } from '../src/web/paths.ts';
import { puzzleOf, solve } from '../test/robot-check.ts';
import { goodKey, skipQuestions, type Walker } from '../test/walker.ts';
import { holds, works } from './attack.ts';
import type { Letter } from './target/letters.ts';
import type { Someone } from './target/people.ts';
import type { Target } from './target/target.ts';

/** A key no owner has. */
export const foreignKey = 'Otra4Palabra77';

export const pathOf = (walker: Walker): string => walker.page.url.pathname;

/** Does the work, or waits, where a busy number or network has to. */
async function keepPace(walker: Walker): Promise<void> {
  if (pathOf(walker) === paths.checkRobot && puzzleOf(walker))
    await walker.submit({ prueba: await solve(walker) });
  for (let tries = 0; pathOf(walker) === paths.checkRobot; tries++) {
    works(tries < 60, 'the robot check lets nobody pass');
    await setTimeout(1000);
    await walker.submit();
  }
}

/** From nowhere to the page after the number. */
export async function identify(walker: Walker, number: string): Promise<void> {
  await walker.open(paths.chooseProfile);
  await walker.submit({ perfil: 'affiliate' });
  await walker.submit({ numero: number });
  await keepPace(walker);
}

/** From nowhere to "which e-mail did you register". */
export async function reachContact(walker: Walker, number: string): Promise<void> {
  await identify(walker, number);
  await skipQuestions(walker);
  works(pathOf(walker) === paths.nameContact, `the walk led to ${pathOf(walker)} instead of the contact`);
}

/** From nowhere to "check your inbox". */
export async function ask(walker: Walker, who: Someone, contact = who.email): Promise<void> {
  await reachContact(walker, who.number);
  await walker.submit({ correo: contact, seguro: '1' });
  works(pathOf(walker) === paths.enterCode, `the walk led to ${pathOf(walker)} instead of the code`);
}

/** The same, with the message the owner gets. */
export const receive = (target: Target, walker: Walker, who: Someone): Promise<Letter> =>
  target.letters.received(who.email, () => ask(walker, who));

/** From nowhere to the page of the new key, with the message that led there. */
export async function prove(target: Target, walker: Walker, who: Someone): Promise<Letter> {
  const letter = await receive(target, walker, who);
  await walker.submit({ codigo: letter.code });
  works(pathOf(walker) === paths.chooseKey, `the owner’s code led to ${pathOf(walker)}`);
  return letter;
}

/** Types a new key as one does without script. */
export async function saveKey(walker: Walker, key = goodKey): Promise<void> {
  await walker.submit({ clave: key, clave2: key }, paths.chooseKey);
  works(pathOf(walker) === paths.done, `the owner’s new key led to ${pathOf(walker)}`);
}

/** The owner's whole walk in a browser of their own: the control of most attacks. */
export async function recover(target: Target, who: Someone, key = goodKey): Promise<Walker> {
  const owner = target.browse();
  await prove(target, owner, who);
  await saveKey(owner, key);
  works(await opens(target, who, key), 'the owner’s new key does not sign in');
  return owner;
}

/** Follows a link by its button, if it has one, and says the number. */
export async function follow(walker: Walker, { token }: Letter, who: Pick<Someone, 'number'>): Promise<void> {
  await walker.open(`${paths.followLink}${token}`);
  if (!walker.page.html.includes('name="enlace"')) return;
  await walker.submit({}, paths.followLink);
  if (pathOf(walker) === paths.confirmNumber) await walker.submit({ numero: who.number });
}

export async function signIn(
  walker: Walker,
  { number, key }: Pick<Someone, 'number' | 'key'>,
): Promise<void> {
  await walker.open(paths.signIn);
  const prueba = puzzleOf(walker) ? { prueba: await solve(walker) } : {};
  await walker.submit({ numero: number, clave: key, ...prueba }, paths.signIn);
}

/** A browser that is signed in. */
export async function signedIn(target: Target, who: Someone): Promise<Walker> {
  const walker = target.browse();
  await signIn(walker, who);
  works(await isOpen(walker), 'the owner’s key does not sign in');
  return walker;
}

/** Whether a browser's session lives. */
export const isOpen = async (walker: Walker): Promise<boolean> =>
  (await walker.open(paths.account)).url.pathname === paths.account;

/** Whether number and key open an account, tried in a browser of its own. */
export async function opens(target: Target, { number }: Someone, key: string): Promise<boolean> {
  const walker = target.browse();
  await signIn(walker, { number, key });
  return pathOf(walker) === paths.account;
}

/** Whether a browser stands at the page of the new key. */
export const mayChooseKey = async (walker: Walker): Promise<boolean> =>
  (await walker.open(paths.chooseKey)).url.pathname === paths.chooseKey;

/** Sends a form to any address with the browser's own token. */
export async function post(
  walker: Walker,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  if (!/name="_csrf"/.test(walker.seen?.html ?? '')) await walker.open(paths.chooseProfile);
  return walker.post(path, { ...fields, _csrf: walker.token }, headers);
}

/** The attacker neither stands at the new key nor set one: the owner's key opens, the attacker's does not. */
export async function keepsKey(target: Target, attacker: Walker, who: Someone, key = who.key): Promise<void> {
  holds(!(await mayChooseKey(attacker)), 'the attacker’s browser reached the page of the new key');
  holds(!(await opens(target, who, foreignKey)), 'the attacker’s key signs in');
  works(await opens(target, who, key), 'the owner’s key does not sign in any more');
}
