import { keyIdOf } from '../../../lib/seal.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import {
  beforeFirst,
  countSeals,
  lockFormerSeals,
  type SealedColumn,
  type SealedValue,
  sealedColumns,
  writeSeals,
} from '../../../store/keys/sealed.ts';
import { isAlone } from '../../../store/upkeep/alone.ts';
import type { World } from '../../world.ts';
import { aboutRow } from './about.ts';

/** How far a column is: values sealed anew, of those that stood under another key when it began. */
export type Progress = { readonly column: SealedColumn; readonly done: number; readonly of: number };

type Tell = (progress: Progress) => void;

/** `left` stands under another key than the current one still. */
export type Rotation =
  | { readonly kind: 'under-way' }
  | { readonly kind: 'done'; readonly anew: number; readonly left: number };

/** The first goes by what somebody holds at the moment, the second waits for it, the third is for what was written meanwhile. */
const passes = [{ patient: false }, { patient: true }, { patient: true }];

/**
 * Seals with the current key whatever stands under another, while the site is running: few rows at a time, each locked from its
 * reading to its writing. What is done stays done, so a run that was cut off is gone on with by the next. One runs at a time.
 */
export const rotateKeys = (world: World, tell: Tell = () => undefined): Promise<Rotation> =>
  world.db.transaction(async (lock) => {
    if (!(await isAlone(lock, 'rotate'))) return { kind: 'under-way' };
    await note(world, 'ring-rotation-began');
    let [anew, left] = [0, await countFormer(world)];
    for (const pass of passes) {
      if (left === 0) break;
      for (const column of sealedColumns) anew += await sealColumn(world, column, { ...pass, tell });
      left = await countFormer(world);
    }
    await note(world, 'ring-rotated', left > 0 ? 'some-left' : undefined);
    return { kind: 'done', anew, left };
  });

const note = (world: World, event: string, refusal?: string): Promise<void> =>
  appendAudit(world.db, {
    at: world.clock.now(),
    actor: 'operator',
    event,
    ...(refusal && { refusal }),
    policyVersion: world.institution.policy.version,
  });

async function countFormerOf({ db, keys }: World, column: SealedColumn): Promise<number> {
  const counts = await countSeals(db, column);
  return counts.reduce((sum, { head, n }) => (head.equals(keys.head) ? sum : sum + n), 0);
}

async function countFormer(world: World): Promise<number> {
  let sum = 0;
  for (const column of sealedColumns) sum += await countFormerOf(world, column);
  return sum;
}

async function sealColumn(
  world: World,
  column: SealedColumn,
  { patient, tell }: { patient: boolean; tell: Tell },
): Promise<number> {
  const of = await countFormerOf(world, column);
  let done = 0;
  for (let after: readonly string[] | undefined = beforeFirst(column); of > 0 && after; ) {
    const from: readonly string[] = after;
    const page = await world.db.transaction((tx) => sealPage(world, tx, column, { after: from, patient }));
    done += page.anew;
    after = page.last;
    if (page.anew > 0) tell({ column, done, of });
  }
  return done;
}

/** Seals one page anew, and gives its last row; nothing after the last page. What no key of the ring opens stays as it is. */
async function sealPage(
  { keys }: World,
  tx: Runner,
  column: SealedColumn,
  from: { after: readonly string[]; patient: boolean },
): Promise<{ anew: number; last: readonly string[] | undefined }> {
  const rows = await lockFormerSeals(tx, column, { ...from, head: keys.head });
  const known = new Set(keys.peppers.map(({ id }) => id));
  const fresh = rows
    .filter(({ sealed }) => known.has(keyIdOf(sealed)))
    .map(({ key, sealed }): SealedValue => {
      const about = aboutRow[column](key);
      return { key, sealed: keys.seal(keys.open<unknown>(sealed, about), about) };
    });
  if (fresh.length > 0) await writeSeals(tx, column, fresh);
  return { anew: fresh.length, last: rows.at(-1)?.key };
}
