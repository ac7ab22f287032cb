/** `reclave upkeep` as a timer runs it: it works as the owner, says what it did, and says so to nobody twice. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, it } from 'node:test';
import { openWorld, type TestWorld, testKeys } from '../world.ts';

const program = join(import.meta.dirname, '../../src/cli/reclave.ts');
const folder = mkdtempSync(join(tmpdir(), 'reclave-upkeep-'));
let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(async () => {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
});

function upkeep(...words: string[]): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env.PATH,
    DATABASE_URL: world.databaseUrl,
    RECLAVE_KEYS: testKeys,
    RECLAVE_DATA: folder,
    RECLAVE_INSTITUTION: 'ceibo',
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'upkeep', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: `${stdout}${stderr}` }),
    );
  });
}

const runs = async (): Promise<number> =>
  (await world.sql("select from audit where event = 'upkeep-ran' and actor = 'operator'")).length;

it('only says what would go on a dry run, and is noted when it was done (LP-02)', async () => {
  await world.sql(`insert into sessions (id_hash, account_id, portal, began, seen)
    select '\\x01', min(id), 'portal', now() - interval '500 days', now() - interval '500 days' from accounts`);
  const dry = await upkeep('--dry-run');
  assert.equal(dry.code, 0, dry.out);
  assert.match(dry.out, /Would have dropped nothing\n[\s\S]*Would have forgotten 1 sessions\n/);
  assert.equal(await runs(), 0);
  const done = await upkeep();
  assert.equal(done.code, 0, done.out);
  assert.match(done.out, /^Made [\s\S]*Dropped nothing\n[\s\S]*Forgot 1 sessions\n/);
  assert.equal(await runs(), 1);
});
