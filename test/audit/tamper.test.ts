/** Whoever owns the database and has no key: each thing they can do to the log is named by its row (AU-02, ATK-50). */
import assert from 'node:assert/strict';
import { after, beforeEach, describe, it } from 'node:test';
import { auditLines } from '../../src/actions/audit/export.ts';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import { rootOf } from '../../src/lib/audit/merkle.ts';
import { signingKeyOf } from '../../src/lib/audit/signing.ts';
import { type Checkpoint, checkpointHash, checkpointText, rowHash } from '../../src/rules/audit/line.ts';
import type { TestWorld } from '../world.ts';
import { asOwner, emptyLog, openLog, sealed, write } from './log.ts';

const log: TestWorld = await openLog();
after(() => log.close());
beforeEach(async () => {
  await emptyLog(log);
  await sealed(log, 4, 4, 4);
});

const faults = async (outside?: ReadonlyMap<number, ReadonlySet<string>>): Promise<readonly string[]> =>
  (await verifyDatabase(log.world, outside)).faults;

async function checkpoints(): Promise<Checkpoint[]> {
  const found: Checkpoint[] = [];
  for await (const line of auditLines(log.world)) if (line.kind === 'checkpoint') found.push(line.checkpoint);
  return found;
}

const copiesOf = (list: readonly Checkpoint[]): Map<number, Set<string>> =>
  new Map(list.map((checkpoint) => [checkpoint.batch, new Set([checkpointHash(checkpoint)])]));

/** Rewrites leaves and checkpoints of a batch and all after it to fit the rows, signed by a key of one's own. */
async function forgeFrom(batch: number): Promise<void> {
  const forger = signingKeyOf({ id: 't1', secret: Buffer.alloc(32, 9) });
  const lines = await Array.fromAsync(auditLines(log.world));
  const rows = new Map(lines.flatMap((line) => (line.kind === 'row' ? [[line.row.seq, line.row]] : [])));
  let previous: Checkpoint | undefined;
  for (const line of lines) {
    if (line.kind !== 'checkpoint') continue;
    const old = line.checkpoint;
    if (old.batch < batch) {
      previous = old;
      continue;
    }
    const leaves = lines.flatMap((one) =>
      one.kind === 'leaf' && one.leaf.batch === old.batch ? [one.leaf] : [],
    );
    const hashes = leaves.flatMap(({ seq }) => {
      const row = rows.get(seq);
      return row ? [{ seq, hash: rowHash(row) }] : [];
    });
    const unsigned = {
      ...old,
      root: rootOf(hashes.map(({ hash }) => Buffer.from(hash, 'hex'))).toString('hex'),
      previous: previous ? checkpointHash(previous) : old.previous,
    };
    const forged = { ...unsigned, signature: forger.sign(checkpointText(unsigned)) };
    for (const { seq, hash } of hashes)
      await asOwner(log, `update audit_leaves set hash = '\\x${hash}' where seq = ${seq}`);
    await asOwner(
      log,
      `update audit_checkpoints set root = '\\x${forged.root}', previous = '\\x${forged.previous}',
         signature = decode('${forged.signature}', 'base64') where batch = ${old.batch}`,
    );
    previous = forged;
  }
}

