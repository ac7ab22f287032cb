import type { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import type { Institution } from '../rules/policy.ts';
import { type Cells, type Column, columns } from './columns.ts';
import type { Person } from './person.ts';
import { personOf } from './row.ts';

/**
 * One row read: a person, or why it is none. The others go on: one bad row must not keep a country waiting.
 */
export type PeopleRow =
  | { readonly line: number; readonly person: Person }
  | { readonly line: number; readonly fault: string };

const needed: readonly Column[] = ['identifier', 'number', 'first_name', 'last_name'];

/**
 * A quote that is never closed would swallow the rest of the file; it is given up after this many
 * characters.
 */
const longestRow = 32_768;

const isColumn = (name: string): name is Column => columns.some((column) => column === name);

/** What is wrong with the header, or nothing. */
function headerFault(header: readonly string[]): string | undefined {
  const unknown = header.filter((name) => !isColumn(name));
  if (unknown.length > 0) return `unknown columns: ${unknown.join(', ')}; known: ${columns.join(', ')}`;
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0) return `missing columns: ${missing.join(', ')}`;
  return new Set(header).size === header.length ? undefined : 'a column stands twice';
}

type TornRow = { readonly line: number; readonly fault: string };
type Raw = { readonly info: { readonly lines: number }; readonly record: readonly string[] };

/** Puts a record under its columns, or says why it cannot be. */
function cellsOf(header: readonly string[], record: readonly string[]): Cells | string {
  if (record.length !== header.length) return `${record.length} cells instead of ${header.length}`;
  // The decoder leaves this mark where the bytes were not UTF-8: a name would be kept wrong for ever.
  if (record.some((cell) => cell.includes('\ufffd'))) return 'not UTF-8: save the file as CSV UTF-8';
  return Object.fromEntries(header.map((name, place) => [name, (record[place] ?? '').trim()]));
}

/** The parser, and the rows it could not take apart, by line. It runs ahead of whoever reads from it. */
function openParser() {
  const torn: TornRow[] = [];
  let lastTorn = 0;
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    on_skip: (error) => {
      // One row may be torn in several places; it is one fault.
      const line = Number(error?.lines ?? 0);
      if (line > lastTorn) torn.push({ line, fault: `torn row: ${error?.code ?? 'unreadable'}` });
      lastTorn = line;
      return undefined;
    },
  });
  return { parser, torn };
}

/**
 * Reads an institution's people as they stream by: UTF-8, commas, a header, quotes as in RFC 4180, with or
 * without a byte order mark. Lines are counted as an editor counts them, each row by its last one. A wrong
 * header ends the reading. The stream is closed when the reading ends, however it ends.
 */
export async function* readPeople(
  stream: Readable,
  institution: Institution,
): AsyncGenerator<PeopleRow, void, undefined> {
  const { parser, torn } = openParser();
  stream.on('error', (error) => parser.destroy(error));
  const rows: AsyncIterable<Raw> = stream.pipe(parser);
  let header: string[] | undefined;
  try {
    for await (const { info, record } of rows) {
      while (torn[0] && torn[0].line <= info.lines) yield* torn.splice(0, 1);
      if (header) {
        const cells = cellsOf(header, record);
        const person = typeof cells === 'string' ? cells : personOf(cells, institution);
        yield typeof person === 'string' ? { line: info.lines, fault: person } : { line: info.lines, person };
        continue;
      }
      header = record.map((name) => name.trim().toLowerCase());
      const fault = headerFault(header);
      if (fault !== undefined) return yield { line: info.lines, fault };
    }
    yield* torn;
    if (!header) yield { line: 1, fault: 'the file is empty' };
  } finally {
    stream.destroy();
  }
}
