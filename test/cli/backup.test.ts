/** `reclave backup` and `reclave restore`: where a copy may go, and where it may come back. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statfsSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, it, mock } from 'node:test';
import { Command } from 'commander';
import { backupCommands } from '../../src/cli/backup.ts';
import { sha256 } from '../../src/lib/digest.ts';
import { openDatabase } from '../../src/store/database.ts';
import { restore } from '../../src/store/embedded/backup.ts';
import { type Embedded, startEmbedded } from '../../src/store/embedded/embedded.ts';
import { migrate } from '../../src/store/migrate.ts';
import { testConfig } from '../world.ts';

const folder = mkdtempSync(join(tmpdir(), 'reclave-backup-'));
const { databaseUrl: _, ...config } = testConfig('none', folder);
const database = join(folder, 'postgres');
const beside = join(folder, 'postgres-copy');

let embedded: Embedded;
before(async () => {
  // As root, PostgreSQL runs as another user, who has to pass through.
  chmodSync(folder, 0o711);
  embedded = await startEmbedded({ directory: database, settings: { fsync: 'off' } });
  const db = openDatabase(embedded.url, 1);
  await migrate(db);
  await db.close();
});
afterEach(() => {
  process.exitCode = 0;
});
after(async () => {
  await embedded.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command said, and the exit code it leaves. */
async function type(...words: string[]): Promise<{ code: unknown; out: string }> {
  const said: string[] = [];
  const hear = (text: unknown) => void said.push(String(text));
  const ears = [mock.method(console, 'log', hear), mock.method(console, 'error', hear)];
  try {
    const program = new Command();
    backupCommands(program, () => config);
    await program.parseAsync(words, { from: 'user' });
    return { code: process.exitCode, out: said.join('\n') };
  } finally {
    for (const ear of ears) ear.mock.restore();
  }
}

it('copies beside the database, and not into it (ATK-52)', async () => {
  const inside = await type('backup', join(database, 'copy'));
  assert.deepEqual([inside.code, /inside the database/.test(inside.out)], [1, true], inside.out);
  process.exitCode = 0;
  const { code, out } = await type('backup', beside);
  assert.equal(code, 0, out);
  assert.ok(existsSync(join(beside, 'backup.json')));
});

it('brings nothing back over a database that is in use, and says so (ATK-52)', async () => {
  const { code, out } = await type('restore', beside);
  assert.deepEqual([code, /is in use by process/.test(out)], [1, true], out);
});

it('says in words what cannot come back here, before anything is made: another PostgreSQL, a later program, no room (ATK-52)', async () => {
  const fresh = join(folder, 'fresh');
  const version = join(beside, 'data/PG_VERSION');
  const manifest = join(beside, 'backup.json');
  const [wasVersion, wasManifest] = [readFileSync(version), readFileSync(manifest, 'utf8')];
  const digests = [wasVersion, '15\n'].map((bytes) => sha256(bytes).toString('hex'));
  writeFileSync(version, '15\n');
  await assert.rejects(restore(beside, join(folder, 'damaged')), /not as it was written: PG_VERSION/);
  writeFileSync(manifest, wasManifest.replace(digests[0] ?? '', digests[1] ?? ''));
  await assert.rejects(restore(beside, fresh), /is of PostgreSQL 15, and this program brings \d+\.\d+/);
  writeFileSync(version, wasVersion);
  writeFileSync(manifest, wasManifest.replace(/"schema":\d+/, '"schema":9999'));
  await assert.rejects(restore(beside, fresh), /has migration 9999, and this one knows \d+/);
  assert.equal(existsSync(fresh), false);

  writeFileSync(manifest, wasManifest.replace(/"schema":\d+,/, ''));
  const { blocks, bsize } = statfsSync(folder);
  const large = join(beside, 'data/large');
  writeFileSync(large, '');
  // As large as the whole disk, and without a block on it.
  truncateSync(large, blocks * bsize);
  await assert.rejects(restore(beside, fresh), /The backup needs \d+ MB, and \S+ has \d+ MB left/);
  assert.equal(existsSync(join(fresh, 'fresh')) || existsSync(join(fresh, 'data')), false);
  rmSync(large);
  assert.ok((await restore(beside, fresh)).files > 0, 'an earlier backup says nothing of its schema');
});
