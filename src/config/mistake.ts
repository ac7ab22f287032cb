/** One thing wrong in what the operator wrote: where, what, and what to write instead. */
export type Mistake = {
  /** File and line ("institutions/ceibo.yaml:42"), or the name of an environment variable. */
  readonly where: string;
  readonly what: string;
  readonly advice: string;
};

/** The same before its line is known: a place inside the institution's file. */
export type Misplaced = {
  readonly path: readonly PropertyKey[];
  readonly what: string;
  readonly advice: string;
};
