/** What a sealed log is written as, line by line: in an export, in a proof, at the outside sink. Every value is text as it was hashed. */

import { leafHash } from '../../lib/audit/merkle.ts';
import { sha256 } from '../../lib/digest.ts';
import type { InclusionProof } from './proof.ts';

/** The columns of the log in the order in which they are hashed. A new column comes with a new name of the form below. */
export const rowFields = [
  'seq',
  'at',
  'actor',
  'event',
  'subject',
  'case_id',
  'before',
  'after',
  'refusal',
  'evidence',
  'network',
  'note',
  'device',
  'staff',
  'office',
  'reason',
  'personal',
  'policy_version',
] as const;
type RowField = (typeof rowFields)[number];

/** One row of the log: bytes in hex, instants in UTC to the microsecond, as PostgreSQL keeps them. */
export type SealedRow = Readonly<Record<Exclude<RowField, 'seq' | 'at'>, string | null>> & {
  readonly seq: string;
  readonly at: string;
};

/** The hash of one row, and its place in the tree of its batch. */
export type Leaf = {
  readonly seq: string;
  readonly batch: number;
  readonly position: number;
  /** Hex, as are the other hashes. */
  readonly hash: string;
};

/** The signed root of one batch. Each names the one before it: a chain. */
export type Checkpoint = {
  readonly batch: number;
  readonly firstSeq: string;
  readonly lastSeq: string;
  readonly count: number;
  readonly root: string;
  /** Hash of the checkpoint before; zeros for the first. */
  readonly previous: string;
  readonly sealedAt: string;
  readonly keyId: string;
  readonly signature: string;
};

/** A public key and the name it signs under. */
export type NamedKey = { readonly id: string; readonly publicKey: string };

/** The lines of an export, in their order: a head; for each batch its rows, leaves and checkpoint; what has no seal; an end. */
export type Line =
  | {
      readonly kind: 'head';
      readonly madeAt: string;
      readonly firstBatch: number;
      /** Whether it goes on to the newest row. */
      readonly open: boolean;
      readonly keys: readonly NamedKey[];
      /** The proof of the line that says which rows were retired, when some were. */
      readonly retired?: InclusionProof;
    }
  | { readonly kind: 'row'; readonly row: SealedRow }
  | { readonly kind: 'leaf'; readonly leaf: Leaf }
  | { readonly kind: 'checkpoint'; readonly checkpoint: Checkpoint }
  | { readonly kind: 'end'; readonly rows: number; readonly checkpoints: number };

/** What one row is hashed as: its values in order, under the name of this form. */
const rowText = (row: SealedRow): string =>
  JSON.stringify(['reclave audit row 1', ...rowFields.map((field) => row[field])]);

export const rowHash = (row: SealedRow): string => leafHash(rowText(row)).toString('hex');

/** What of a checkpoint is signed, and what the next one names. */
export const checkpointText = (checkpoint: Omit<Checkpoint, 'signature'>): string => {
  const { batch, firstSeq, lastSeq, count, root, previous, sealedAt, keyId } = checkpoint;
  return JSON.stringify([
    'reclave audit checkpoint 1',
    batch,
    firstSeq,
    lastSeq,
    count,
    root,
    previous,
    sealedAt,
    keyId,
  ]);
};

export const checkpointHash = (checkpoint: Checkpoint): string =>
  sha256(checkpointText(checkpoint)).toString('hex');

/** What the first checkpoint names as the one before it. */
export const noCheckpoint = '0'.repeat(64);

/** No act takes longer from its row to its commit; later than this behind the newest seal, nothing may come in any more. */
export const lateMinutes = 10;

/** An instant of ours as it stands in a line. */
export const instantText = (at: Date): string => at.toISOString().replace('Z', '000Z');
