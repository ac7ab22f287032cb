/**
 * The embedded PostgreSQL: a real one, as a child process, for whoever has set no DATABASE_URL.
 * It listens on a socket in a folder of its own and on no network; it ends with the process that started it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { serverEnvironment, writeAccess, writeData } from './data.ts';
import { type Home, prepareHome, programs, socketFolder } from './files.ts';
import { clearRemains, noteOf, stopServer } from './orphan.ts';
import { claim, Owned } from './owner.ts';
import { usual } from './settings.ts';

export type Embedded = {
  /** For node-postgres and for libpq alike. It holds no password: the kernel tells the server who asks. */
  readonly url: string;
  readonly pid: number;
  /** Folder of the server's programs. */
  readonly bin: string;
  stop(): Promise<void>;
};

type Options = { readonly directory: string; readonly settings?: Readonly<Record<string, string>> };

const database = 'reclave';
const startSeconds = 60;
const stopSeconds = 30;
const largestLog = 5_000_000;

const urlOf = (socket: string, name: string): string =>
  `postgres:///${name}?host=${encodeURIComponent(socket)}&port=5432&user=reclave`;

/** Opens the server's log for adding to; the one before is kept when it has grown large. */
function openLog(file: string): number {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLog) renameSync(file, `${file}.old`);
  return openSync(
    file,
    constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW,
    0o600,
  );
}

function spawnServer(home: Home, bin: string, settings: Readonly<Record<string, string>>): ChildProcess {
  const log = openLog(join(home.folder, 'server.log'));
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  try {
    return spawn(join(bin, 'postgres'), ['-D', home.data, ...flags], {
      ...home.account.drop,
      cwd: '/',
      env: serverEnvironment,
      stdio: ['ignore', log, log],
      // A group of its own: Ctrl+C in a terminal must reach us only, who close it after the last answer.
      detached: true,
    });
  } finally {
    closeSync(log);
  }
}

async function untilReady(child: ChildProcess, home: Home): Promise<number> {
  let failure: Error | undefined;
  child.on('error', (error) => {
    failure = error;
  });
  let note = noteOf(home.data);
  // One that has begun is left to it: after a power cut it replays what was written, and whoever cuts that off has it begin anew.
  for (let waited = 0; waited < startSeconds * 1000 || note?.pid === child.pid; waited += 10) {
    if (note?.ready && note.pid === child.pid) return note.pid;
    if (failure || child.exitCode !== null || child.signalCode !== null) break;
    await wait(10);
    note = noteOf(home.data);
  }
  child.kill('SIGQUIT');
  const log = readFileSync(join(home.folder, 'server.log'), 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new Error(`The embedded PostgreSQL did not start:\n${log}`, { cause: failure });
}

/** A start may be cut off between making the server and making the database, hence a look each time. */
async function ensureDatabase(socket: string): Promise<void> {
  const client = new Client({ connectionString: urlOf(socket, 'postgres') });
  await client.connect();
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), stopSeconds * 1000);
  await ended;
  clearTimeout(timer);
}

/**
 * Sees to it that the server ends with us. A signal is left to whoever else listens for it:
 * the program that drains its work first calls `stop` itself.
 */
function endTogether(stopNow: () => void): () => void {
  const onSignal = (signal: NodeJS.Signals) => {
    if (process.listenerCount(signal) > 1) return;
    stopNow();
    forget();
    process.kill(process.pid, signal);
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  process.on('exit', stopNow);
  for (const signal of signals) process.on(signal, onSignal);
  const forget = () => {
    process.off('exit', stopNow);
    for (const signal of signals) process.off(signal, onSignal);
  };
  return forget;
}

async function run(
  home: Home,
  bin: string,
  socket: string,
  options: Options,
  release: () => void,
): Promise<Embedded> {
  const settings = { ...usual, unix_socket_directories: socket, ...options.settings };
  await clearRemains(home, bin, socket);
  if (!existsSync(home.data)) await writeData(home, bin, { sync: options.settings?.fsync !== 'off' });
  writeAccess(home);
  const child = spawnServer(home, bin, settings);
  const forget = endTogether(() => {
    if (child.exitCode === null && child.signalCode === null) stopServer(home, bin, 'fast', stopSeconds);
    release();
  });
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= stopChild(child).then(() => {
      forget();
      release();
    });
    return stopped;
  };
  try {
    const pid = await untilReady(child, home);
    await ensureDatabase(socket);
    child.unref();
    return { url: urlOf(socket, database), pid, bin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Starts the PostgreSQL of a folder, and makes it first when the folder is new.
 * Throws `Owned` when another live process has it; takes over when that process is dead.
 */
export async function startEmbedded(options: Options): Promise<Embedded> {
  const home = prepareHome(options.directory);
  const socket = socketFolder(home);
  const release = claim(home.folder, urlOf(socket, database));
  try {
    return await run(home, programs(home), socket, options, release);
  } catch (error) {
    release();
    throw error;
  }
}

/** The same; but beside the live process that has the folder, its PostgreSQL is used, and left running. */
export async function joinEmbedded(options: Options): Promise<Pick<Embedded, 'url' | 'stop'>> {
  try {
    return await startEmbedded(options);
  } catch (error) {
    if (!(error instanceof Owned)) throw error;
    return { url: error.url, stop: async () => undefined };
  }
}
