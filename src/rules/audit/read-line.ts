import { type Checkpoint, type Leaf, type Line, type NamedKey, rowFields, type SealedRow } from './line.ts';
import type { InclusionProof } from './proof.ts';

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isSeq = (value: unknown): value is string => typeof value === 'string' && /^\d{1,19}$/.test(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isText = (value: unknown): value is string => typeof value === 'string';

const isRow = (value: unknown): value is SealedRow =>
  isObject(value) &&
  isSeq(value.seq) &&
  isText(value.at) &&
  rowFields.every((field) => value[field] === null || isText(value[field]));

const isLeaf = (value: unknown): value is Leaf =>
  isObject(value) &&
  isSeq(value.seq) &&
  isCount(value.batch) &&
  isCount(value.position) &&
  isHash(value.hash);

const isCheckpoint = (value: unknown): value is Checkpoint =>
  isObject(value) &&
  isCount(value.batch) &&
  isSeq(value.firstSeq) &&
  isSeq(value.lastSeq) &&
  isCount(value.count) &&
  isHash(value.root) &&
  isHash(value.previous) &&
  [value.sealedAt, value.keyId, value.signature].every(isText);

const isKey = (value: unknown): value is NamedKey =>
  isObject(value) && isText(value.id) && isText(value.publicKey);

const isHead = (value: Json): boolean =>
  isText(value.madeAt) &&
  isCount(value.firstBatch) &&
  typeof value.open === 'boolean' &&
  Array.isArray(value.keys) &&
  value.keys.every(isKey) &&
  (value.retired === undefined || (isObject(value.retired) && isProof(value.retired)));

const isProof = (value: Json): boolean =>
  isRow(value.row) &&
  isCount(value.position) &&
  Array.isArray(value.path) &&
  value.path.every(isHash) &&
  isCheckpoint(value.checkpoint);

const shapes: Readonly<Record<string, (value: Json) => boolean>> = {
  head: isHead,
  row: ({ row }) => isRow(row),
  leaf: ({ leaf }) => isLeaf(leaf),
  checkpoint: ({ checkpoint }) => isCheckpoint(checkpoint),
  end: ({ rows, checkpoints }) => isCount(rows) && isCount(checkpoints),
  proof: isProof,
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads one line of an export, or a proof; nothing when it is neither. */
export function readLine(text: string): Line | InclusionProof | undefined {
  const value = parsed(text);
  if (!isObject(value) || !isText(value.kind)) return undefined;
  const shape = Object.hasOwn(shapes, value.kind) ? shapes[value.kind] : undefined;
  // Sound: the shape of this kind was just looked at, field by field.
  return shape?.(value) ? (value as Line | InclusionProof) : undefined;
}
