import type { Person } from '../../directory/person.ts';
import { Fault } from '../../lib/fault.ts';
import { locks } from '../../store/upkeep/alone.ts';
import type { World } from '../world.ts';
import { importBatch, type Tally } from './import/batch.ts';
import { preparer } from './import/prepare.ts';

/** One row as a directory gives it: a person, or why it is none. */
type Row =
  | { readonly line: number; readonly person: Person }
  | { readonly line: number; readonly fault: string };

export type Imported = Tally & {
  readonly people: number;
  /** Rows that were refused, by line. The others are in. */
  readonly faults: readonly { readonly line: number; readonly fault: string }[];
};

/** A few thousand rows: each batch is one transaction, and nobody waits for a long one. */
const batchSize = 2000;

const unwritten = { count: async () => undefined, turn: async () => undefined };

/** Does it as the only import of this database: two at once would bring the same people twice. */
export const asOnlyImport = <T>({ db }: World, work: () => Promise<T>): Promise<T | 'taken'> =>
  db.alone(locks.import, work);

/**
 * Brings people from an institution's records: new ones are added, known ones updated, and of whom the records say what they
 * said before nothing is written.
 */
export async function importPeople(world: World, rows: AsyncIterable<Row>): Promise<Imported> {
  const done = await asOnlyImport(world, () => importRows(world, rows));
  if (done === 'taken') throw new Fault('busy', 'Another import is under way');
  return done;
}

async function importRows(world: World, rows: AsyncIterable<Row>): Promise<Imported> {
  const faults: { line: number; fault: string }[] = [];
  const sum = { people: 0, added: 0, changed: 0 };
  const prepare = preparer(world);
  let people: Person[] = [];
  const bring = async (): Promise<void> => {
    const { added, changed } = await importBatch(world, prepare(people), unwritten);
    sum.people += people.length;
    sum.added += added;
    sum.changed += changed;
    people = [];
  };
  for await (const row of rows) {
    if ('fault' in row) faults.push(row);
    else if (people.push(row.person) >= batchSize) await bring();
  }
  if (people.length > 0) await bring();
  return { ...sum, faults };
}
