import { type Keys, keyIdOf } from '../../../lib/seal.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import {
  beforeFirst,
  countSeals,
  lockFormerSeals,
  namesNobody,
  type SealedColumn,
  type SealedValue,
  sealedColumns,
  writeSeals,
} from '../../../store/keys/sealed.ts';
import type { World } from '../../world.ts';
import { aboutRow } from './about.ts';

/** How far a column is: values sealed anew, of those that stood under another key when it began. */
export type Progress = { readonly column: SealedColumn; readonly done: number; readonly of: number };

type Tell = (progress: Progress) => void;

/** Values that do not open by the key they name: how many, and the first of their rows where those are nobody's. */
export type Broken = {
  readonly column: SealedColumn;
  readonly count: number;
  readonly rows: readonly string[];
};

/** `left` stands under another key than the current one still, what is broken among it. */
export type Rotation =
  | { readonly kind: 'under-way' }
  | {
      readonly kind: 'done';
      readonly anew: number;
      readonly left: number;
      readonly broken: readonly Broken[];
    };

const mostRowsNamed = 10;

/** The first goes by what somebody holds at the moment, the second waits for it, the third is for what was written meanwhile. */
const passes = [{ patient: false }, { patient: true }, { patient: true }];

/**
 * Seals with the current key whatever stands under another, while the site is running: few rows at a time, each locked from its
 * reading to its writing. What is done stays done, so a run that was cut off is gone on with by the next. One runs at a time.
 */
export async function rotateKeys(world: World, tell: Tell = () => undefined): Promise<Rotation> {
  const done = await world.db.alone('rotate', () => sealAll(world, tell));
  return done === 'taken' ? { kind: 'under-way' } : done;
}

async function sealAll(world: World, tell: Tell): Promise<Rotation> {
  await note(world, 'ring-rotation-began');
  let [anew, left] = [0, await countFormer(world)];
  let broken: Broken[] = [];
  for (const pass of passes) {
    if (left === 0) break;
    broken = [];
    for (const column of sealedColumns) {
      const { done, ...found } = await sealColumn(world, column, { ...pass, tell });
      anew += done;
      if (found.count > 0) broken.push({ column, ...found });
    }
    left = await countFormer(world);
  }
  await note(world, 'ring-rotated', left > 0 ? 'some-left' : undefined);
  return { kind: 'done', anew, left, broken };
}

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
): Promise<{ done: number } & Omit<Broken, 'column'>> {
  const of = await countFormerOf(world, column);
  let [done, count] = [0, 0];
  const rows: string[] = [];
  for (let after: readonly string[] | undefined = beforeFirst(column); of > 0 && after; ) {
    const from: readonly string[] = after;
    const page = await world.db.transaction((tx) => sealPage(world, tx, column, { after: from, patient }));
    done += page.anew;
    count += page.broken.length;
    if (namesNobody(column)) rows.push(...page.broken.slice(0, mostRowsNamed - rows.length));
    after = page.last;
    if (page.anew > 0) tell({ column, done, of });
  }
  return { done, count, rows };
}

type Page = {
  readonly anew: number;
  readonly broken: readonly string[];
  readonly last: readonly string[] | undefined;
};

/** Seals one page anew, and gives its last row; nothing after the last page. What no key of the ring opens stays as it is. */
async function sealPage(
  { keys }: World,
  tx: Runner,
  column: SealedColumn,
  from: { after: readonly string[]; patient: boolean },
): Promise<Page> {
  const rows = await lockFormerSeals(tx, column, { ...from, head: keys.head });
  const known = new Set(keys.peppers.map(({ id }) => id));
  const fresh: SealedValue[] = [];
  const broken: string[] = [];
  for (const row of rows.filter(({ sealed }) => known.has(keyIdOf(sealed)))) {
    const sealed = sealAnew(keys, row.sealed, aboutRow[column](row.key));
    if (sealed) fresh.push({ key: row.key, sealed });
    else broken.push(row.key.join(' '));
  }
  if (fresh.length > 0) await writeSeals(tx, column, fresh);
  return { anew: fresh.length, broken, last: rows.at(-1)?.key };
}

/** The value under the current key; nothing when its own does not open it. One damaged value must not keep all others back. */
function sealAnew(keys: Keys, sealed: Buffer, about: string): Buffer | undefined {
  try {
    return keys.seal(keys.open<unknown>(sealed, about), about);
  } catch {
    return undefined;
  }
}
