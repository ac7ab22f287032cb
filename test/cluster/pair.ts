/** Two real PostgreSQL servers, the second a synchronous standby of the first: what a careful operator runs. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Embedded, startEmbedded } from '../../src/store/embedded/embedded.ts';
import { until } from '../smtp-sink.ts';

export type Pair = {
  readonly primary: Embedded;
  readonly standby: Embedded;
  /** Ends the primary at once, with all its processes and no chance to tidy up. */
  killPrimary(): void;
  /** Makes the standby the primary. */
  promote(): Promise<void>;
  stop(): Promise<void>;
};

const settings = { wal_level: 'replica', max_wal_senders: '4', max_connections: '200', hot_standby: 'on' };

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Copies the data folder of a running server, as PostgreSQL's manual describes (26.3.3, low level API). */
const copyData = (from: Embedded, source: string, target: string): Promise<void> =>
  withClient(from.url, async (client) => {
    await client.query(`select pg_backup_start('standby', true)`);
    execFileSync('cp', ['-a', source, target]);
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    rmSync(join(target, 'postmaster.pid'), { force: true });
    writeFileSync(join(target, 'backup_label'), rows[0]?.labelfile ?? '');
  });

/** Tells a copy whom to follow, and that it may be read meanwhile. */
function follow(data: string, primary: Embedded): void {
  const socket = new URL(primary.url).searchParams.get('host');
  appendFileSync(
    join(data, 'postgresql.auto.conf'),
    `primary_conninfo = 'host=${socket} port=5432 user=reclave application_name=standby'\n`,
  );
  writeFileSync(join(data, 'standby.signal'), '');
  // What root wrote must be its server's, who alone may read the rest.
  execFileSync('chown', ['-R', '--reference', join(data, 'PG_VERSION'), data]);
}

/** Starts both, and waits until nothing is acknowledged before both have it. */
export async function startPair(): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-pair-'));
  chmodSync(folder, 0o711);
  const [one, two] = [join(folder, 'one'), join(folder, 'two')];
  const primary = await startEmbedded({ directory: one, settings });
  appendFileSync(join(one, 'data/pg_hba.conf'), 'local replication all peer map=reclave\n');
  await withClient(primary.url, (client) => client.query('select pg_reload_conf()'));
  execFileSync('mkdir', ['-p', two]);
  await copyData(primary, join(one, 'data'), join(two, 'data'));
  follow(join(two, 'data'), primary);
  const standby = await startEmbedded({ directory: two, settings });
  await withClient(primary.url, async (client) => {
    await client.query(`alter system set synchronous_standby_names = 'standby'`);
    await client.query('select pg_reload_conf()');
    await until(async () => {
      const { rows } = await client.query(`select from pg_stat_replication where sync_state = 'sync'`);
      return rows.length === 1;
    }, 'the standby to follow');
  });
  return {
    primary,
    standby,
    killPrimary() {
      // Its group: a server process left over would go on acknowledging.
      process.kill(-primary.pid, 'SIGKILL');
    },
    async promote() {
      await withClient(standby.url, (client) => client.query('select pg_promote(true, 60)'));
    },
    async stop() {
      await Promise.all([primary.stop(), standby.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
