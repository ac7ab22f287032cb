/** What the kernel tells of a process: its time and its memory. Linux only; elsewhere there is nothing to read. */
import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ of every Linux there is. */
const ticksPerSecond = 100;

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // It ended between the listing and the reading, or there is no /proc.
    return '';
  }
}

/** The fields after the name, which may hold spaces itself: state, parent, ... */
const fieldsOf = (pid: number | string): string[] =>
  read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, '')
    .split(' ');

const millisecondsIn = (fields: readonly string[], places: readonly number[]): number =>
  (places.reduce((sum, place) => sum + Number(fields[place] ?? 0), 0) * 1000) / ticksPerSecond;

const own = [11, 12];
const ownAndEnded = [11, 12, 13, 14];

/** Milliseconds of processor time one process took so far. */
export const cpuOf = (pid: number): number => millisecondsIn(fieldsOf(pid), own);

/** The same of a process and of all the children it has or had: PostgreSQL is one process per connection. */
export function cpuOfFamily(pid: number): number {
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(fieldsOf)
    .filter(([, parent]) => parent === String(pid));
  const theirs = children.reduce((sum, fields) => sum + millisecondsIn(fields, ownAndEnded), 0);
  return millisecondsIn(fieldsOf(pid), ownAndEnded) + theirs;
}

const megabytes = (text: string, name: string): number =>
  Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) / 1024;

/** Resident memory: all pages, and its fair share of those it shares with others. */
export const memoryOf = (pid: number): { rss: number; pss: number } => ({
  rss: megabytes(read(`/proc/${pid}/status`), 'VmRSS'),
  pss: megabytes(read(`/proc/${pid}/smaps_rollup`), 'Pss'),
});
