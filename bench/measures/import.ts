/** How fast a people file comes in: beside a bare COPY of the same bytes, a COPY of the rows it becomes, and brought again. */
import { fork } from 'node:child_process';
import { createReadStream, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { copyKept } from '../floors/kept-copy.ts';
import { writePeopleFile } from '../stand/people-file.ts';
import type { Stand } from '../stand/stand.ts';
import { rounded, type Section } from '../table.ts';

/** Asked for; a bare COPY seals nothing, hashes nothing and keeps no index. */
const leastShare = 0.4;
const sampleEvery = 250;

const seconds = (from: number): number => (performance.now() - from) / 1000;

/** What the database alone needs for these bytes, with no index. */
async function bareCopy({ database }: Stand, path: string): Promise<number> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    await client.query(`create table bare (identifier text, number text, first_name text, last_name text, email text,
      phone text, birth text, language text)`);
    const start = performance.now();
    const rows = client.query(copyFrom('copy bare from stdin (format csv, header)'));
    await pipeline(createReadStream(path, { highWaterMark: 512 * 1024 }), rows);
    return seconds(start);
  } finally {
    await client.query('drop table bare');
    await client.end();
  }
}

/** Resident memory of a process in MB; 0 where the system does not tell. */
function residentOf(pid: number | undefined): number {
  try {
    const [, kilobytes = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

type Run = { readonly took: number; readonly memory: readonly number[] };

/** The command an operator types, beside the server that serves. */
async function importOnce({ environment }: Stand, path: string): Promise<Run> {
  const start = performance.now();
  const command = join(import.meta.dirname, '../../src/cli/reclave.ts');
  const child = fork(command, ['import', '--from-start', path], { env: environment, stdio: 'inherit' });
  const memory: number[] = [];
  const sampling = setInterval(() => memory.push(residentOf(child.pid)), sampleEvery);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  clearInterval(sampling);
  if (code !== 0) throw new Error(`The import ended with ${code}`);
  return { took: seconds(start), memory };
}

/** The most of the first and of the last quarter of the run: what grows with the file shows between them. */
function growth(memory: readonly number[]): { readonly early: number; readonly late: number } {
  const quarter = Math.ceil(memory.length / 4);
  return {
    early: Math.max(0, ...memory.slice(quarter, 2 * quarter)),
    late: Math.max(0, ...memory.slice(-quarter)),
  };
}

export async function bringPeople(stand: Stand): Promise<Section> {
  const { folder } = stand;
  const { rows } = stand.sizes;
  const path = join(folder, 'people.csv');
  await writePeopleFile(path, rows);
  const megabytes = statSync(path).size / 1e6;
  const bare = await bareCopy(stand, path);
  const first = await importOnce(stand, path);
  const kept = await copyKept(stand, rows);
  const again = await importOnce(stand, path);
  rmSync(path);
  const share = bare / first.took;
  const { early, late } = growth(first.memory);
  const rate = (took: number): string =>
    `${rounded(rows / took, 0)} rows/s, ${rounded(megabytes / took)} MB/s`;
  return {
    title: `import: ${rows} people, ${rounded(megabytes)} MB, start of the command included`,
    rows: [
      { what: 'bare COPY into a plain table', found: rate(bare) },
      { what: 'COPY of the rows it becomes, indexed', found: `${rounded(rows / kept, 0)} rows/s` },
      { what: 'import, everybody new', found: rate(first.took) },
      { what: 'import again, nothing changed', found: rate(again.took) },
      {
        what: 'share of the bare COPY',
        found: rounded(share, 3),
        beside: `at least ${leastShare}`,
        holds: share >= leastShare,
      },
      { what: 'share of the COPY of the rows it becomes', found: rounded(kept / first.took, 2) },
      { what: 'peak memory', found: `${rounded(Math.max(0, ...first.memory), 0)} MB` },
      {
        what: 'peak memory of the second and of the last quarter',
        found: `${rounded(early, 0)} and ${rounded(late, 0)} MB`,
      },
    ],
  };
}
