const mask = '[secret]';

/**
 * A value that no log, error, inspection or JSON can print by accident: reading it takes the word `reveal`.
 */
export class Secret<T = string> {
  readonly #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  reveal(): T {
    return this.#value;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  /**
   * What `console.log` and `util.inspect` ask for; the symbol is Node's documented one, so nothing is
   * imported.
   */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return mask;
  }
}
