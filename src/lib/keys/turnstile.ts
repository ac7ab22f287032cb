/**
 * Lets a few through at a time and keeps a short line: hashing must not be a way to stop the service
 * (PW-17).
 */
import { Fault } from '../fault.ts';

/** The line is full. Whoever asks is told the same 503, known or not. */
export class Busy extends Fault {
  constructor() {
    super('busy', 'too much work is waiting');
  }
}

export type Turnstile = {
  /**
   * Runs the work when its turn comes, first come first served; throws `Busy` at once when the line is
   * full.
   */
  pass<T>(work: () => Promise<T>): Promise<T>;
};

export function createTurnstile(atOnce: number, longestLine = 200): Turnstile {
  const line: (() => void)[] = [];
  let inside = 0;

  const enter = async (): Promise<void> => {
    if (inside < atOnce) {
      inside += 1;
      return;
    }
    if (line.length >= longestLine) throw new Busy();
    await new Promise<void>((goOn) => line.push(goOn));
  };
  // The place is handed to the next in line and never freed between: nobody new can slip in before them.
  const leave = (): void => {
    const next = line.shift();
    if (next) next();
    else inside -= 1;
  };
  return {
    async pass(work) {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
