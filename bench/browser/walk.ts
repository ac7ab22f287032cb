/** The walk, as the person takes it: which page is loaded and which form is sent. */
import { paths } from '../../src/web/paths.ts';
import { formerKey, type Someone } from '../stand/people.ts';
import type { Visitor } from './visitor.ts';

/** From the start to the page that asks for the number. */
export async function arrive(visitor: Visitor): Promise<void> {
  await visitor.load(paths.start);
  await visitor.load(paths.chooseProfile);
  await visitor.submit(paths.chooseProfile, { perfil: 'affiliate' }, paths.identify);
  await visitor.load(paths.identify);
}

/** The whole ask: from the start to "check your inbox". Five pages and three forms. */
export async function ask(visitor: Visitor, { number, email }: Someone): Promise<void> {
  await arrive(visitor);
  await visitor.submit(paths.identify, { numero: number }, paths.nameContact);
  await visitor.load(paths.nameContact);
  await visitor.submit(paths.nameContact, { correo: email }, paths.enterCode);
  await visitor.load(paths.enterCode);
}

/** The code in a message as it travelled. */
export function codeIn(mail: string): string {
  const [, front, back] =
    /(?<![\d-])(\d{4})[ -](\d{4})(?![\d-])/.exec(mail.slice(mail.indexOf('\r\n\r\n'))) ?? [];
  if (!front || !back) throw new Error('A message without a code');
  return front + back;
}

/** A key nobody had before: the former one with something of this moment. */
export const newKey = (turn: number): string => `${formerKey} ${turn.toString(36)}`;

/** From the code to the account: a new key, and the sign-in that proves it. */
export async function recover(
  visitor: Visitor,
  { number }: Someone,
  code: string,
  key: string,
): Promise<void> {
  await visitor.submit(paths.enterCode, { codigo: code }, paths.chooseKey);
  await visitor.load(paths.chooseKey);
  await visitor.submit(
    paths.chooseKey,
    { usuario: number, clave: key, clave2: key, repetida: '' },
    paths.done,
  );
  await visitor.load(paths.done);
  await visitor.load(paths.signIn);
  await visitor.submit(paths.signIn, { numero: number, clave: key, portal: 'portal' }, paths.account);
  await visitor.load(paths.account);
}
