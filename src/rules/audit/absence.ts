/** Rows that are gone: retired when their time was over, or deleted. */
import type { AuditFault } from './batch.ts';
import type { Checkpoint } from './line.ts';

/** Nothing younger is ever retired, whatever a policy says. */
export const leastDays = 365;
const leastMilliseconds = leastDays * 86_400_000;

/** The rows up to one are gone, but so many of them: what was written at the turn of a month lies on both sides of it. */
export type Retirement = { readonly upTo: string; readonly kept: number };

/** A retirement that was proven: with it missing rows are told from deleted ones. */
export type Proven = Retirement & {
  /** When its line was sealed. */
  readonly at: number;
};

/** What is wrong with a row that is gone; nothing when it was retired. */
export function absenceFaults(
  seq: string,
  { sealedAt }: Checkpoint,
  retired: Proven | undefined,
): AuditFault[] {
  if (!retired || BigInt(seq) > BigInt(retired.upTo)) return [`row ${seq}: it was deleted`];
  return Date.parse(sealedAt) > retired.at - leastMilliseconds
    ? [`row ${seq}: it was retired before its ${leastDays} days`]
    : [];
}

/** Whether all of a batch was retired, its seals with it: what is left of it is its checkpoint. */
export const isAllRetired = (checkpoint: Checkpoint, retired: Proven | undefined): boolean =>
  checkpoint.count > 0 && absenceFaults(checkpoint.lastSeq, checkpoint, retired).length === 0;
