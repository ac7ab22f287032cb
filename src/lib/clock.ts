/** Gives the present instant. The only source of time, so that a test can move it. */
export type Clock = { now(): Date };

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export type SetClock = Clock & { move(milliseconds: number): void };

export function setClock(start: Date): SetClock {
  let at = start.getTime();
  return {
    now: () => new Date(at),
    move: (milliseconds) => {
      at += milliseconds;
    },
  };
}

/** The instant some seconds or minutes after another. */
export const secondsAfter = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000);
export const minutesAfter = (at: Date, minutes: number): Date => secondsAfter(at, minutes * 60);
