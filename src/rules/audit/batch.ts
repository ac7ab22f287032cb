/** One batch held against its checkpoint: what of it is not as it was sealed. */
import { rootOf } from '../../lib/audit/merkle.ts';
import { isSignedBy } from '../../lib/audit/signing.ts';
import { absenceFaults, isAllRetired, type Proven } from './absence.ts';
import {
  type Checkpoint,
  checkpointHash,
  checkpointText,
  type Leaf,
  noCheckpoint,
  rowHash,
  type SealedRow,
} from './line.ts';

/** The first thing wrong comes first. Each names a row, or a checkpoint and the rows under it. */
export type AuditFault = string;

/** What a checkpoint is held against. `keys` are those trusted; `outside` the hashes of the copies at the sink, by batch. */
export type Trusted = {
  readonly keys: ReadonlyMap<string, string>;
  readonly outside: ReadonlyMap<number, ReadonlySet<string>>;
};

/** What an export has of a batch. */
type Batch = { readonly rows: readonly SealedRow[]; readonly leaves: readonly Leaf[] };

function rowFaults(
  checkpoint: Checkpoint,
  { rows, leaves }: Batch,
  retired: Proven | undefined,
): AuditFault[] {
  const found = new Map(rows.map((row) => [row.seq, row]));
  const faults: AuditFault[] = [];
  for (const { seq, hash } of leaves) {
    const row = found.get(seq);
    if (!row) faults.push(...absenceFaults(seq, checkpoint, retired));
    else if (rowHash(row) !== hash) faults.push(`row ${seq}: it is not what was sealed`);
    found.delete(seq);
  }
  for (const seq of found.keys()) faults.push(`row ${seq}: it has no seal in its batch`);
  return faults;
}

/** Leaves stand at each place once, in the order of their rows. */
function leafFaults({ batch, count }: Checkpoint, leaves: readonly Leaf[]): AuditFault[] {
  for (const [place, leaf] of leaves.entries()) {
    const before = leaves[place - 1];
    if (leaf.batch !== batch) return [`row ${leaf.seq}: its seal is of batch ${leaf.batch}, not ${batch}`];
    if (leaf.position !== place)
      return [`row ${leaf.seq}: before it, the seal at place ${place} of batch ${batch} is missing`];
    if (before && BigInt(before.seq) >= BigInt(leaf.seq))
      return [`row ${leaf.seq}: its seal is out of order in batch ${batch}`];
  }
  if (leaves.length === count) return [];
  const last = leaves.at(-1)?.seq ?? 'none';
  return [`checkpoint ${batch}: it has ${leaves.length} seals of ${count}; the last row is ${last}`];
}

/** What is wrong with the batch under a checkpoint. What was retired may be missing. */
export function batchFaults(checkpoint: Checkpoint, found: Batch, retired: Proven | undefined): AuditFault[] {
  const { batch, firstSeq, lastSeq, root } = checkpoint;
  const { rows, leaves } = found;
  if (rows.length === 0 && leaves.length === 0 && isAllRetired(checkpoint, retired)) return [];
  const faults = [...leafFaults(checkpoint, leaves), ...rowFaults(checkpoint, found, retired)];
  if (faults.length > 0) return faults;
  const [first, last] = [leaves[0]?.seq ?? '0', leaves.at(-1)?.seq ?? '0'];
  if (first !== firstSeq || last !== lastSeq)
    return [
      `checkpoint ${batch}: it seals rows ${firstSeq} to ${lastSeq}, and these are ${first} to ${last}`,
    ];
  const hashes = leaves.map(({ hash }) => Buffer.from(hash, 'hex'));
  if (rootOf(hashes).toString('hex') === root) return [];
  return [`row ${firstSeq}: it or one up to ${lastSeq} was rewritten with its seal (checkpoint ${batch})`];
}

/** What is wrong with a checkpoint itself: its signature, its place in the chain, its copy outside. */
export function checkpointFaults(
  checkpoint: Checkpoint,
  before: Checkpoint | undefined,
  { keys, outside }: Trusted,
): AuditFault[] {
  const { batch, firstSeq, lastSeq, keyId, signature, previous } = checkpoint;
  const where = `checkpoint ${batch} (rows ${firstSeq} to ${lastSeq})`;
  const key = keys.get(keyId);
  const faults: AuditFault[] = [];
  if (key === undefined) faults.push(`${where}: signed by the key ${keyId}, which is not trusted`);
  else if (!isSignedBy(key, checkpointText(checkpoint), signature))
    faults.push(`${where}: its signature is wrong`);
  const named = before ? checkpointHash(before) : batch === 1 ? noCheckpoint : previous;
  if (previous !== named) faults.push(`${where}: it does not follow the checkpoint before it`);
  const copies = outside.get(batch);
  if (copies && !(copies.size === 1 && copies.has(checkpointHash(checkpoint))))
    faults.push(`${where}: it is not the one kept outside`);
  return faults;
}
