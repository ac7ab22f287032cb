/** Lines for spreadsheets (RFC 4180), in which no cell is ever a formula (SE-15; OWASP CSV Injection). */

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

/** What a spreadsheet would reckon with begins with one of these; an apostrophe before it makes it text. */
const defused = (cell: string): string =>
  /^[\s\p{Cf}]*[=+\-@|%\uff0b\uff0d\uff1d\uff20]/u.test(cell) || /^[\t\r\n]/.test(cell) ? `'${cell}` : cell;

/** One line with its end. */
export const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => quoted(defused(cell))).join(',')}\r\n`;
