/** The seals leave the house: in order, without a gap, also after the sink or the worker was down (AU-07). */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { keepSealed } from '../../src/actions/audit/keep-sealed.ts';
import { shipCheckpoints } from '../../src/actions/audit/ship.ts';
import { verifyDatabase } from '../../src/actions/audit/verify.ts';
import type { World } from '../../src/actions/world.ts';
import { readOutside } from '../../src/cli/audit-file.ts';
import { type CheckpointSink, openCheckpointSink } from '../../src/courier/checkpoint-sink.ts';
import { emptyLog, openLog, sealed, write } from './log.ts';

const log = await openLog();
const folder = mkdtempSync(join(tmpdir(), 'reclave-ship-'));
after(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

let path: string;
let sinks = 0;
let sink: CheckpointSink;
beforeEach(async () => {
  await emptyLog(log);
  path = join(folder, `seals-${sinks++}.jsonl`);
  sink = openCheckpointSink(pathToFileURL(path).href);
});

const worldWith = (checkpointSink: CheckpointSink): World => ({ ...log.world, checkpointSink });

const batches = async (): Promise<number[]> => [...(await readOutside(path)).keys()];

it('hands over what the sink lacks, once, and what it has kept fits the database', async () => {
  const world = worldWith(sink);
  await sealed(log, 1, 1);
  assert.equal(await shipCheckpoints(world), 2);
  assert.equal(await shipCheckpoints(world), 0);
  await sealed(log, 1);
  assert.equal(await shipCheckpoints(world), 1);
  assert.deepEqual(await batches(), [1, 2, 3]);
  assert.deepEqual((await verifyDatabase(log.world, await readOutside(path))).faults, []);
});

it('waits for a sink that is down and leaves no gap behind', async () => {
  await sealed(log, 1, 1);
  assert.equal(await shipCheckpoints(worldWith({ ...sink, append: async () => false })), 'down');
  await sealed(log, 1);
  assert.equal(await shipCheckpoints(worldWith(sink)), 3);
  assert.deepEqual(await batches(), [1, 2, 3]);
});

it('hands over again what it could not note, and the copies are one', async () => {
  await sealed(log, 1);
  const crash: CheckpointSink = {
    ...sink,
    async append(lines) {
      await sink.append(lines);
      throw new Error('the power went');
    },
  };
  await assert.rejects(shipCheckpoints(worldWith(crash)), /the power went/);
  assert.equal(await shipCheckpoints(worldWith(sink)), 1);
  const outside = await readOutside(path);
  assert.equal(outside.get(1)?.size, 1);
  assert.deepEqual((await verifyDatabase(log.world, outside)).faults, []);
});

it('gives a new sink everything from the first seal on', async () => {
  await sealed(log, 1, 1);
  await shipCheckpoints(worldWith(openCheckpointSink(pathToFileURL(join(folder, 'former.jsonl')).href)));
  assert.equal(await shipCheckpoints(worldWith(sink)), 2);
});

it('two processes hand over each seal once', async () => {
  await sealed(log, 1, 1, 1);
  const shipped = await Promise.all(Array.from({ length: 6 }, () => shipCheckpoints(worldWith(sink))));
  assert.equal(
    shipped.reduce<number>((sum, one) => sum + Number(one), 0),
    3,
  );
});

it('is done by itself while the worker is awake, and the warning is loud when the sink is down', async () => {
  const warned: string[] = [];
  const hush = { ...log.world.log, warn: ({ event }: { event: string }) => void warned.push(event) };
  await write(log, 3);
  const down = keepSealed({ ...worldWith({ ...sink, append: async () => false }), log: hush });
  while (warned.length === 0) await pause(20);
  await down.stop();
  const sealer = keepSealed(worldWith(sink));
  while ((await batches().catch(() => [])).length === 0) await pause(20);
  await sealer.stop();
  assert.deepEqual(warned, ['checkpoint-sink-down']);
  assert.deepEqual((await verifyDatabase(log.world)).unsealed, 0);
});
