import { rootOf } from '../../lib/audit/merkle.ts';
import { minutesAfter } from '../../lib/clock.ts';
import {
  type Checkpoint,
  checkpointHash,
  checkpointText,
  instantText,
  lateMinutes,
  noCheckpoint,
  rowHash,
  type SealedRow,
} from '../../rules/audit/line.ts';
import { isAlone, keepBatch, newestCheckpoint, sealedFloor } from '../../store/audit/checkpoints.ts';
import { unsealedRows } from '../../store/audit/rows.ts';
import type { Runner } from '../../store/database.ts';
import type { World } from '../world.ts';

/** Rows of one batch at most: hashing them is a moment in which nobody is answered. */
export const mostRows = 10_000;
const soonMinutes = 0.25;
const lookBackEvery = 20;

/**
 * Seals the rows that are committed and have no seal yet, up to one batch; gives how many. Of several processes one seals and
 * the others go on. Rows are looked for from a floor that lies behind: a row may commit after a later one was sealed.
 */
export const sealBatch = (world: World): Promise<number> =>
  world.db.transaction(async (tx) => {
    if (!(await isAlone(tx, 'seal'))) return 0;
    const before = await newestCheckpoint(tx);
    const rows = await unsealed(tx, before);
    if (rows.length === 0 && !isToClose(world, before)) return 0;
    await keep(world, tx, rows, before);
    return rows.length;
  });

/**
 * The rows for the next batch. What commits within a quarter of a minute of later rows is found each time; what is later still once
 * in so many batches and whenever nothing else came: at thousands of rows a second ten minutes of them are not looked through each
 * time. Behind the newest seal, not behind the present: after a stop, what came late is still found.
 */
async function unsealed(tx: Runner, before: Checkpoint | undefined): Promise<SealedRow[]> {
  if (!before) return unsealedRows(tx, '0', mostRows);
  const look = async (minutes: number): Promise<SealedRow[]> => {
    const floor = await sealedFloor(tx, minutesAfter(new Date(before.sealedAt), -minutes));
    return unsealedRows(tx, floor, mostRows);
  };
  const soon = before.batch % lookBackEvery === 0 ? [] : await look(soonMinutes);
  return soon.length > 0 ? soon : look(lateMinutes);
}

/**
 * When the log falls quiet, one empty batch ends the time in which rows may come late: from then on whoever slips one in
 * behind the seals is found.
 */
const isToClose = ({ clock }: World, before: Checkpoint | undefined): boolean =>
  before !== undefined &&
  before.count > 0 &&
  clock.now() > minutesAfter(new Date(before.sealedAt), lateMinutes);

async function keep(
  { keys, clock }: World,
  tx: Runner,
  rows: readonly SealedRow[],
  before: Checkpoint | undefined,
): Promise<void> {
  const leaves = rows.map((row) => ({ seq: row.seq, hash: rowHash(row) }));
  const unsigned = {
    batch: (before?.batch ?? 0) + 1,
    firstSeq: rows[0]?.seq ?? '0',
    lastSeq: rows.at(-1)?.seq ?? '0',
    count: rows.length,
    root: rootOf(leaves.map(({ hash }) => Buffer.from(hash, 'hex'))).toString('hex'),
    previous: before ? checkpointHash(before) : noCheckpoint,
    sealedAt: instantText(clock.now()),
    keyId: keys.auditKey.id,
  };
  const signature = keys.auditKey.sign(checkpointText(unsigned));
  await keepBatch(tx, leaves, { ...unsigned, signature });
}
