/** The statements of whole recoveries, written down from real ones. */
import { deliverDue } from '../../src/actions/upkeep/deliver.ts';
import { networksOf } from '../../src/lib/network.ts';
import { buildApp } from '../../src/web/server.ts';
import { inProcess } from '../browser/in-process.ts';
import { Visitor } from '../browser/visitor.ts';
import { ask, codeIn, newKey, recover } from '../browser/walk.ts';
import { openAside } from '../stand/aside.ts';
import type { Stand } from '../stand/stand.ts';
import { type Asked, recording } from './record.ts';

/**
 * Has people recover one after another in a database aside, message and all, and gives what each made the database do. The first
 * accounts of the stand are the same people under the same numbers, so that a replay there finds the rows it wants.
 */
export async function recordRecoveries(stand: Stand, count: number): Promise<Asked[][]> {
  const aside = await openAside(stand, count);
  let walk: Asked[] = [];
  const world = recording(aside.world, (asked) => walk.push(asked));
  const line = inProcess(buildApp(world, networksOf));
  const walks: Asked[][] = [];
  for (let turn = 0; turn < count; turn++) {
    const person = aside.people.known();
    const visitor = new Visitor(line, { gzip: false });
    await ask(visitor, person);
    while ((await deliverDue(world)) > 0);
    await recover(visitor, person, codeIn(await stand.sink.mailTo(person.email)), newKey(turn));
    while ((await deliverDue(world)) > 0);
    walks.push(walk);
    walk = [];
  }
  await aside.close();
  return walks;
}
