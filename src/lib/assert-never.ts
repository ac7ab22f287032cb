/** Marks a place the compiler proves unreachable; at run time it means the data is of a later version. */
export function assertNever(value: never): never {
  throw new TypeError(`No case for ${JSON.stringify(value)}`);
}
