import { inclusionPath } from '../../lib/audit/merkle.ts';
import type { Leaf } from '../../rules/audit/line.ts';
import type { InclusionProof } from '../../rules/audit/proof.ts';
import { checkpointsAfter } from '../../store/audit/checkpoints.ts';
import { leavesOfBatch, placeOfRow, rowBySeq } from '../../store/audit/rows.ts';
import type { World } from '../world.ts';

/** The proof that a row is in the log; or why there is none. It reads, and notes nothing. */
export async function proofOfRow(
  { db }: World,
  seq: string,
): Promise<InclusionProof | 'no-such-row' | 'not-sealed-yet'> {
  const row = await rowBySeq(db, seq);
  if (!row) return 'no-such-row';
  const place = await placeOfRow(db, seq);
  if (!place) return 'not-sealed-yet';
  const { batch, position } = place;
  const [checkpoint] = await checkpointsAfter(db, batch - 1, 1);
  const path = pathOf(await leavesOfBatch(db, batch), position);
  if (!checkpoint || !path) return 'not-sealed-yet';
  return { kind: 'proof', row, position, path, checkpoint };
}

/** The hashes from one leaf of a batch to its root, in hex; nothing when there is no such leaf. */
export const pathOf = (leaves: readonly Leaf[], position: number): string[] | undefined =>
  inclusionPath(
    leaves.map(({ hash }) => Buffer.from(hash, 'hex')),
    position,
  )?.map((hash) => hash.toString('hex'));
