/** What a mutant is: the product broken on purpose, and the tests that have to notice. */

/** One place broken: `find` stands in the file exactly once. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string };

/** One claim of requirements 12.3 made false. `tests` are the fastest that fail by it; a whole run of the suite does too. */
export type Mutant = {
  readonly number: number;
  readonly breaks: string;
  readonly edits: readonly Edit[];
  readonly tests: readonly string[];
};

/** A number of the list that there is nothing to break for. */
export type Inapplicable = { readonly number: number; readonly because: string };

/** The file with one edit made. Throws when its text has moved on and the edit is no longer what it was. */
export function edited(text: string, { file, find, replace }: Edit): string {
  const [before, after, more] = text.split(find);
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`${file} does not hold exactly once: ${find}`);
  return `${before}${replace}${after}`;
}
