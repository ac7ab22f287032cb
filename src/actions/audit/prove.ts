import type { InclusionProof } from '../../rules/audit/proof.ts';
import type { World } from '../world.ts';
import { noteReading } from './export.ts';
import { proofOfRow } from './inclusion.ts';

/** The proof that a row is in the log, for somebody who asked; or why there is none. */
export async function proveRow(
  world: World,
  seq: string,
): Promise<InclusionProof | 'no-such-row' | 'not-sealed-yet'> {
  const proof = await proofOfRow(world, seq);
  if (typeof proof !== 'string') await noteReading(world, 'audit-proved');
  return proof;
}
