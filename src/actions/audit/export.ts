import { instantText, type Line } from '../../rules/audit/line.ts';
import type { InclusionProof } from '../../rules/audit/proof.ts';
import { batchesOfTime, checkpointsAfter } from '../../store/audit/checkpoints.ts';
import { leavesOfBatch, leavesWithoutCheckpoint, rowsOfBatch, unsealedRows } from '../../store/audit/rows.ts';
import { appendAudit } from '../../store/audit.ts';
import type { World } from '../world.ts';
import { proofOfRow } from './inclusion.ts';
import { retiredLines } from './retired-lines.ts';

/** From one instant to before another; whole batches are given, so somewhat more. */
export type Span = { readonly from?: Date; readonly to?: Date };

/** Rows asked for at once where there is no batch to go by. */
const atOnce = 1000;

const earliest = new Date(0);
const latest = new Date('9999-01-01');

/** Which batches a span takes in. Without an end it goes on to the newest row. */
async function batchesOf({ db }: World, { from, to }: Span): Promise<{ first: number; last: number }> {
  if (!from && !to) return { first: 1, last: Number.POSITIVE_INFINITY };
  const found = await batchesOfTime(db, from ?? earliest, to ?? latest);
  if (!found) return { first: 1, last: to ? 0 : Number.POSITIVE_INFINITY };
  return { first: from ? found.first : 1, last: to ? found.last : Number.POSITIVE_INFINITY };
}

/** The log with its seals, line by line, holding one batch at a time. It reads, and notes nothing: whoever asks does. */
export async function* auditLines(world: World, span: Span = {}): AsyncGenerator<Line> {
  const { db, clock, keys } = world;
  const { first, last } = await batchesOf(world, span);
  const open = last === Number.POSITIVE_INFINITY;
  const madeAt = instantText(clock.now());
  const retired = await retirementOf(world);
  yield { kind: 'head', madeAt, firstBatch: first, open, keys: keys.auditKeys, ...(retired && { retired }) };
  let [rows, checkpoints] = [0, 0];
  for (let batch = first - 1; batch < last; ) {
    const [checkpoint] = await checkpointsAfter(db, batch, 1);
    if (!checkpoint || checkpoint.batch > last) break;
    batch = checkpoint.batch;
    for (const row of await rowsOfBatch(db, batch)) {
      rows++;
      yield { kind: 'row', row };
    }
    for (const leaf of await leavesOfBatch(db, batch)) yield { kind: 'leaf', leaf };
    checkpoints++;
    yield { kind: 'checkpoint', checkpoint };
  }
  if (open)
    for await (const line of tail(world)) {
      if (line.kind === 'row') rows++;
      yield line;
    }
  yield { kind: 'end', rows, checkpoints };
}

/** The proof of the line that says which rows were retired, when some were: without it they would look deleted. */
async function retirementOf(world: World): Promise<InclusionProof | undefined> {
  for (const { seq } of await retiredLines(world)) {
    const proof = await proofOfRow(world, seq);
    if (typeof proof !== 'string') return proof;
  }
  return undefined;
}

/** What stands behind the last checkpoint, and what stands before it without a seal. */
async function* tail({ db }: World): AsyncGenerator<Line> {
  for (const leaf of await leavesWithoutCheckpoint(db, atOnce)) yield { kind: 'leaf', leaf };
  for (let after: string | undefined = '-9223372036854775808'; after !== undefined; ) {
    const rows = await unsealedRows(db, after, atOnce);
    for (const row of rows) yield { kind: 'row', row };
    after = rows.length === atOnce ? rows.at(-1)?.seq : undefined;
  }
}

/** Notes that somebody read the log itself (AU-11). */
export const noteReading = (
  world: World,
  event: 'audit-exported' | 'audit-proved' | 'audit-verified',
  broken?: 'broken',
): Promise<void> =>
  appendAudit(world.db, {
    at: world.clock.now(),
    actor: 'operator',
    event,
    ...(broken && { refusal: broken }),
    policyVersion: world.institution.policy.version,
  });
