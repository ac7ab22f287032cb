import { spawnSync } from 'node:child_process';
import { lchownSync, lstatSync } from 'node:fs';
import { userInfo } from 'node:os';

/** The system user PostgreSQL runs as. `drop` is what a child process needs to become it; absent when it is us. */
export type Account = {
  readonly name: string;
  readonly uid: number;
  readonly drop?: { readonly uid: number; readonly gid: number };
};

/** PostgreSQL refuses to run as root, so root lends it another user: the usual one, or one made for it. */
const usual = 'postgres';
const made = 'reclave';

const ask = (...question: string[]): string | undefined => {
  const { status, stdout } = spawnSync('id', question, { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

function accountOf(who: string): Account | undefined {
  const uid = Number(ask('-u', who));
  const gid = Number(ask('-g', who));
  const name = ask('-un', who);
  return uid > 0 && gid >= 0 && name ? { name, uid, drop: { uid, gid } } : undefined;
}

function makeAccount(): Account | undefined {
  const bare = ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/usr/sbin/nologin'];
  const path = '/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin';
  spawnSync('useradd', ['--system', '--user-group', ...bare, made], { env: { PATH: path } });
  return accountOf(made);
}

/** Uid of who owns a file or folder, or undefined when there is none. */
export const ownerOf = (path: string): number | undefined => lstatSync(path, { throwIfNoEntry: false })?.uid;

/** Finds the user to run PostgreSQL as. As root: who owns the data already there, else a lent user. */
export function serverAccount(data: string): Account {
  const self = userInfo();
  if (self.uid !== 0) return { name: self.username, uid: self.uid };
  const owner = ownerOf(data);
  const account =
    (owner ? accountOf(String(owner)) : undefined) ?? accountOf(usual) ?? accountOf(made) ?? makeAccount();
  if (account) return account;
  throw new Error(
    'PostgreSQL does not run as root, and no user could be made for it. ' +
      `Start Reclave as another user, or make a system user named "${made}", or set DATABASE_URL.`,
  );
}

/** Gives a file or folder to the server's user; nothing to do when that is us. */
export function give(path: string, { drop }: Account): void {
  if (drop) lchownSync(path, drop.uid, drop.gid);
}

/**
 * Tells whether the server's user can enter a folder. That user asks the kernel,
 * since the answer depends on each folder above, on access lists and on mounts.
 */
export function canEnter(folder: string, { drop }: Account): boolean {
  if (!drop) return true;
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...drop, cwd: '/', stdio: 'ignore' }).status === 0;
}
