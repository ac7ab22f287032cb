/**
 * The room that remembers: the only SQL. One file per table, one named statement per thing done.
 * It never judges; it keeps what it is given and counts what it is told to count.
 */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Fault } from '../lib/fault.ts';

/** One SQL text, prepared once per connection under its name; `Row` is what it gives. */
export type Statement<Row> = { readonly name: string; readonly text: string; readonly row?: Row };

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

/** Names a statement; the name is its identity on every connection. */
export const statement = <Row>(name: string, text: string): Statement<Row> => ({ name, text });

const onConnection = (client: pg.PoolClient | pg.Client | pg.Pool): Runner => ({
  async run<Row>({ name, text }: Statement<Row>, parameters: readonly Parameter[] = []) {
    // Sound as far as the statement's text: `test/store/statements.test.ts` runs each against the real schema.
    return (await client.query({ name, text, values: [...parameters] })).rows as Row[];
  },
});

const inTransaction = <T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  onLoan(pool, async (client) => {
    await client.query('begin');
    const result = await work({
      ...onConnection(client),
      copy: (text, rows) => pipeline(rows, client.query(copyFrom(text))),
    });
    await client.query('commit');
    return result;
  });

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

/** Lends a connection. What was begun on it is undone when the work fails. */
async function onLoan<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  // A connection lost on loan tells only its borrower: without a listener it would end the process.
  const lost = (failure: Error): void => {
    broken = failure;
  };
  client.on('error', lost);
  try {
    return await work(client);
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

async function listenOn(url: string, channel: string, heard: () => void): Promise<{ stop(): Promise<void> }> {
  let stopped = false;
  let client: pg.Client | undefined;
  // The worker also looks on its own every second, so a lost listener is slower and never deaf: come back quietly.
  const comeBack = (): void => {
    if (!stopped) setTimeout(() => connect().catch(comeBack), 1000).unref();
  };
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    client.on('notification', heard);
    await client.connect();
    await client.query(`listen ${channel}`);
    client.once('end', comeBack);
  };
  await connect();
  return {
    async stop() {
      stopped = true;
      await client?.end();
    },
  };
}

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
  const settings = [...(lax ? counting : []), ...(role ? [`role=${role}`] : [])];
  const pool = new pg.Pool({
    connectionString: url,
    max: size,
    connectionTimeoutMillis: 5000,
    options: settings.map((setting) => `-c ${setting}`).join(' '),
  });
  // Without a listener an idle connection lost with PostgreSQL would end the process.
  pool.on('error', () => undefined);
  const runner = onConnection(pool);
  return {
    run: (asked, parameters) => runner.run(asked, parameters).catch(translate),
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

const unreachable = /^(08|57P0|53300)|ECONN|ENOENT|timeout/;

function translate(error: unknown): never {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (unreachable.test(code) || /timeout exceeded|terminated/.test(message))
    throw new Fault('database-unreachable', 'PostgreSQL does not answer', error);
  throw error;
}
