/** A log of one's own to seal and to tamper with: a world whose log begins empty. */
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { appendAudit } from '../../src/store/audit.ts';
import { openWorld, type TestWorld } from '../world.ts';

/** What only somebody who owns the database can do: with its triggers out of the way. */
export const asOwner = (world: TestWorld, text: string): Promise<unknown[]> =>
  world.sql(`set session_replication_role = replica; ${text}`);

/** Empties the log, which began with the import of the sample people. */
export async function emptyLog(world: TestWorld): Promise<void> {
  await asOwner(
    world,
    'truncate audit, audit_leaves, audit_checkpoints, audit_shipped; alter table audit alter column seq restart',
  );
}

export async function openLog(): Promise<TestWorld> {
  const world = await openWorld();
  await emptyLog(world);
  return world;
}

/** Writes some rows, one commit each. */
export async function write({ world }: TestWorld, count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await appendAudit(world.db, {
      at: world.clock.now(),
      actor: 'starter',
      event: 'number-given',
      subject: Buffer.alloc(32, n),
      policyVersion: 'test',
    });
}

/** Writes and seals batches of these sizes, a minute apart. */
export async function sealed(world: TestWorld, ...sizes: readonly number[]): Promise<void> {
  for (const size of sizes) {
    await write(world, size);
    await sealBatch(world.world);
    world.clock.move(60_000);
  }
}
