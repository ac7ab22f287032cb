/** Where pgbench is, and how a text is written for it. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Stand } from '../stand/stand.ts';

/** pgbench beside the database that runs, or on PATH; a distribution hides it among PostgreSQL's own programs. */
export function findPgbench(stand: Stand): string | undefined {
  const folders = [stand.database.bin, ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'pgbench')).find((path) => existsSync(path));
}

/** A text in SQL. pgbench would take whatever follows a colon for a variable of its own, even here. */
export const quoted = (text: string): string =>
  `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "''").replaceAll(':', '\\x3a')}'`;
