import type { Retirement } from '../../rules/audit/absence.ts';
import { saidIn } from '../../rules/audit/retirement.ts';
import { retirements } from '../../store/audit/retired.ts';
import { rowBySeq } from '../../store/audit/rows.ts';
import type { World } from '../world.ts';

type Said = Retirement & { readonly seq: string };

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The furthest first; of those as far the one after which least was left, and of these the first that was written. */
const byReach = (a: Said, b: Said): number =>
  compare(BigInt(b.upTo), BigInt(a.upTo)) || a.kept - b.kept || compare(BigInt(a.seq), BigInt(b.seq));

/**
 * What the log says was retired, the last word first, by the lines that somebody with a key of the ring wrote. Whoever may add lines
 * can write any other, or repeat an old one: it changes nothing here.
 */
export async function retiredLines({ db, keys }: Pick<World, 'db' | 'keys'>): Promise<Said[]> {
  const trusted = { keys: new Map(keys.auditKeys.map(({ id, publicKey }) => [id, publicKey])) };
  const found: Said[] = [];
  for (const seq of await retirements(db)) {
    const row = await rowBySeq(db, seq);
    const said = row && saidIn(row, trusted);
    if (said) found.push({ ...said, seq });
  }
  return found.sort(byReach);
}
