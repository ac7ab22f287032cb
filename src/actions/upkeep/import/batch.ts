import { importCompanies } from '../../../store/companies.ts';
import type { Runner, Transaction } from '../../../store/database.ts';
import {
  addNewRows,
  changeRows,
  type LeftRow,
  leftRows,
  stageRows,
  takeChangedRows,
} from '../../../store/import/batch.ts';
import { openSealedPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import { namesAnother } from '../overtaken.ts';
import { type Brought, importPerson, moved } from './person.ts';
import type { Prepared } from './prepare.ts';

export type Tally = { readonly added: number; readonly changed: number };

/** What is written down beside the people, in the same transactions. */
export type Book = {
  /** Each time people were written. */
  count(tx: Runner, tally: Tally): Promise<void>;
  /** Once, when the whole batch is in. */
  turn(tx: Runner): Promise<void>;
};

/**
 * Brings one batch. Who is new, or of whom only data changed, is written with all others in one transaction; who has contacts
 * that change, an account that closes, a key or answers, is brought by themselves after it. Cut off anywhere it can be brought
 * again: what is in already changes nothing.
 */
export async function importBatch(world: World, batch: Prepared, book: Book): Promise<Tally> {
  const total = { added: 0, changed: 0 };
  const left = await world.db.transaction(async (tx) => {
    const { tally, rest } = await importTogether(world, tx, batch);
    total.added += tally.added;
    total.changed += tally.changed;
    await book.count(tx, tally);
    if (rest.length === 0) await book.turn(tx);
    return rest;
  });
  if (left.length === 0) return total;
  const slow = new Map(batch.slow.map((one) => [one.place, one]));
  for (const row of left) {
    const outcome = await importPerson(world, broughtBy(world, row, slow.get(row.place)), (tx, done) =>
      book.count(tx, { added: done === 'added' ? 1 : 0, changed: done === 'changed' ? 1 : 0 }),
    );
    if (outcome !== 'unchanged') total[outcome]++;
  }
  await world.db.transaction((tx) => book.turn(tx));
  return total;
}

async function importTogether(
  world: World,
  tx: Transaction,
  { people, rows, employers }: Prepared,
): Promise<{ tally: Tally; rest: LeftRow[] }> {
  const { policy } = world.institution;
  const at = world.clock.now();
  const written = { at, policyVersion: policy.version };
  await stageRows(tx, Buffer.from(rows.buffer, rows.byteOffset, rows.byteLength));
  await importCompanies(tx, employers);
  const added = await addNewRows(tx, { ...written, most: policy.contactChange.accountsPerContact });
  if (added === people) return { tally: { added, changed: 0 }, rest: [] };
  const changed = (await takeChangedRows(tx)).filter((row) => row.active && onlyData(world, row));
  await changeRows(
    tx,
    changed.map(({ place }) => place),
    written,
  );
  return { tally: { added, changed: changed.length }, rest: await leftRows(tx) };
}

/** Whether contacts and representative stay, and none of the contacts is the person's own: then nothing under way ends. */
function onlyData(world: World, row: { nameHash: Buffer; brought: Buffer; kept: Buffer }): boolean {
  const [before, next] = [row.kept, row.brought].map((sealed) =>
    openSealedPersonal(world, row.nameHash, sealed),
  );
  if (!before || !next || (before.own ?? []).length > 0) return false;
  return !moved(before, next) && !namesAnother(before.claim, next.claim);
}

const broughtBy = (world: World, row: LeftRow, slow: Prepared['slow'][number] | undefined): Brought => ({
  ...row,
  personal: openSealedPersonal(world, row.nameHash, row.personal),
  answers: slow?.answers ?? {},
  ...(slow?.key !== undefined && { key: slow.key }),
});
