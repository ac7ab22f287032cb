import { type Runner, statement, write } from './database.ts';

const extent = statement<{ most: number }>(
  'companies-extent',
  'select coalesce(max(id), 0) as most from companies',
);
// The first name at or after each place: numbers may have gaps, and a draw must not notice.
const at = statement<{ name: string | null }>(
  'companies-at',
  `select (select name from companies where id >= p.place order by id limit 1) as name
   from unnest($1::int[]) with ordinality as p (place, turn) order by p.turn`,
);
const put = write(
  'put-companies',
  `insert into companies (name) select n from unnest($1::text[]) as t (n)
   where not exists (select from companies where name = n) on conflict do nothing`,
);

/** The highest number a company has; 0 when there is none. */
export const companiesExtent = async (on: Runner): Promise<number> => (await on.run(extent))[0]?.most ?? 0;

/** The companies at these places, between 1 and the extent, in the order asked. */
export async function companiesAt(on: Runner, places: readonly number[]): Promise<string[]> {
  const rows = await on.run(at, [places.map(String)]);
  return rows.flatMap((row) => row.name ?? []);
}

/** Adds employers to the pool that true options and decoys are drawn from. */
export async function importCompanies(tx: Runner, names: readonly string[]): Promise<void> {
  if (names.length > 0) await tx.run(put, [names]);
}
