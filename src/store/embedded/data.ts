import { execFile } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { give } from './account.ts';
import type { Home } from './files.ts';

/** All a server needs to know of the world; whatever `PG...` variables stand around are not its business. */
export const serverEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;

/**
 * Makes the data folder beside its place and then moves it there: a start cut off half-way leaves none.
 * The built-in locale sorts and folds case alike on every system, so that a restored dump keeps its indexes.
 */
export async function writeData(home: Home, bin: string, { sync }: { sync: boolean }): Promise<void> {
  const fresh = join(home.folder, 'fresh');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  give(fresh, home.account);
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const access = ['--username=reclave', '--auth=peer'];
  const args = ['-D', fresh, ...locale, ...access, '--data-checksums', ...(sync ? [] : ['--no-sync'])];
  try {
    const where = { ...home.account.drop, cwd: '/', env: serverEnvironment };
    await promisify(execFile)(join(bin, 'initdb'), args, where);
  } catch (cause) {
    throw new Error(`The embedded PostgreSQL could not be made in ${home.folder}.`, { cause });
  }
  renameSync(fresh, home.data);
}

/**
 * Says who may connect: the user Reclave runs as and the server's own, as any role, by the socket alone.
 * The kernel names the caller, so there is no password to keep. Written at each start, as Reclave's user may change.
 */
export function writeAccess({ data, account }: Home): void {
  const users = new Set([userInfo().username, account.name]);
  const lines = {
    'pg_hba.conf': ['local all all peer map=reclave'],
    'pg_ident.conf': [...users].map((user) => `reclave "${user}" all`),
  };
  for (const [name, content] of Object.entries(lines)) {
    const file = join(data, name);
    // Made anew: the server's user owns this folder and must not lead a write of root's elsewhere by a link.
    rmSync(file, { force: true });
    writeFileSync(file, `# Written by Reclave at each start.\n${content.join('\n')}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    give(file, account);
  }
}
