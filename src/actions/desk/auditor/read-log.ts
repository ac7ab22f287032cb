import { checkpointFaults } from '../../../rules/audit/batch.ts';
import { type LogGroup, logGroups } from '../../../rules/audit/kinds.ts';
import type { Checkpoint } from '../../../rules/audit/line.ts';
import { proofFaults } from '../../../rules/audit/proof.ts';
import { checkpointsAfter, newestCheckpoint } from '../../../store/audit/checkpoints.ts';
import {
  caseIdsByWords,
  type LogAsked,
  type LogLine,
  logLine,
  logOfCase,
  searchLog,
} from '../../../store/audit/log.ts';
import { leavesOfBatch, placeOfRow, rowBySeq } from '../../../store/audit/rows.ts';
import type { Runner } from '../../../store/database.ts';
import { pathOf } from '../../audit/inclusion.ts';
import type { World } from '../../world.ts';
import { asStaff, noteDesk, type OnShift } from '../as-staff.ts';

/** What an auditor asks the log. */
export type Question = Omit<LogAsked, 'begins' | 'caseIds'> & {
  readonly group?: LogGroup | undefined;
  /** The two words of a case. */
  readonly words?: string | undefined;
};

/** Up to which row the newest seal reaches, and whether it is signed and follows the one before. */
export type Chain = {
  readonly upTo: string;
  readonly at: Date;
  readonly batch: number;
  readonly whole: boolean;
};

/** Reads the log for an auditor, and writes into it that they did, about whom, and what kind (AU-11). */
export const readLog = (world: World, staff: OnShift, asked: Question): Promise<LogLine[] | undefined> =>
  asStaff(world, staff, async (desk) => {
    const { group, words, ...rest } = asked;
    const caseIds = words === undefined ? undefined : await caseIdsByWords(desk.tx, words);
    const begins = group && logGroups[group];
    const lines = await searchLog(desk.tx, { ...rest, caseIds, begins });
    const [caseId] = caseIds ?? [];
    await noteDesk(world, desk, {
      event: 'audit-searched',
      after: group ?? 'all',
      ...(asked.subject && { subject: asked.subject }),
      ...(caseId !== undefined && { caseId }),
    });
    return lines;
  });

const trusted = ({ keys }: World) => ({
  keys: new Map(keys.auditKeys.map(({ id, publicKey }) => [id, publicKey])),
  outside: new Map(),
});

/** How far the log is sealed, by its newest checkpoint; nothing before the first. */
export async function chainState(world: World, on: Runner = world.db): Promise<Chain | undefined> {
  const newest = await newestCheckpoint(on);
  if (!newest) return undefined;
  const [first, second] = await checkpointsAfter(on, newest.batch - 2, 2);
  const before = second ? first : undefined;
  const whole = checkpointFaults(newest, before, trusted(world)).length === 0;
  // A batch that only closes a quiet time holds no row: the one before it does.
  const sealed = newest.count > 0 ? newest : (before ?? newest);
  return { upTo: sealed.lastSeq, at: new Date(newest.sealedAt), batch: newest.batch, whole };
}

/** One line with its seal and what else its case left. */
export type ReadEvent = {
  readonly line: LogLine;
  readonly leaf: string | undefined;
  readonly checkpoint: Checkpoint | undefined;
  /** Whether the row, as it stands, leads to the signed root of its batch. */
  readonly proven: boolean;
  readonly linked: readonly LogLine[];
};

/** Reads one line whole, proves it on the spot, and notes that it was read. */
export const readEvent = (world: World, staff: OnShift, seq: string): Promise<ReadEvent | undefined> =>
  asStaff(world, staff, async (desk) => {
    const found = await logLine(desk.tx, seq);
    if (!found) return undefined;
    const { subject: _subject, ...line } = found;
    await noteDesk(world, desk, { event: 'audit-event-read', after: `row:${seq}` });
    const linked = line.caseId === null ? [] : await logOfCase(desk.tx, line.caseId);
    return { line, linked, ...(await sealOf(world, desk.tx, seq)) };
  });

async function sealOf(world: World, on: Runner, seq: string) {
  const none = { leaf: undefined, checkpoint: undefined, proven: false };
  const [row, place] = [await rowBySeq(on, seq), await placeOfRow(on, seq)];
  if (!row || !place) return none;
  const { batch, position } = place;
  const [checkpoint] = await checkpointsAfter(on, batch - 1, 1);
  const leaves = await leavesOfBatch(on, batch);
  const path = pathOf(leaves, position);
  if (!checkpoint || !path) return none;
  const proof = { kind: 'proof', row, position, path, checkpoint } as const;
  const proven = proofFaults(proof, trusted(world)).length === 0;
  return { leaf: leaves[position]?.hash, checkpoint, proven };
}
