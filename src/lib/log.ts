import { pino } from 'pino';

/** The only things a log line may hold. Nothing a person typed, no address, no number, no secret: there is no field for it. */
export type Entry = {
  readonly event: string;
  /** Reference shown on the calm page, so that a call can be matched to a line. */
  readonly reference?: string;
  readonly code?: string;
  readonly route?: string;
  readonly method?: string;
  readonly status?: number;
  readonly milliseconds?: number;
  readonly count?: number;
  readonly port?: number;
  /** Stack of our own code: places, never values. */
  readonly stack?: string;
};

export type Log = { info(entry: Entry): void; warn(entry: Entry): void; error(entry: Entry): void };

const allowed: readonly (keyof Entry)[] = [
  'event',
  'reference',
  'code',
  'route',
  'method',
  'status',
  'milliseconds',
  'count',
  'port',
  'stack',
];

/** Keeps what is allowed and drops the rest, so that a careless caller cannot leak (AU-04). One line per entry (AU-05). */
function only(entry: Entry): Record<string, unknown> {
  return Object.fromEntries(
    allowed.filter((key) => entry[key] !== undefined).map((key) => [key, entry[key]]),
  );
}

/** A log of one JSON object a line on standard output. */
export function openLog(level: string): Log {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
  return {
    info: (entry) => logger.info(only(entry)),
    warn: (entry) => logger.warn(only(entry)),
    error: (entry) => logger.error(only(entry)),
  };
}

/** Where an error came from: the frames of its stack, without its message, which may hold what somebody typed. */
export function framesOf(error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  return stack
    .split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .map((line) => line.trim())
    .join(' | ');
}
