/**
 * The room that remembers: the only SQL. One file per table, one named statement per thing done.
 * It never judges; it keeps what it is given and counts what it is told to count.
 */
import pg from 'pg';
import { Fault } from '../lib/fault.ts';
import { listenOn, watched } from './connection/listen.ts';
import { type Runner, statement, type Transaction } from './connection/statement.ts';
import { inTransaction, onConnection, onLoan } from './connection/transaction.ts';

export {
  type Parameter,
  type Runner,
  type Statement,
  statement,
  type Transaction,
  varied,
  write,
} from './connection/statement.ts';

/** What one alone does at a time, of all who use this database. Two with one number would wait for each other. */
export const locks = {
  migrate: 7264,
  seal: 7265,
  ship: 7266,
  upkeep: 7267,
  import: 7268,
  rotate: 7269,
  staff: 7270,
} as const;
export type Lock = keyof typeof locks;

export type Db = Runner & {
  /** Everything `work` does, or nothing. READ COMMITTED with row locks, decided once (docs/decisions/0004). */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  /** Does it while nobody else of this database does; `taken` when somebody is at it. */
  alone<T>(lock: Lock, work: () => Promise<T>): Promise<T | 'taken'>;
  /** Calls back when another process says something on the channel; until `stop`. */
  listen(channel: 'outbox', heard: () => void): Promise<{ stop(): Promise<void> }>;
  /** Runs text that is not a prepared statement: migrations, and nothing else. */
  script(text: string): Promise<void>;
  close(): Promise<void>;
};

const tryLock = statement<{ held: boolean }>('try-lock-alone', 'select pg_try_advisory_lock($1) as held');
const unlock = statement('unlock-alone', 'select pg_advisory_unlock($1)');

const workAlone = <T>(pool: pg.Pool, lock: Lock, work: () => Promise<T>): Promise<T | 'taken'> =>
  onLoan(pool, async (client) => {
    const guard = onConnection(client);
    if (!(await guard.run(tryLock, [locks[lock]]))[0]?.held) return 'taken';
    try {
      return await work();
    } finally {
      await guard.run(unlock, [locks[lock]]);
    }
  });

/**
 * A plan is made once for each connection and statement, unless it is a varied one. Left to itself PostgreSQL plans statements on
 * tables cut by time anew each time (bench: completion), and may compile what is done in a millisecond.
 */
const planning = ['plan_cache_mode=force_generic_plan', 'jit=off'];

/** Counters need not outlive a power cut, and are found by an index even where a plan was made while there were hardly any. */
const counting = ['synchronous_commit=off', 'enable_seqscan=off'];

/**
 * Opens a pool of at most `size` connections. `lax` commits without waiting for the disk: for counters only. `role` is who it
 * works as, when that is not who it signs in as.
 */
export function openDatabase(
  url: string,
  size: number,
  { lax = false, role }: { readonly lax?: boolean; readonly role?: string | undefined } = {},
): Db {
  const settings = [...planning, ...(lax ? counting : []), ...(role ? [`role=${role}`] : [])];
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    // What is handed over without waiting goes out before what came earlier is answered (write).
    pipeline: true,
    ...watched,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  });
  // Without a listener an idle connection lost with PostgreSQL would end the process.
  pool.on('error', () => undefined);
  const runner = onConnection(pool);
  return {
    run: (asked, parameters) =>
      (asked.varied
        ? inTransaction(pool, (tx) => tx.run(asked, parameters))
        : runner.run(asked, parameters)
      ).catch(translate),
    transaction: (work) => inTransaction(pool, work).catch(translate),
    alone: (lock, work) => workAlone(pool, lock, work).catch(translate),
    listen: (channel, heard) => listenOn(url, channel, heard),
    async script(text) {
      const client = await pool.connect();
      // A script that broke leaves its transaction open: such a connection is not lent again.
      await client.query(text).then(
        () => client.release(),
        (error: Error) => {
          client.release(error);
          throw error;
        },
      );
    },
    close: () => pool.end(),
  };
}

const unreachable = /^(08|57P0|53300)|ECONN|EPIPE|ENOENT|ENOTFOUND|EAI_AGAIN|UNREACH|timeout|TIMEDOUT/;

function translate(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (unreachable.test(code) || /timeout exceeded|terminated|not queryable/.test(message))
    throw new Fault('database-unreachable', 'PostgreSQL does not answer', error);
  throw error;
}
