/** Statements written down before, replayed by pgbench with the values they had: a database and nothing around it. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Parameter } from '../../src/store/database.ts';
import type { Stand } from '../stand/stand.ts';
import { findPgbench, quoted } from './pgbench.ts';
import type { Asked } from './record.ts';

function textOf(value: Exclude<Parameter, null>): string {
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`;
  if (Array.isArray(value))
    return `{${value.map((one) => `"${textOf(one).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
  return String(value);
}

const literal = (value: Parameter): string => (value === null ? 'null' : quoted(textOf(value)));

/** Commits of counters do not wait for the disk in the product, and do not here. */
const lax = (text: string): string =>
  text.replace(/returning (?=counted)/, "returning set_config('synchronous_commit', 'off', true), ");

/** One session: everything prepared once, then asked in turn. */
function scriptOf(walks: readonly (readonly Asked[])[]): string {
  const prepared = new Map<string, string>();
  const lines: string[] = [];
  for (const asked of walks.flat()) {
    if (typeof asked === 'string') lines.push(`${asked};`);
    else {
      const name = `"${asked.name}"`;
      const text = lax(asked.text).replace(/\s+/g, ' ');
      prepared.set(
        asked.name,
        `prepare ${name} as ${text.replace(/'([\w-]*:[^']*)'/g, (_, inner: string) => quoted(inner))};`,
      );
      const values = asked.parameters.map(literal).join(', ');
      lines.push(`execute ${name}${values && `(${values})`};`);
    }
  }
  return `${[...prepared.values(), ...lines].join('\n')}\n`;
}

/** Replays walks in so many sessions at once; gives walks per second. Nothing when there is no pgbench. */
export async function replay(
  stand: Stand,
  sessions: number,
  walks: readonly (readonly Asked[])[],
): Promise<number | undefined> {
  const program = findPgbench(stand);
  if (!program) return undefined;
  const files = Array.from({ length: sessions }, (_, session) => {
    const file = join(stand.folder, `replay-${session}.sql`);
    writeFileSync(file, scriptOf(walks.filter((_, turn) => turn % sessions === session)));
    return file;
  });
  const where = [
    '-h',
    new URL(stand.database.url).searchParams.get('host') ?? '',
    '-p',
    '5432',
    '-U',
    'reclave',
  ];
  const start = performance.now();
  await Promise.all(
    files.map((file) =>
      promisify(execFile)(program, [
        '-n',
        '-M',
        'simple',
        '-c',
        '1',
        '-t',
        '1',
        '-f',
        file,
        ...where,
        'reclave',
      ]),
    ),
  );
  return walks.length / ((performance.now() - start) / 1000);
}
