import { setTimeout as pause } from 'node:timers/promises';
import { minutesAfter } from '../../lib/clock.ts';
import { leastDays, type Retirement } from '../../rules/audit/absence.ts';
import { retiredEvent, retirementLine, retirementText } from '../../rules/audit/retirement.ts';
import { shippedUpTo } from '../../store/audit/checkpoints.ts';
import {
  areBatchesNeeded,
  areRowsGone,
  countRowsUpTo,
  newestRetirement,
  type Retirable,
  rowsToRetire,
} from '../../store/audit/retired.ts';
import { placeOfRow } from '../../store/audit/rows.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Partition, partitions } from '../../store/upkeep/partitions.ts';
import { retiredLines } from '../audit/retired-lines.ts';
import { sealBatch } from '../audit/seal.ts';
import type { World } from '../world.ts';

const dayMinutes = 24 * 60;

/** What may go of the log now, or why its months must wait. */
export type LogDue = {
  readonly months: readonly Partition[];
  /** What the months hold; nothing when they are empty. */
  readonly found: Retirable | undefined;
  readonly waits?: 'rows without a seal' | 'seals not at the sink' | 'seals too young' | 'rows gone already';
};

/** The whole months of the log whose time is over, as long as all their rows are sealed and, with a sink, shipped. */
export async function logDue(world: World, all: readonly Partition[]): Promise<LogDue> {
  const now = world.clock.now();
  const before = minutesAfter(now, -world.institution.policy.retention.auditDays * dayMinutes);
  const months = all.filter(({ parent, until }) => parent === 'audit' && until && until <= before);
  const names = months.map(({ name }) => name);
  if (months.length === 0) return { months, found: undefined };
  const former: Retirement = (await retiredLines(world))[0] ?? { upTo: '0', kept: 0 };
  const found = await rowsToRetire(world.db, before, { partitions: names, formerly: former.upTo });
  if (!found) return { months, found };
  const waits = (await whyWait(world, found, now)) ?? (await whyBroken(world, former, found));
  return waits ? { months: [], found, waits } : { months, found };
}

/** A retirement takes every row up to one for retired: whoever deleted some before would have them excused by it. */
async function whyBroken({ db }: World, former: Retirement, { upTo }: Retirable): Promise<LogDue['waits']> {
  const isBroken =
    (await countRowsUpTo(db, former.upTo)) < former.kept || (await areRowsGone(db, former.upTo, upTo));
  return isBroken ? 'rows gone already' : undefined;
}

async function whyWait(world: World, found: Retirable, now: Date): Promise<LogDue['waits']> {
  if (found.unsealed > 0) return 'rows without a seal';
  if (found.lastSealedAt > minutesAfter(now, -leastDays * dayMinutes)) return 'seals too young';
  const { checkpointSink: sink, keys, db } = world;
  const shipped = sink
    ? await shippedUpTo(db, keys.find(`checkpoint sink ${sink.address}`))
    : found.lastBatch;
  return shipped < found.lastBatch ? 'seals not at the sink' : undefined;
}

/**
 * Says in the log up to which row it is retired, signed, and waits until that line has its own seal: only then may the rows go.
 * False when no seal came.
 */
export async function sayRetired(world: World, { upTo, kept }: Retirable): Promise<boolean> {
  const { auditKey } = world.keys;
  const said: Retirement = { upTo, kept };
  await appendAudit(world.db, {
    at: world.clock.now(),
    actor: 'operator',
    event: retiredEvent,
    after: retirementLine(said, auditKey.id, auditKey.sign(retirementText(said))),
    policyVersion: world.institution.policy.version,
  });
  const line = await newestRetirement(world.db);
  for (let turn = 0; turn < mostTurns && line !== undefined; turn++) {
    await sealBatch(world);
    if (await placeOfRow(world.db, line)) return true;
    // Another process is sealing, or many rows come before this one.
    await pause(turnMilliseconds);
  }
  return false;
}

const mostTurns = 100;
const turnMilliseconds = 100;

/** The seals that are of nothing any more: their checkpoints tell that they were there. */
export async function sealsDue({ db }: World): Promise<Partition[]> {
  const due: Partition[] = [];
  for (const one of await partitions(db))
    if (one.batches && !(await areBatchesNeeded(db, one.batches.from, one.batches.to))) due.push(one);
  return due;
}
