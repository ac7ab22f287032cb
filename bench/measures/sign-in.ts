/** Sign-ins with the right key: of people on devices nobody knows, who are told of it, and on those they signed in with before. */
import { paths } from '../../src/web/paths.ts';
import type { Connection } from '../browser/connection.ts';
import { Visitor } from '../browser/visitor.ts';
import { besideArgon } from '../floors/beside-argon.ts';
import { formerKey } from '../stand/people.ts';
import type { Stand } from '../stand/stand.ts';
import type { Section } from '../table.ts';

type Ready = { readonly visitor: Visitor; readonly number: string };

const post = ({ visitor, number }: Ready, connection: Connection): Promise<void> => {
  const fields = { numero: number, clave: formerKey, portal: 'portal', volver: '' };
  return visitor.on(connection).submit(paths.signIn, fields, paths.account);
};

async function arrive({ people }: Stand, connection: Connection): Promise<Ready> {
  const visitor = new Visitor(connection);
  await visitor.load(paths.signIn);
  return { visitor, number: people.known().number };
}

const shared = { unit: 'sign-ins', hashesEach: 1, post } as const;

export const signIn = async (stand: Stand): Promise<Section[]> => [
  await besideArgon(stand, {
    ...shared,
    title: 'sign-in: the right key on a new device',
    perWindow: 320,
    arrive,
  }),
  await besideArgon(stand, {
    ...shared,
    title: 'sign-in: the right key on a known device',
    perWindow: 160,
    async arrive(at, connection) {
      const ready = await arrive(at, connection);
      await post(ready, connection);
      await ready.visitor.load(paths.account);
      await ready.visitor.submit(paths.signOut, {}, `${paths.signIn}?salio`);
      await ready.visitor.load(paths.signIn);
      return ready;
    },
  }),
];
