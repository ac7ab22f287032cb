/** A new key set: the former one compared, the new one made. */
import { paths } from '../../src/web/paths.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey } from '../browser/walk.ts';
import { besideArgon } from '../floors/beside-argon.ts';
import type { Stand } from '../stand/stand.ts';
import type { Section } from '../table.ts';

export const completion = (stand: Stand): Promise<Section> =>
  besideArgon(stand, {
    title: 'completion: a new key set',
    unit: 'keys',
    perWindow: 160,
    hashesEach: 2,
    async arrive({ people, sink }, connection) {
      const person = people.known();
      const visitor = new Visitor(connection);
      await ask(visitor, person);
      const code = codeIn(await sink.mailTo(person.email));
      await visitor.submit(paths.enterCode, { codigo: code }, paths.chooseKey);
      await visitor.load(paths.chooseKey);
      return { visitor, number: person.number };
    },
    post({ visitor, number }, connection, turn) {
      const key = newKey(turn);
      const fields = { usuario: number, clave: key, clave2: key, repetida: '' };
      return visitor.on(connection).submit(paths.chooseKey, fields, paths.done);
    },
  });
