import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Parameter, Runner, Statement, Transaction } from './statement.ts';

/** Runs each statement as it comes, prepared on this connection. */
export const onConnection = (client: pg.PoolClient | pg.Client | pg.Pool): Runner => ({
  async run<Row>({ name, text }: Statement<Row>, parameters: readonly Parameter[] = []) {
    // Sound as far as the statement's text: `test/store/statements.test.ts` runs each against the real schema.
    return (await client.query({ name, text, values: [...parameters] })).rows as Row[];
  },
});

/** What a transaction handed over, waited for or not. */
function openLedger() {
  const handed: Promise<unknown>[] = [];
  let failed = false;
  let failure: unknown;
  return {
    /** Nobody may be waiting for it when it fails, and the first to fail is why those after it did. */
    hand(one: Promise<unknown>): void {
      handed.push(
        one.catch((error: unknown) => {
          if (!failed) failure = error;
          failed = true;
        }),
      );
    },
    async settled(): Promise<void> {
      await Promise.all(handed);
      if (failed) throw failure;
    },
    /** What never left this process fails within this turn, and PostgreSQL would commit the rest. */
    async left(): Promise<void> {
      await nextTurn();
      if (failed) throw failure;
    },
  };
}

/**
 * What one connection sends, held back until something is waited for. Each sending wakes PostgreSQL and costs both of us more than a
 * small statement does, so what is not waited for goes out together with what is.
 */
function envelopeOf(client: pg.PoolClient) {
  // Sound: a pool lends the clients it made, and each has the connection it made.
  const { stream } = (client as pg.PoolClient & Pick<pg.Client, 'connection'>).connection;
  let open = false;
  return {
    hold(): void {
      if (!open) stream.cork();
      open = true;
    },
    send(): void {
      if (open) stream.uncork();
      open = false;
    },
  };
}

/** Hands over rows. COPY keeps the connection to itself: nothing may be under way on it meanwhile. */
async function copyAlone(client: pg.PoolClient, text: string, rows: Iterable<Buffer>): Promise<void> {
  Object.assign(client, { pipeline: false });
  try {
    await pipeline(rows, client.query(copyFrom(text)));
  } finally {
    Object.assign(client, { pipeline: true });
  }
}

/**
 * Everything `work` does, or nothing. What only writes goes out with what is waited for next, so a transaction takes as many round
 * trips as it reads.
 */
export const inTransaction = <T>(pool: pg.Pool, work: (tx: Transaction) => Promise<T>): Promise<T> =>
  onLoan(pool, async (client) => {
    const ledger = openLedger();
    const envelope = envelopeOf(client);
    const runner = onConnection(client);
    envelope.hold();
    ledger.hand(client.query('begin'));
    const tx: Transaction = {
      run<Row>(asked: Statement<Row>, parameters?: readonly Parameter[]) {
        envelope.hold();
        if (asked.varied) ledger.hand(client.query('set local plan_cache_mode = force_custom_plan'));
        const answer = runner.run(asked, parameters);
        ledger.hand(answer);
        if (asked.varied) ledger.hand(client.query('set local plan_cache_mode = force_generic_plan'));
        if (asked.silent) return Promise.resolve([]);
        // What is asked in one go is sent in one.
        process.nextTick(envelope.send);
        return answer;
      },
      async copy(text, rows) {
        envelope.send();
        await ledger.settled();
        await copyAlone(client, text, rows);
      },
    };
    try {
      const result = await work(tx);
      await ledger.left();
      ledger.hand(client.query('commit'));
      return result;
    } finally {
      envelope.send();
      await ledger.settled();
    }
  });

/** Lends a connection. What was begun on it is undone when the work fails. */
export async function onLoan<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
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
