/** What a page weighs on the wire: itself, the stylesheet and the script, compressed as they are served. */
import { paths } from '../../src/web/paths.ts';
import { Connection } from '../browser/connection.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey } from '../browser/walk.ts';
import type { Stand } from '../stand/stand.ts';
import { rounded, type Section } from '../table.ts';

const mostBytes = 10 * 1024;

/** Loads a page for its weight, and every file it names. */
type Weigh = (path: string) => Promise<void>;

async function weighAll(visitor: Visitor, stand: Stand, weigh: Weigh): Promise<void> {
  const person = stand.people.known();
  for (const path of [
    paths.start,
    paths.chooseProfile,
    paths.identify,
    paths.signIn,
    paths.enterCodeElsewhere,
  ])
    await weigh(path);
  for (const page of ['oficinas', 'privacidad', 'mensajes', 'estado']) await weigh(`${paths.help}${page}`);
  await weigh(paths.notMe);
  await ask(visitor, person);
  await weigh(paths.enterCode);
  await weigh(paths.otherWays);
  await visitor.load(paths.enterCode);
  const code = codeIn(await stand.sink.mailTo(person.email));
  await visitor.submit(paths.enterCode, { codigo: code }, paths.chooseKey);
  await weigh(paths.chooseKey);
  await visitor.load(paths.chooseKey);
  const clave = newKey(Date.now());
  await visitor.submit(paths.chooseKey, { usuario: '', clave, clave2: clave, repetida: '' }, paths.done);
  await weigh(paths.done);
}

export async function pageSize(stand: Stand): Promise<Section> {
  const connection = await Connection.open(stand.server.port);
  const visitor = new Visitor(connection);
  const files = new Map<string, number>();
  const pages = new Map<string, number>();
  const weigh: Weigh = async (path) => {
    const { bytes, text } = await visitor.weigh(path);
    pages.set(path, bytes);
    for (const [, file = ''] of text.matchAll(/(?:href|src)="(\/public\/[^"]+\.(?:css|js))"/g))
      if (!files.has(file)) files.set(file, (await visitor.weigh(file)).bytes);
  };
  await weighAll(visitor, stand, weigh);
  connection.close();
  const shared = [...files.values()].reduce((sum, bytes) => sum + bytes, 0);
  const rows = [...pages].map(([path, bytes]) => ({
    what: path,
    found: `${bytes} + ${shared} = ${bytes + shared}`,
    beside: `${rounded((bytes + shared) / 1024)} KB of ${mostBytes / 1024}`,
    holds: bytes + shared <= mostBytes,
  }));
  return {
    title: 'page-size: bytes of the page + stylesheet and script, gzip as served',
    rows,
    notes: [[...files].map(([file, bytes]) => `${file} ${bytes}`).join(', '), 'Peers: 70 to 816 KB.'],
  };
}
