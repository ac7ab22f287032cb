import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Home } from './files.ts';

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
export function clearRemains(home: Home, bin: string, socket: string): void {
  stopOrphan(home, bin);
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
