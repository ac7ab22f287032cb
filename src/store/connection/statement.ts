/** What runs in the database, and where: texts with a name, and what takes them. */

/** One SQL text, prepared once per connection under its name; `Row` is what it gives. A silent one gives nothing. */
export type Statement<Row> = {
  readonly name: string;
  readonly text: string;
  readonly row?: Row;
  readonly silent?: true;
};

/** What may be handed to a statement. Dates and buffers go as they are; JSON goes as text. */
export type Parameter =
  | string
  | number
  | boolean
  | Date
  | Buffer
  | null
  | readonly (string | Date | Buffer)[];

/** Somewhere statements run: the pool, or one transaction. */
export type Runner = {
  /** The rows the statement gave. */
  run<Row>(statement: Statement<Row>, parameters?: readonly Parameter[]): Promise<Row[]>;
};

/** One transaction, which also takes rows in bulk. */
export type Transaction = Runner & {
  /** Hands over rows in the binary format of COPY, in pieces of any size. */
  copy(text: string, rows: Iterable<Buffer>): Promise<void>;
};

/** Names a statement; the name is its identity on every connection. */
export const statement = <Row>(name: string, text: string): Statement<Row> => ({ name, text });

/**
 * Names one that only writes or locks. A transaction hands it over and goes on: PostgreSQL does what it is handed in order, and nothing
 * after a failure. The failure is thrown by whatever is waited for next, by the commit at the latest.
 */
export const write = (name: string, text: string): Statement<never> => ({ name, text, silent: true });
