import type { Readable } from 'node:stream';
import { parse } from 'csv-parse/sync';
import type { Institution } from '../rules/policy.ts';
import { type Cells, type Column, columns } from './columns.ts';
import type { Person } from './person.ts';
import { endOfRow, linesIn, longestRow, type Piece, piecesOf } from './pieces.ts';
import { personOf } from './row.ts';

/**
 * One row read: a person, or why it is none. The others go on: one bad row must not keep a country waiting.
 */
export type PeopleRow =
  | { readonly line: number; readonly person: Person }
  | { readonly line: number; readonly fault: string };

const needed: readonly Column[] = ['identifier', 'number', 'first_name', 'last_name'];

const isColumn = (name: string): name is Column => columns.some((column) => column === name);

/** What is wrong with the header, or nothing. */
function headerFault(header: readonly string[]): string | undefined {
  const unknown = header.filter((name) => !isColumn(name));
  // A file without a header begins with a person, whom no message may repeat.
  if (unknown.length === header.length)
    return `unknown columns only: the first row must name them; known: ${columns.join(', ')}`;
  if (unknown.length > 0) return `unknown columns: ${unknown.join(', ')}; known: ${columns.join(', ')}`;
  const missing = needed.filter((name) => !header.includes(name));
  if (missing.length > 0) return `missing columns: ${missing.join(', ')}`;
  return new Set(header).size === header.length ? undefined : 'a column stands twice';
}

/** The names of the columns and where they end, or why they cannot be read. */
export type Header =
  | { readonly names: readonly Column[]; readonly end: number; readonly line: number }
  | { readonly fault: string; readonly line: number };

/** Reads the header row, which the beginning of a file must hold whole. */
export function readHeader(bytes: Buffer): Header {
  let [place, line] = [bytes.indexOf('\ufeff') === 0 ? 3 : 0, 1];
  while (place < bytes.length) {
    const row = bytes.subarray(place, place + endOfRow(bytes.subarray(place)));
    place += row.length;
    line += linesIn(row);
    const [cells] = rowsIn(row.toString('utf8'));
    if (!cells) continue;
    const names = 'record' in cells ? cells.record.map((name) => name.trim().toLowerCase()) : [];
    const fault = 'fault' in cells ? cells.fault : headerFault(names);
    if (fault !== undefined) return { fault, line: Math.max(1, line - linesIn(row)) };
    return { names: names.filter(isColumn), end: place, line };
  }
  return { fault: 'the file is empty', line: 1 };
}

/** Puts a record under its columns, or says why it cannot be. */
function cellsOf(header: readonly Column[], record: readonly string[]): Cells | string {
  if (record.length !== header.length) return `${record.length} cells instead of ${header.length}`;
  const cells: Cells = {};
  for (const [place, name] of header.entries()) {
    const cell = record[place] ?? '';
    // The decoder leaves this mark where the bytes were not UTF-8: a name would be kept wrong for ever.
    if (cell.includes('\ufffd')) return 'not UTF-8: save the file as CSV UTF-8';
    cells[name] = cell.trim();
  }
  return cells;
}

type Raw =
  | { readonly lines: number; readonly record: readonly string[] }
  | { readonly lines: number; readonly fault: string };

const torn = (code: string | undefined): string => `torn row: ${code ?? 'unreadable'}`;

/** Rows without a quote anywhere, as most files have them: ten times as fast as looking for quotes in them. */
function* plainRows(text: string): Generator<Raw, void, undefined> {
  let lines = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const next = end < 0 ? text.length : end;
    const row = text.slice(start, text[next - 1] === '\r' ? next - 1 : next);
    start = next + 1;
    lines++;
    if (row.length > longestRow) yield { lines, fault: torn('CSV_MAX_RECORD_SIZE') };
    else if (row !== '') yield { lines, record: row.split(',') };
  }
}

/** The rows of a text, by how many lines it took to their end. A row that cannot be taken apart is one fault. */
function rowsIn(text: string): Iterable<Raw> {
  if (!text.includes('"')) return plainRows(text);
  const faults: { lines: number; fault: string }[] = [];
  const read: unknown = parse(text, {
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: longestRow,
    record_delimiter: ['\r\n', '\n'],
    on_skip: (error) => {
      // One row may be torn in several places; it is one fault.
      const lines = Number(error?.lines ?? 0);
      if (lines > (faults.at(-1)?.lines ?? 0)) faults.push({ lines, fault: torn(error?.code) });
      return undefined;
    },
  });
  // Sound: with `info` the parser gives each record beside what it knows of it.
  const records = read as { info: { lines: number }; record: string[] }[];
  const rows = records.map(({ info, record }): Raw => ({ lines: info.lines, record }));
  return faults.length === 0 ? rows : [...rows, ...faults].sort((one, other) => one.lines - other.lines);
}

/** The people of one piece, each by its last line, as they are asked for. */
export function* readPiece(
  { bytes, line, torn: broken }: Omit<Piece, 'end' | 'lines'>,
  header: readonly Column[],
  institution: Institution,
): Generator<PeopleRow, void, undefined> {
  if (broken) return yield { line, fault: torn('CSV_QUOTE_NOT_CLOSED') };
  for (const row of rowsIn(bytes.toString('utf8'))) {
    const at = line + row.lines - 1;
    const cells = 'fault' in row ? row.fault : cellsOf(header, row.record);
    const person = typeof cells === 'string' ? cells : personOf(cells, institution);
    yield typeof person === 'string' ? { line: at, fault: person } : { line: at, person };
  }
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
  let names: readonly Column[] | undefined;
  try {
    for await (const piece of piecesOf(bytesOf(stream))) {
      if (names) {
        yield* readPiece(piece, names, institution);
        continue;
      }
      const header = readHeader(piece.bytes);
      if ('fault' in header) return yield header;
      names = header.names;
      const people = { bytes: piece.bytes.subarray(header.end), line: header.line };
      yield* readPiece(people, names, institution);
    }
    if (!names) yield { line: 1, fault: 'the file is empty' };
  } finally {
    stream.destroy();
  }
}

async function* bytesOf(stream: Readable): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of stream) yield Buffer.from(chunk);
}
