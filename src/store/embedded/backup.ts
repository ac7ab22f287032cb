/**
 * A copy of the embedded PostgreSQL taken while it works, by its low level API (manual, "Continuous Archiving"), and a new one
 * made from such a copy. What npm brings has no pg_basebackup.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../lib/fault.ts';
import { newestCheckpoint } from '../audit/checkpoints.ts';
import { type Db, type Runner, statement } from '../database.ts';
import { migratedTo } from '../migrate.ts';
import { give } from './account.ts';
import { copyTree, listBelow } from './copy.ts';
import { type Home, prepareHome } from './files.ts';
import { checkMadeFor, checkRoom } from './fit.ts';
import { claim } from './owner.ts';

/** What stands beside the copied files, written last: a folder without it is no backup. */
type Manifest = {
  readonly form: typeof form;
  /** The newest batch of the log that was sealed. */
  readonly sealedTo: number;
  /** The newest migration. Earlier backups do not say it. */
  readonly schema?: number;
  /** SHA-256 of each file. */
  readonly files: Readonly<Record<string, string>>;
};

const form = 'reclave backup 1';
const manifestName = 'backup.json';

/** What a server writes anew or must not find: the manual names each. */
const leftOut =
  /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)\/|^postmaster\.|(^|\/)pgsql_tmp/;

const dataFolder = statement<{ folder: string }>(
  'data-folder',
  `select current_setting('data_directory') as folder`,
);
// Gone with the connection. Without it the log of the time of copying may be recycled before it is copied.
const holdLog = statement(
  'hold-wal',
  `select pg_create_physical_replication_slot('reclave_backup_' || pg_backend_pid(), true, true)`,
);
const start = statement('start-backup', `select pg_backup_start('reclave', true)`);
const stop = statement<{ label: string; last: string }>(
  'stop-backup',
  'select labelfile as label, pg_walfile_name(lsn) as last from pg_backup_stop(false)',
);

/** Copies the data folder into an empty one. `db` has one connection, of the owner: the backup is the connection's. */
export async function backUp(db: Db, to: string): Promise<{ files: number; sealedTo: number }> {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  if (readdirSync(to).length > 0) throw new Fault('directory-in-use', `${to} is not empty`);
  const data = join(to, 'data');
  mkdirSync(data, { mode: 0o700 });
  const sealedTo = (await newestCheckpoint(db))?.batch ?? 0;
  const digests = await db.transaction((tx) => copyRunning(tx, data));
  const schema = await migratedTo(db);
  const manifest: Manifest = { form, sealedTo, schema, files: Object.fromEntries(digests) };
  writeFileSync(join(to, manifestName), `${JSON.stringify(manifest)}\n`, { mode: 0o600, flush: true });
  return { files: digests.size, sealedTo };
}

async function copyRunning(tx: Runner, to: string): Promise<Map<string, string>> {
  const folder = (await tx.run(dataFolder))[0]?.folder ?? '';
  await tx.run(holdLog);
  await tx.run(start);
  const { folders, files } = await listBelow(folder);
  const kept = {
    folders: folders.filter((one) => !leftOut.test(one)),
    files: files.filter((one) => !leftOut.test(one)),
  };
  const digests = await copyTree(folder, to, kept);
  const [stopped] = await tx.run(stop);
  const first = /^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)/.exec(stopped?.label ?? '')?.[1];
  if (!stopped || first === undefined) throw new TypeError('PostgreSQL gave no label of the backup');
  const log = (await listBelow(join(folder, 'pg_wal'))).files
    .filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= stopped.last)
    .map((name) => join('pg_wal', name));
  if (log.length === 0) throw new TypeError('The log of the time of copying is not there');
  for (const [file, digest] of await copyTree(folder, to, { folders: [], files: log }))
    digests.set(file, digest);
  const label = Buffer.from(stopped.label);
  writeFileSync(join(to, 'backup_label'), label, { mode: 0o600, flush: true });
  return digests.set('backup_label', createHash('sha256').update(label).digest('hex'));
}

function readManifest(from: string): Manifest {
  const file = join(from, manifestName);
  if (!existsSync(file)) throw new Fault('data-malformed', `${from} is no backup, or one that was cut off`);
  const manifest: Manifest = JSON.parse(readFileSync(file, 'utf8'));
  if (manifest.form !== form) throw new Fault('data-malformed', `${file} is of another version`);
  return manifest;
}

/**
 * Makes the PostgreSQL of a folder from a backup; it starts as after a crash, from where the copying ended. Refuses a place that
 * has data or too little room, and a backup that is not as it was written or not for this program.
 */
export async function restore(from: string, directory: string): Promise<{ files: number; sealedTo: number }> {
  const manifest = readManifest(from);
  const data = join(from, 'data');
  checkMadeFor(data, manifest);
  const home = prepareHome(directory);
  const release = claim(home.folder, '');
  try {
    if (existsSync(home.data)) throw new Fault('directory-in-use', `${home.data} has data already`);
    await bring(data, home, manifest);
  } finally {
    release();
  }
  return { files: Object.keys(manifest.files).length, sealedTo: manifest.sealedTo };
}

async function bring(from: string, home: Home, { files }: Manifest): Promise<void> {
  const found = await listBelow(from);
  await checkRoom(from, found.files, home.folder);
  const fresh = join(home.folder, 'fresh');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  const digests = await copyTree(from, fresh, found);
  const wrong = [...new Set([...Object.keys(files), ...digests.keys()])].filter(
    (file) => digests.get(file) !== files[file],
  );
  if (wrong[0] !== undefined) {
    rmSync(fresh, { recursive: true, force: true });
    throw new Fault('data-malformed', `The backup is not as it was written: ${wrong[0]}`);
  }
  for (const place of ['', ...found.folders, ...found.files]) give(join(fresh, place), home.account);
  renameSync(fresh, home.data);
}
