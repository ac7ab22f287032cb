import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Home } from './files.ts';

const workerSeconds = 10;

/** What the server's own note `postmaster.pid` says: its process, and whether it takes connections yet, be it as a standby. */
export function noteOf(data: string): { readonly pid: number; readonly ready: boolean } | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return pid > 0 ? { pid, ready: /^(ready|standby)$/.test(lines[7]?.trim() ?? '') } : undefined;
  } catch {
    return undefined;
  }
}

/** True when that process is a PostgreSQL working in that folder, and not a later process with its number. */
function servesFolder(pid: number, data: string): boolean {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout.includes('postgres') && stdout.includes(data);
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === data;
  } catch {
    return false;
  }
}

/** The processes of a PostgreSQL that work in that folder, on Linux; elsewhere none can be told. */
function workersIn(data: string): number[] {
  if (!existsSync('/proc/self/cwd')) return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => servesFolder(pid, data) && isPostgres(pid));
}

/** Others stand in that folder too, such as the shell of who looks at it. */
function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres';
  } catch {
    return false;
  }
}

/**
 * Ends what outlives a server that was killed outright: its processes hold its shared memory
 * until each has noticed, and PostgreSQL rightly starts no other in that folder before.
 */
async function endWorkers(data: string): Promise<void> {
  for (let waited = 0; waited < workerSeconds * 1000; waited += 20) {
    const left = workersIn(data);
    if (left.length === 0) return;
    for (const pid of left) killIfThere(pid);
    await wait(20);
  }
  throw new Error('Processes left over from an earlier PostgreSQL do not end.');
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Stops the server of a folder and waits for it; `fast` ends sessions, `immediate` is for one that hangs. */
export function stopServer(home: Home, bin: string, mode: 'fast' | 'immediate', seconds = 30): boolean {
  const args = ['stop', '-D', home.data, '-m', mode, '-w', '-s', '-t', String(seconds)];
  const { status } = spawnSync(join(bin, 'pg_ctl'), args, {
    ...home.account.drop,
    cwd: '/',
    stdio: 'ignore',
  });
  return status === 0;
}

/**
 * Clears what a killed parent left behind. Call it as the owner of the folder only:
 * then a server that still runs there is an orphan, and two must never write to one folder.
 */
export async function clearRemains(home: Home, bin: string, socket: string): Promise<void> {
  stopOrphan(home, bin);
  await endWorkers(home.data);
  // The socket's own note names a process too, and is trusted as blindly.
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socket, name), { force: true });
}

function stopOrphan(home: Home, bin: string): void {
  const note = noteOf(home.data);
  if (!note) return;
  if (!servesFolder(note.pid, home.data)) {
    // PostgreSQL trusts the number alone, and would not start while any process of its user bears it.
    rmSync(join(home.data, 'postmaster.pid'), { force: true });
    return;
  }
  if (stopServer(home, bin, 'fast') || stopServer(home, bin, 'immediate')) return;
  if (servesFolder(note.pid, home.data)) {
    throw new Error(`A PostgreSQL left over from an earlier run (process ${note.pid}) does not stop.`);
  }
}
