/** Proof that one row is in the log, without the rest of the log. */
import { rootByPath } from '../../lib/audit/merkle.ts';
import { type AuditFault, checkpointFaults, type Trusted } from './batch.ts';
import { type Checkpoint, rowHash, type SealedRow } from './line.ts';

/** A row, its place in its batch, the hashes from there to the root, and the signed root. */
export type InclusionProof = {
  readonly kind: 'proof';
  readonly row: SealedRow;
  readonly position: number;
  readonly path: readonly string[];
  readonly checkpoint: Checkpoint;
};

/** What is wrong with a proof; nothing when the row was sealed as it stands here. */
export function proofFaults(
  { row, position, path, checkpoint }: InclusionProof,
  trusted: Trusted,
): AuditFault[] {
  const leaf = Buffer.from(rowHash(row), 'hex');
  const hashes = path.map((hash) => Buffer.from(hash, 'hex'));
  const root = rootByPath(leaf, { position, size: checkpoint.count }, hashes);
  return [
    ...(root?.toString('hex') === checkpoint.root
      ? []
      : [`row ${row.seq}: it does not lead to the sealed root`]),
    ...checkpointFaults(checkpoint, undefined, trusted),
  ];
}
