/** A file cut between rows, so that its pieces can be read by themselves, side by side and from any of them on. */

/** Whole rows. `line` is that of the first of its `lines`, `end` the place in the file behind the last. */
export type Piece = {
  readonly bytes: Buffer;
  readonly line: number;
  readonly lines: number;
  readonly end: number;
  /** One row whose quote is never closed: what follows it is whole again. */
  readonly torn?: true;
};

/** A quote that is never closed would swallow the rest of the file; it is given up after this many characters. */
export const longestRow = 32_768;

/** A few thousand rows: enough to make a transaction worth its commit, few enough to be over soon. */
const usualSize = 512 * 1024;

const quote = 0x22;
const lineEnd = 0x0a;

/** Where the last whole row ends; 0 when none does. A line end inside quotes ends no row. */
function endOfRows(bytes: Buffer): number {
  if (!bytes.includes(quote)) return bytes.lastIndexOf(lineEnd) + 1;
  let [end, inside] = [0, false];
  for (let place = 0; place < bytes.length; place++) {
    if (bytes[place] === quote) inside = !inside;
    else if (bytes[place] === lineEnd && !inside) end = place + 1;
  }
  return end;
}

/** Where the first row ends, its line end with it. */
export function endOfRow(bytes: Buffer): number {
  let inside = false;
  for (let place = 0; place < bytes.length; place++) {
    if (bytes[place] === quote) inside = !inside;
    else if (bytes[place] === lineEnd && !inside) return place + 1;
  }
  return bytes.length;
}

/** How many lines begin in these bytes after the first. */
export function linesIn(bytes: Buffer): number {
  let lines = 0;
  for (let place = bytes.indexOf(lineEnd); place >= 0; place = bytes.indexOf(lineEnd, place + 1)) lines++;
  return lines;
}

/** Cuts a stream of bytes, which begins at the `place` and the `line` of its file, after every `size` bytes or so. */
export async function* piecesOf(
  chunks: AsyncIterable<Buffer>,
  { place, line }: { place: number; line: number } = { place: 0, line: 1 },
  size = usualSize,
): AsyncGenerator<Piece, void, undefined> {
  let [end, next] = [place, line];
  const piece = (bytes: Buffer, torn: boolean): Piece => {
    const lines = linesIn(bytes);
    const made = { bytes, line: next, lines, end: end + bytes.length, ...(torn && { torn }) };
    end += bytes.length;
    next += lines;
    return made;
  };
  let rest: Buffer = Buffer.alloc(0);
  let [waiting, length]: [Buffer[], number] = [[], 0];
  for await (const chunk of chunks) {
    waiting.push(chunk);
    length += chunk.length;
    if (rest.length + length < size) continue;
    rest = Buffer.concat([rest, ...waiting]);
    [waiting, length] = [[], 0];
    while (rest.length >= Math.min(size, 2 * longestRow)) {
      const rows = endOfRows(rest);
      if (rows > 0) yield piece(rest.subarray(0, rows), false);
      rest = rest.subarray(rows);
      if (rest.length <= longestRow) break;
      const torn = rest.indexOf(lineEnd) + 1 || rest.length;
      yield piece(rest.subarray(0, torn), true);
      rest = rest.subarray(torn);
    }
  }
  rest = Buffer.concat([rest, ...waiting]);
  yield* lastPieces(rest, piece);
}

/** The rest of a file: its last row may have no line end, and a quote that is open at the end was never closed. */
function* lastPieces(bytes: Buffer, piece: (bytes: Buffer, torn: boolean) => Piece): Generator<Piece> {
  let rest = bytes;
  while (rest.length > 0) {
    const rows = endOfRows(rest);
    if (rows > 0) yield piece(rest.subarray(0, rows), false);
    rest = rest.subarray(rows);
    if (rest.length === 0) return;
    const open = rest.indexOf(lineEnd) >= 0;
    const row = open ? rest.indexOf(lineEnd) + 1 : rest.length;
    yield piece(rest.subarray(0, row), open);
    rest = rest.subarray(row);
  }
}
