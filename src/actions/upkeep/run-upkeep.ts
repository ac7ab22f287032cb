import { minutesAfter } from '../../lib/clock.ts';
import { isAlone } from '../../store/audit/checkpoints.ts';
import { appendAudit } from '../../store/audit.ts';
import type { Db } from '../../store/database.ts';
import { countForgettable, type Forgettable, forget, forgettable } from '../../store/upkeep/forget.ts';
import {
  analyzePartitioned,
  dropPartition,
  makePartitions,
  noteUpkeep,
  partitions,
} from '../../store/upkeep/partitions.ts';
import type { World } from '../world.ts';
import { dropDue, partitionsDue, patiently } from './drop-due.ts';
import { monthsAhead } from './partitions.ts';
import { type LogDue, logDue, sayRetired, sealsDue } from './retire-log.ts';
import { sweep } from './sweep.ts';

const dayMinutes = 24 * 60;
/** Days the runs themselves are remembered. */
const runDays = 90;

/** What an upkeep did, or would do. */
export type Done = {
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  /** How many rows went one by one, of what lost any. */
  readonly forgotten: Readonly<Partial<Record<Forgettable, number>>>;
  /** Why months of the log stay although their time is over. */
  readonly waits: string | undefined;
};

type How = { readonly dryRun: boolean };

/**
 * The daily work that takes the owner's rights: makes partitions ahead and forgets what the policy no longer keeps. Of two at
 * once one works and the other is told so; a live server goes on. Done again it finds nothing to do.
 */
export const runUpkeep = (world: World, owner: Db, how: How): Promise<Done | 'another-runs'> =>
  owner.transaction(async (tx) => ((await isAlone(tx, 'upkeep')) ? work(world, owner, how) : 'another-runs'));

type Ages = Readonly<Record<Forgettable, Date>>;

/** What staff and owners did with an account is asked about as long as a case is; a finished import tells nothing later. */
function agesOf({ clock, institution }: World): Ages {
  const { caseDays, messageDays, sessionDays } = institution.policy.retention;
  const daysAgo = (days: number): Date => minutesAfter(clock.now(), -days * dayMinutes);
  const [cases, messages, sessions] = [daysAgo(caseDays), daysAgo(messageDays), daysAgo(sessionDays)];
  return {
    cases,
    messages,
    sessions,
    'desk cases': cases,
    'contact changes': cases,
    'break-glass changes': cases,
    imports: cases,
  };
}

async function work(world: World, owner: Db, { dryRun }: How): Promise<Done> {
  const ages = agesOf(world);
  if (dryRun) return wouldDo(world, owner, ages);
  const now = world.clock.now();
  const made = await patiently(() => makePartitions(owner, now, monthsAhead));
  const cut = await dropDue(world, owner, ages);
  await sweep(world);
  const forgotten = await forEach((what) => forget(owner, what, ages[what]));
  const { dropped, waits } = await retireLog(world, owner);
  await analyzePartitioned(owner);
  await noteUpkeep(owner, now, minutesAfter(now, -runDays * dayMinutes));
  const { version: policyVersion } = world.institution.policy;
  await appendAudit(world.db, { at: now, actor: 'operator', event: 'upkeep-ran', policyVersion });
  return { made, dropped: [...cut, ...dropped], forgotten, waits };
}

async function wouldDo(world: World, owner: Db, ages: Ages): Promise<Done> {
  const { months, waits } = await logDue(world, await partitions(world.db));
  const cut = (await partitionsDue(world, ages)).map(({ name }) => name);
  const forgotten = await forEach((what) => countForgettable(owner, what, ages[what], cut));
  return { made: [], dropped: [...cut, ...months.map(({ name }) => name)], forgotten, waits };
}

/** What of each kind went, without those of which nothing did. */
async function forEach(act: (what: Forgettable) => Promise<number>): Promise<Done['forgotten']> {
  const counts: Partial<Record<Forgettable, number>> = {};
  for (const what of forgettable) {
    const count = await act(what);
    if (count > 0) counts[what] = count;
  }
  return counts;
}

async function retireLog(world: World, owner: Db): Promise<{ dropped: string[]; waits: LogDue['waits'] }> {
  const { months, found, waits } = await logDue(world, await partitions(world.db));
  const goes = found === undefined || waits !== undefined || (await sayRetired(world, found));
  if (!goes) return { dropped: [], waits: 'rows without a seal' };
  for (const one of months) await patiently(() => dropPartition(owner, one));
  const seals = await sealsDue(world);
  for (const one of seals) await patiently(() => dropPartition(owner, one));
  return { dropped: [...months, ...seals].map(({ name }) => name), waits };
}
