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

const dayMilliseconds = 86_400_000;
const seconds = { dateStyle: 'short', timeStyle: 'medium' } as const;
const formatters = new Map<string, Intl.DateTimeFormat>();

/** What the clock on the wall of a time zone shows, as if it were UTC. */
function wallClock(instant: Date, timezone: string): number {
  const known = formatters.get(timezone);
  // Swedish writes dates as ISO 8601 does.
  const format = known ?? new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, ...seconds });
  formatters.set(timezone, format);
  return Date.parse(`${format.format(instant).replace(' ', 'T')}Z`);
}

/** The day an instant lies in, by the clock of a time zone: "2026-11-24". */
export const localDay = (instant: Date, timezone: string): string =>
  new Date(wallClock(instant, timezone)).toISOString().slice(0, 10);

/** The last second of the local day that comes `days` after an instant's own. */
export function endOfLocalDay(instant: Date, days: number, timezone: string): Date {
  const local = wallClock(instant, timezone);
  const end = (Math.floor(local / dayMilliseconds) + days + 1) * dayMilliseconds - 1000;
  // Where clocks are put forward or back, the last day has another offset than the first.
  const guess = new Date(end - (local - instant.getTime()));
  return new Date(end - (wallClock(guess, timezone) - guess.getTime()));
}
