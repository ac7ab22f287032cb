/** `reclave audit`: the log leaves the house and is proven elsewhere, without a database. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { auditLines } from '../../src/actions/audit/export.ts';
import { proveRow } from '../../src/actions/audit/prove.ts';
import { readKey, verifyFile } from '../../src/cli/audit-file.ts';
import type { Line } from '../../src/rules/audit/line.ts';
import { openLog, sealed, write } from '../audit/log.ts';
import { type TestWorld, testKeys } from '../world.ts';

let log: TestWorld;
const folder = mkdtempSync(join(tmpdir(), 'reclave-audit-'));
const program = join(import.meta.dirname, '../../src/cli/reclave.ts');

before(async () => {
  log = await openLog();
  // The command has no clock but the machine's.
  log.clock.move(Date.now() - log.clock.now().getTime() - 60 * 60_000);
  await sealed(log, 5, 1, 8);
  await write(log, 2);
});
after(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

const textOf = (lines: readonly Line[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

const exported = (span = {}): Promise<Line[]> => Array.fromAsync(auditLines(log.world, span));

/** The command as an operator types it; without a database when none is given. */
function reclave(given: { database?: string }, ...words: string[]): Promise<{ code: number; out: string }> {
  const env = {
    PATH: process.env.PATH,
    RECLAVE_DATA: folder,
    ...(given.database && { DATABASE_URL: given.database, RECLAVE_KEYS: testKeys }),
  };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, 'audit', ...words], { env }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), out: `${stdout}${stderr}` }),
    );
  });
}

describe('the commands of the log', () => {
  it('export, key, prove and verify fit together, and verify needs no database', async () => {
    const database = log.databaseUrl;
    const { out: key } = await reclave({ database }, 'key');
    assert.deepEqual(readKey(key), log.world.keys.auditKeys[0]);
    const { out: text } = await reclave({ database }, 'export');
    const file = fileOf('export.jsonl', text);
    const verified = await reclave({}, 'verify', file, '--key', key.trim());
    assert.match(verified.out, /^Whole: 14 rows in batches 1 to 3; 3 rows have no seal yet\n/);
    assert.equal(verified.code, 0);
    const { out: proof } = await reclave({ database }, 'prove', '6');
    const proven = await reclave({}, 'verify', fileOf('proof.json', proof), '--key', key.trim());
    assert.deepEqual(proven, { code: 0, out: 'Whole: row 6 is in batch 2\n' });
    const broken = fileOf('broken.jsonl', text.replace('"event":"number-given"', '"event":"signed-in"'));
    const refused = await reclave({}, 'verify', broken, '--key', key.trim());
    assert.equal(refused.code, 1);
    assert.match(refused.out, /^row 1: it is not what was sealed\n/);
    const live = await reclave({ database }, 'verify');
    assert.equal(live.code, 0, live.out);
  });

  it('say of a row that is not there or not sealed yet that it cannot be proven', async () => {
    assert.equal(await proveRow(log.world, '99999'), 'no-such-row');
    assert.equal(await proveRow(log.world, '15'), 'not-sealed-yet');
  });
});

describe('a file that is verified', () => {
  it('proves each sealed row, and no row that was changed after', async () => {
    for (let seq = 1; seq <= 14; seq++) {
      const proof = await proveRow(log.world, String(seq));
      assert.ok(typeof proof !== 'string');
      const good = fileOf('one.json', JSON.stringify(proof));
      assert.ok((await verifyFile(good, log.world.keys.auditKeys, undefined)).whole);
      const row = { ...proof.row, actor: 'owner' };
      const bad = fileOf('one.json', JSON.stringify({ ...proof, row }));
      const { lines } = await verifyFile(bad, log.world.keys.auditKeys, undefined);
      assert.deepEqual(lines, [`row ${seq}: it does not lead to the sealed root`]);
    }
  });

  it('trusts a proof only by a key that is given', async () => {
    const proof = await proveRow(log.world, '1');
    const { whole } = await verifyFile(fileOf('one.json', JSON.stringify(proof)), [], undefined);
    assert.equal(whole, false);
  });

  it('may hold only the batches of a time, whole', async () => {
    const [second] = await log.sql<{ at: Date }>('select at from audit where seq = 6');
    assert.ok(second);
    const lines = await exported({ from: second.at, to: new Date(second.at.getTime() + 1) });
    const { lines: said } = await verifyFile(fileOf('part.jsonl', textOf(lines)), [], undefined);
    assert.equal(said[0], 'Whole: 1 rows in batches 2 to 2');
    assert.equal(said[2], 'Without --key the keys are those the file itself names');
  });

  it('is broken when a line is left out, cut off or no line at all, wherever', async () => {
    const lines = await exported();
    for (let left = 0; left < lines.length; left++) {
      const file = fileOf('left-out.jsonl', textOf(lines.toSpliced(left, 1)));
      const { whole } = await verifyFile(file, log.world.keys.auditKeys, undefined);
      assert.equal(whole, false, `without line ${left + 1}: ${lines[left]?.kind}`);
    }
    const cut = fileOf('cut.jsonl', textOf(lines).slice(0, -9));
    assert.match(
      (await verifyFile(cut, [], undefined)).lines[0] ?? '',
      /^line \d+: it is no line of an export/,
    );
    assert.equal((await verifyFile(fileOf('empty.jsonl', ''), [], undefined)).whole, false);
  });

  it('writes one line for each row, whatever stands in it (AU-05)', async () => {
    const text = textOf(await exported());
    assert.equal(text.split('\n').length - 1, (await exported()).length);
    assert.ok(readFileSync(fileOf('all.jsonl', text), 'utf8').endsWith('"checkpoints":3}\n'));
  });
});
