/** The header row. Order is free; the first four columns must be there, the others may be left out. */
export const columns = [
  'identifier',
  'number',
  'first_name',
  'last_name',
  'branch',
  'representative',
  'status',
  'lock',
  'email',
  'second_email',
  'phone',
  'bouncing',
  'birth',
  'work',
  'answers',
  'key',
  'language',
  'postal',
] as const;

export type Column = (typeof columns)[number];
/** Cells by column, trimmed. An absent column and an empty cell say the same: not known. */
export type Cells = Partial<Record<Column, string>>;

/** The column a fault is about: each begins with its name, unless it is about the whole row. */
export const columnOf = (fault: string): Column | undefined =>
  columns.find((column) => new RegExp(`^${column}\\b`).test(fault));
