import type { Trusted } from '../../rules/audit/batch.ts';
import { type Verdict, Verifier } from '../../rules/audit/verify.ts';
import type { World } from '../world.ts';
import { auditLines, noteReading } from './export.ts';

/** Proves the log as it stands in the database, by the keys of this ring, and notes that it was proven or not. */
export async function verifyDatabase(
  world: World,
  outside: Trusted['outside'] = new Map(),
): Promise<Verdict> {
  const keys = new Map(world.keys.auditKeys.map(({ id, publicKey }) => [id, publicKey]));
  const verifier = new Verifier({ keys, outside });
  for await (const line of auditLines(world)) verifier.take(line);
  const verdict = verifier.end();
  await noteReading(world, 'audit-verified', verdict.faults.length > 0 ? 'broken' : undefined);
  return verdict;
}
