/** Writes down what acts ask of the database, while they really ask it. */
import type { World } from '../../src/actions/world.ts';
import type { Db, Parameter, Runner } from '../../src/store/database.ts';
import { tallyOn } from '../../src/store/limits.ts';

export type Asked =
  | { readonly name: string; readonly text: string; readonly parameters: readonly Parameter[] }
  | 'begin'
  | 'commit';

/** A world like another whose every statement goes through `note` first. One thing at a time: what overlaps would be mixed up. */
export function recording(world: World, note: (asked: Asked) => void): World {
  const noting = (on: Runner): Runner => ({
    run(statement, parameters = []) {
      note({ name: statement.name, text: statement.text, parameters });
      return on.run(statement, parameters);
    },
  });
  const noted = (db: Db): Db => ({
    ...db,
    ...noting(db),
    transaction: (work) =>
      db.transaction(async (tx) => {
        note('begin');
        const result = await work(noting(tx));
        note('commit');
        return result;
      }),
  });
  const counters = noted(world.counters);
  return { ...world, db: noted(world.db), counters, tally: tallyOn(counters) };
}