describe('a log somebody tampered with', () => {
  it('is whole as long as nobody did', async () => {
    assert.deepEqual(await faults(copiesOf(await checkpoints())), []);
  });

  for (const [column, value] of [
    ['actor', "'system'"],
    ['at', "at + interval '1 microsecond'"],
    ['subject', "'\\x00'"],
    ['refusal', "''"],
    ['staff', 'gen_random_uuid()'],
    ['personal', "'\\x01'"],
  ] as const)
    it(`names a row whose ${column} was changed`, async () => {
      await asOwner(log, `update audit set ${column} = ${value} where seq = 6`);
      assert.deepEqual(await faults(), ['row 6: it is not what was sealed']);
    });

  it('names a row that was deleted, alone or with its seal', async () => {
    await asOwner(log, 'delete from audit where seq = 6');
    assert.deepEqual(await faults(), ['row 6: it was deleted']);
    await asOwner(log, 'delete from audit_leaves where seq = 6');
    assert.deepEqual(await faults(), ['row 7: before it, the seal at place 1 of batch 2 is missing']);
    await asOwner(log, 'update audit_leaves set position = position - 1 where seq in (7, 8)');
    assert.deepEqual(await faults(), ['checkpoint 2: it has 3 seals of 4; the last row is 8']);
  });

  it('names rows that changed places', async () => {
    await asOwner(
      log,
      `update audit a set subject = b.subject from audit b
       where (a.seq, b.seq) in ((6, 7), (7, 6))`,
    );
    assert.deepEqual(await faults(), [
      'row 6: it is not what was sealed',
      'row 7: it is not what was sealed',
    ]);
  });

  it('names seals that changed places', async () => {
    await asOwner(
      log,
      `update audit_leaves set position = 9 where seq = 6; update audit_leaves set position = 1 where seq = 7;
       update audit_leaves set position = 2 where seq = 6`,
    );
    assert.deepEqual(await faults(), ['row 6: its seal is out of order in batch 2']);
  });

  it('names a row slipped in behind the seals', async () => {
    await sealed(log, 1);
    log.clock.move(11 * 60_000);
    await sealed(log, 1);
    await asOwner(
      log,
      'insert into audit (seq, at, actor, event, policy_version) overriding system value select 0, at, actor, event, policy_version from audit where seq = 1',
    );
    await sealed(log, 1);
    assert.deepEqual(await faults(), ['row 0: it was slipped in behind the seals']);
  });

  it('names a row that was added today and dated back', async () => {
    const [{ seq } = { seq: '' }] = await log.sql<{ seq: string }>(
      `insert into audit (at, actor, event, policy_version)
       select at - interval '1 hour', 'holder', 'signed-in', 'test' from audit where seq = 9 returning seq`,
    );
    await sealed(log, 1);
    assert.match((await faults())[0] ?? '', new RegExp(`^row ${seq}: it is dated back`));
  });

  it('names a row that was rewritten together with its seal', async () => {
    await asOwner(log, "update audit set actor = 'system' where seq = 6");
    const lines = await Array.fromAsync(auditLines(log.world));
    const changed = lines.find((line) => line.kind === 'row' && line.row.seq === '6');
    assert.ok(changed?.kind === 'row');
    await asOwner(log, `update audit_leaves set hash = '\\x${rowHash(changed.row)}' where seq = 6`);
    assert.deepEqual(await faults(), ['row 5: it or one up to 8 was rewritten with its seal (checkpoint 2)']);
  });

  it('names the first checkpoint of a whole chain rewritten without the key', async () => {
    await asOwner(log, "update audit set actor = 'system' where seq = 6");
    await forgeFrom(2);
    const where = (batch: number, rows: string) => `checkpoint ${batch} (rows ${rows})`;
    assert.deepEqual(await faults(), [
      `${where(2, '5 to 8')}: its signature is wrong`,
      `${where(3, '9 to 12')}: its signature is wrong`,
    ]);
  });

  it('names a checkpoint that is gone, in the middle or at the end, and seals nothing over the gap', async () => {
    await asOwner(log, 'delete from audit_checkpoints where batch = 2');
    assert.match((await faults())[0] ?? '', /^checkpoint 2: it is missing before 3/);
    await asOwner(log, 'delete from audit_checkpoints where batch = 3');
    assert.equal((await faults())[0], 'row 5: it was sealed in batch 2, whose checkpoint is missing');
    await write(log, 1);
    await assert.rejects(sealBatch(log.world), /duplicate key/);
  });

  it('names the end cut off, by what stands outside, also when new rows have grown over it', async () => {
    const outside = copiesOf(await checkpoints());
    const cut =
      'delete from audit where seq > 8; delete from audit_leaves where batch > 2; delete from audit_checkpoints where batch > 2';
    await asOwner(log, cut);
    assert.deepEqual(await faults(), []);
    await asOwner(log, cut);
    assert.deepEqual(await faults(outside), [
      'checkpoint 3: it stands outside, and here the end was cut off after 2',
    ]);
    await sealed(log, 1);
    assert.match((await faults(outside))[0] ?? '', /^checkpoint 3 .*: it is not the one kept outside/);
  });

  it('says what waits for its seal, and takes it for no fault', async () => {
    await write(log, 2);
    const { unsealed, rows, faults: found } = await verifyDatabase(log.world);
    assert.deepEqual({ unsealed, rows, found }, { unsealed: 2, rows: 14, found: [] });
  });

  it('notes a proof that failed', async () => {
    await asOwner(log, 'delete from audit where seq = 6');
    await faults();
    const [line] = await log.sql<{ refusal: string }>(
      "select refusal from audit where event = 'audit-verified'",
    );
    assert.equal(line?.refusal, 'broken');
  });
});
