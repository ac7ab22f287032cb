/** Merkle trees as RFC 6962, section 2.1: leaves and nodes hash under different prefixes, so that neither passes for the other. */
import { createHash } from 'node:crypto';

const leafPrefix = Buffer.of(0);
const nodePrefix = Buffer.of(1);

/** The hash of one leaf's content. */
export const leafHash = (content: string): Buffer =>
  createHash('sha256').update(leafPrefix).update(content).digest();

const nodeHash = (left: Buffer, right: Buffer): Buffer =>
  createHash('sha256').update(nodePrefix).update(left).update(right).digest();

const emptyRoot = createHash('sha256').digest();

/** Each level from the leaves up; what has no neighbour rises as it is, which is the RFC's tree built from below. */
function levelUp(hashes: readonly Buffer[]): Buffer[] {
  const next: Buffer[] = [];
  for (let index = 0; index < hashes.length; index += 2) {
    const [left, right] = [hashes[index], hashes[index + 1]];
    if (left) next.push(right ? nodeHash(left, right) : left);
  }
  return next;
}

/** The root over leaf hashes in their order; of none, the hash of nothing. */
export function rootOf(leaves: readonly Buffer[]): Buffer {
  let level = leaves;
  while (level.length > 1) level = levelUp(level);
  return level[0] ?? emptyRoot;
}

/** The hashes that lead from one leaf to the root, lowest first; nothing when there is no such leaf. */
export function inclusionPath(leaves: readonly Buffer[], position: number): Buffer[] | undefined {
  if (!leaves[position]) return undefined;
  const path: Buffer[] = [];
  let [level, at] = [leaves, position];
  while (level.length > 1) {
    const neighbour = level[at ^ 1];
    if (neighbour) path.push(neighbour);
    [level, at] = [levelUp(level), at >> 1];
  }
  return path;
}

/** The root that a leaf and its path lead to, in a tree of `size` leaves; nothing when the path does not fit that tree. */
export function rootByPath(
  leaf: Buffer,
  place: { readonly position: number; readonly size: number },
  path: readonly Buffer[],
): Buffer | undefined {
  let { position: at, size } = place;
  if (!Number.isSafeInteger(at) || at < 0 || at >= size) return undefined;
  let hash = leaf;
  let used = 0;
  for (; size > 1; at >>= 1, size = (size + 1) >> 1) {
    if ((at ^ 1) >= size) continue;
    const neighbour = path[used++];
    if (!neighbour) return undefined;
    hash = at % 2 === 0 ? nodeHash(hash, neighbour) : nodeHash(neighbour, hash);
  }
  return used === path.length ? hash : undefined;
}
