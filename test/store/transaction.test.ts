/** Transactions hand over what only writes and go on: whatever fails, nothing is kept and the caller knows. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { type Db, openDatabase, statement, write } from '../../src/store/database.ts';
import { sql, urlOfDatabase } from '../world.ts';

const name = `transactions_${process.pid}`;
let db: Db;
before(async () => {
  await sql(`create database ${name}`);
  db = openDatabase(urlOfDatabase(name), 2);
  await db.script('create table things (n int primary key)');
});
after(async () => {
  await db.close();
  await sql(`drop database ${name} with (force)`);
});

const put = write('put-thing', 'insert into things (n) values ($1)');
const all = statement<{ n: number }>('all-things', 'select n from things order by n');
const things = async (): Promise<number[]> => (await db.run(all)).map(({ n }) => n);
const coded = (code: string) => (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === code;

/** Counts what is sent to the database, and hands it on. */
async function openMeter(): Promise<{ url: string; taken(): number; close(): Promise<void> }> {
  const url = new URL(urlOfDatabase(name));
  const file = `.s.PGSQL.${url.searchParams.get('port')}`;
  const behind = join(url.searchParams.get('host') ?? '', file);
  const folder = mkdtempSync(join(tmpdir(), 'reclave-meter-'));
  let sent = 0;
  const server = createServer((client) => {
    const database = connect(behind);
    client.on('data', () => sent++);
    client.pipe(database).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(join(folder, file), resolve));
  url.searchParams.set('host', folder);
  return {
    url: url.href,
    taken() {
      const count = sent;
      sent = 0;
      return count;
    },
    async close() {
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true });
    },
  };
}

it('asks a machine that says nothing whether it is still there', async () => {
  const url = new URL(urlOfDatabase(name));
  const behind = join(url.searchParams.get('host') ?? '', `.s.PGSQL.${url.searchParams.get('port')}`);
  const server = createServer((client) => client.pipe(connect(behind)).pipe(client));
  const address = await new Promise<AddressInfo>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(server.address() as AddressInfo));
  });
  for (const [part, text] of Object.entries({ host: '127.0.0.1', port: String(address.port) }))
    url.searchParams.set(part, text);
  const far = openDatabase(url.href, 1);
  const listener = await far.listen('outbox', () => undefined);
  try {
    await far.run(all);
    const peer = address.port.toString(16).toUpperCase().padStart(4, '0');
    const sockets = readFileSync('/proc/net/tcp', 'utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , remote, state]) => remote?.endsWith(`:${peer}`) && state === '01');
    // Of the kernel's timers 02 is the one that asks (proc_net_tcp).
    assert.deepEqual(
      sockets.map(([, , , , , timer]) => timer?.slice(0, 2)),
      ['02', '02'],
    );
  } finally {
    await listener.stop();
    await far.close();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe('a transaction', () => {
  it('reads what it wrote without waiting for it', async () => {
    const seen = await db.transaction(async (tx) => {
      await tx.run(put, [1]);
      await tx.run(put, [2]);
      return tx.run(all);
    });
    assert.deepEqual(seen, [{ n: 1 }, { n: 2 }]);
    assert.deepEqual(await things(), [1, 2]);
  });

  it('keeps nothing and says why when a write failed that nobody waited for', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(put, [3]);
      await tx.run(put, [1]);
      await tx.run(put, [4]);
      return 'done';
    });
    await assert.rejects(work, coded('23505'));
    assert.deepEqual(await things(), [1, 2]);
  });

  it('names the first failure, and not what came of it', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(put, [1]);
      await tx.run(all);
    });
    await assert.rejects(work, coded('23505'));
  });

  it('is not kept by swallowing a failure', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(put, [5]);
      await tx.run(statement('divide', 'select 1 / 0')).catch(() => undefined);
    });
    await assert.rejects(work, coded('22012'));
    assert.deepEqual(await things(), [1, 2]);
  });

  it('keeps nothing when a write cannot even be handed over', async () => {
    const other = write('put-thing', 'insert into things (n) values ($1 + 100)');
    const work = db.transaction(async (tx) => {
      await tx.run(put, [6]);
      await tx.run(other, [6]);
    });
    await assert.rejects(work, /unique/);
    assert.deepEqual(await things(), [1, 2]);
  });

  it('keeps nothing when the work throws, with writes still under way', async () => {
    const work = db.transaction(async (tx) => {
      await tx.run(put, [7]);
      throw new TypeError('no');
    });
    await assert.rejects(work, /no/);
    assert.deepEqual(await things(), [1, 2]);
  });

  it('takes rows in bulk between writes, and the connection goes on', async () => {
    const signature = Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1');
    const row = Buffer.from([0, 1, 0, 0, 0, 4, 0, 0, 0, 9]);
    const rows = [Buffer.concat([signature, Buffer.alloc(8), row, Buffer.from([0xff, 0xff])])];
    const bulk = async (): Promise<void> =>
      db.transaction(async (tx) => {
        await tx.run(put, [8]);
        await tx.copy('copy things from stdin (format binary)', rows);
        await tx.run(put, [10]);
      });
    await bulk();
    assert.deepEqual(await things(), [1, 2, 8, 9, 10]);
    await assert.rejects(bulk(), coded('23505'));
    assert.deepEqual(await things(), [1, 2, 8, 9, 10]);
  });

  it('sends once for each time it waits, and once for the end', async (t) => {
    const meter = await openMeter();
    const metered = openDatabase(meter.url, 1);
    t.after(async () => {
      await metered.close();
      await meter.close();
    });
    await metered.run(all);
    meter.taken();
    await metered.transaction(async (tx) => {
      for (const n of [20, 21, 22]) await tx.run(put, [n]);
      await tx.run(all);
      for (const n of [23, 24]) await tx.run(put, [n]);
      const [first, second] = await Promise.all([tx.run(all), tx.run(all)]);
      assert.deepEqual(first, second);
      await tx.run(put, [25]);
    });
    assert.equal(meter.taken(), 3);
  });
});
