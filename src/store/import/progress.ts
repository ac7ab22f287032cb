import { type Runner, statement } from '../database.ts';

/** Where in a file an import stands, always at the end of a row. */
export type Place = {
  /** Keyed hash of the file up to here. */
  readonly digest: Buffer;
  readonly place: number;
  readonly line: number;
  /** Bytes of the report that tell of the rows up to here. */
  readonly reportSize: number;
};

export type Counts = {
  readonly rows: number;
  readonly added: number;
  readonly changed: number;
  readonly refused: number;
};

type Row = {
  id: string;
  digest: Buffer;
  place: number;
  line: number;
  report_size: number;
  rows: number;
  added: number;
  changed: number;
  refused: number;
};

// As float8 they come as numbers, exact up to 2^53.
const importColumns = `id, digest, place::float8 as place, line::float8 as line, report_size::float8 as report_size,
  rows::float8 as rows, added::float8 as added, changed::float8 as changed, refused::float8 as refused`;
const open = statement<Row>(
  'open-imports',
  `select ${importColumns} from imports where size = $1 and done_at is null order by id desc limit 20`,
);
const byId = statement<Row>('import-by-id', `select ${importColumns} from imports where id = $1`);
const begin = statement<{ id: string }>(
  'begin-import',
  'insert into imports (began_at, size, digest, place, line) values ($1, $2, $3, $4, $5) returning id',
);
const forget = statement('forget-imports', 'delete from imports where size = $1 and done_at is null');
const count = statement(
  'count-imported',
  'update imports set added = added + $2::int, changed = changed + $3::int where id = $1',
);
const move = statement(
  'move-import',
  `update imports set digest = $2, place = $3, line = $4, report_size = $5, rows = rows + $6::int,
     refused = refused + $7::int where id = $1`,
);
const end = statement('end-import', 'update imports set done_at = $2 where id = $1');

export type OpenImport = Place & Counts & { readonly id: string };

const read = ({ report_size, ...row }: Row): OpenImport => ({ ...row, reportSize: report_size });

/** Imports of files of this size that were cut off, the newest first. */
export const openImports = async (on: Runner, size: number): Promise<OpenImport[]> =>
  (await on.run(open, [size])).map(read);

export async function importById(on: Runner, id: string): Promise<OpenImport> {
  const [row] = await on.run(byId, [id]);
  if (!row) throw new TypeError('An import vanished while it was under way');
  return read(row);
}

/** Begins an import of a file of this size, and forgets those of its size that were cut off. */
export async function beginImport(
  tx: Runner,
  { size, digest, place, line, at }: Omit<Place, 'reportSize'> & { size: number; at: Date },
): Promise<string> {
  await tx.run(forget, [size]);
  const [row] = await tx.run(begin, [at, size, digest, place, line]);
  if (!row) throw new TypeError('An import was not begun');
  return row.id;
}

/** Counts people in the transaction that writes them, so that none is counted twice however it is cut off. */
export const countImported = (
  tx: Runner,
  id: string,
  { added, changed }: Pick<Counts, 'added' | 'changed'>,
): Promise<unknown[]> => tx.run(count, [id, added, changed]);

/** Remembers how far it came; the rows are those since the last time. */
export const moveImport = (
  tx: Runner,
  id: string,
  { digest, place, line, reportSize, rows, refused }: Place & Pick<Counts, 'rows' | 'refused'>,
): Promise<unknown[]> => tx.run(move, [id, digest, place, line, reportSize, rows, refused]);

export const endImport = (on: Runner, id: string, at: Date): Promise<unknown[]> => on.run(end, [id, at]);
