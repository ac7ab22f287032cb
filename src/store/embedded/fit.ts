import { existsSync, readFileSync, statfsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../lib/digest.ts';
import { Fault } from '../../lib/fault.ts';
import { newestMigration } from '../migrate.ts';
import { programsVersion } from './files.ts';

/** Refuses data of another PostgreSQL than ours, which would not start on it, and of a later program. */
export function checkMadeFor(
  data: string,
  { schema, files }: { readonly schema?: number; readonly files: Readonly<Record<string, string>> },
): void {
  const name = 'PG_VERSION';
  const bytes = existsSync(join(data, name)) ? readFileSync(join(data, name)) : Buffer.of();
  // A file that is not as it was written says nothing; the copying finds it out.
  const version = sha256(bytes).toString('hex') === files[name] ? bytes.toString().trim() : undefined;
  const own = programsVersion();
  if (version !== undefined && own.split('.')[0] !== version)
    throw new Fault(
      'data-malformed',
      `The backup is of PostgreSQL ${version}, and this program brings ${own}: restore it with the program that wrote it`,
    );
  if (schema !== undefined && schema > newestMigration())
    throw new Fault(
      'schema-too-new',
      `The backup is of a later program: it has migration ${schema}, and this one knows ${newestMigration()}`,
    );
}

const megabyte = 1_000_000;

/** Refuses to begin a copy for which a folder's disk has no room. */
export async function checkRoom(data: string, files: readonly string[], folder: string): Promise<void> {
  let needed = 0;
  for (const file of files) needed += (await stat(join(data, file))).size;
  const { bavail, bsize } = statfsSync(folder);
  if (needed > bavail * bsize)
    throw new TypeError(
      `The backup needs ${Math.ceil(needed / megabyte)} MB, and ${folder} has ${Math.floor((bavail * bsize) / megabyte)} MB left`,
    );
}
