/** One line of what was found. `verdict` is there when a target was set. */
export type Row = {
  readonly what: string;
  readonly found: string;
  readonly beside?: string;
  readonly holds?: boolean;
};

export type Section = {
  readonly title: string;
  readonly rows: readonly Row[];
  readonly notes?: readonly string[];
};

export const rounded = (value: number, digits = 1): string => value.toFixed(digits);

const verdict = ({ holds }: Row): string => (holds === undefined ? '' : holds ? 'holds' : 'MISSED');

/** Prints a section as a plain table, columns as wide as they must be. */
export function print({ title, rows, notes = [] }: Section): void {
  const lines = rows.map((row) => [row.what, row.found, row.beside ?? '', verdict(row)]);
  const widths = [0, 1, 2, 3].map((place) => Math.max(...lines.map((line) => line[place]?.length ?? 0)));
  console.log(`\n${title}`);
  for (const line of lines)
    console.log(`  ${line.map((text, place) => text.padEnd(widths[place] ?? 0)).join('  ')}`.trimEnd());
  for (const note of notes) console.log(`  ${note}`);
}

export const allHold = (sections: readonly Section[]): boolean =>
  sections.every(({ rows }) => rows.every(({ holds }) => holds !== false));
