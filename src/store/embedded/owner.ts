import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Which process an embedded PostgreSQL belongs to. `birth` tells a process from a later one with the same number. */
type Owner = { readonly pid: number; readonly birth: string; readonly url: string };

/** Another live process owns the database. Its `url` works for whoever runs as the same user. */
export class Owned extends Error {
  readonly url: string;
  readonly pid: number;
  constructor(folder: string, owner: Owner) {
    super(
      `The database in ${folder} is in use by process ${owner.pid}. Stop it first, or use another folder.`,
    );
    this.name = 'Owned';
    this.url = owner.url;
    this.pid = owner.pid;
  }
}

/** When a process started, in whatever words the system has for it; undefined when there is no such process. */
function birthOf(pid: number): string | undefined {
  try {
    // After the name, which stands in parentheses and may hold anything, the 20th field is the start in ticks.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' ? undefined : `${bootId()} ${fields[19]}`;
  } catch {
    if (process.platform === 'linux') return undefined;
  }
  const { status, stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() || undefined : undefined;
}

const bootId = (): string => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

function readOwner(file: string): Owner | undefined {
  try {
    const owner: Owner = JSON.parse(readFileSync(file, 'utf8'));
    return owner;
  } catch {
    return undefined;
  }
}

const isLive = (owner: Owner): boolean => birthOf(owner.pid) === owner.birth;

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** Puts the file there whole, or not at all when one is there already. */
function place(draft: string, file: string): boolean {
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function moveAside(file: string, aside: string): void {
  try {
    renameSync(file, aside);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return;
    throw error;
  }
  const moved = readOwner(aside);
  if (moved && isLive(moved)) place(aside, file);
  rmSync(aside, { force: true });
}

/**
 * Makes this process the owner of a folder, or throws `Owned`. A dead owner's file is moved aside rather than
 * removed, so that of two processes which both find it dead, one sees that it moved the other's and gives it back.
 */
export function claim(folder: string, url: string): () => void {
  const file = join(folder, 'owner.json');
  const draft = join(folder, `owner.${process.pid}.json`);
  const owner: Owner = { pid: process.pid, birth: birthOf(process.pid) ?? '', url };
  writeFileSync(draft, `${JSON.stringify(owner)}\n`, { mode: 0o600 });
  try {
    while (!place(draft, file)) {
      const found = readOwner(file);
      if (found && isLive(found)) throw new Owned(folder, found);
      moveAside(file, `${draft}.old`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readOwner(file)?.pid === process.pid) rmSync(file, { force: true });
  };
}
