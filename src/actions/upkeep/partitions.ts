import { hasStrays, lastUpkeep, makePartitions, partitions } from '../../store/upkeep/partitions.ts';
import type { World } from '../world.ts';

/** Months that are ready before they come: a quarter in which nobody need look. */
export const monthsAhead = 3;

/** Makes the partitions of the months to come, and of the next days of counters; what is there costs one look. The application itself may do this. */
export const makeAhead = async ({ db, clock }: World): Promise<void> => {
  await makePartitions(db, clock.now(), monthsAhead);
};

/** How the tables that are cut by time stand. */
export type Readiness = {
  /** Up to when each of them has a partition ready, counters aside: these come and go by the day. */
  readonly until: Date | undefined;
  /** Rows fell where no partition was: they are safe, and are not dropped with their month. */
  readonly strays: boolean;
  readonly lastUpkeep: Date | undefined;
};

/** Whether partitions are ready, and when the upkeep last ran. */
export async function partitionsReady({ db, clock }: Pick<World, 'db' | 'clock'>): Promise<Readiness> {
  const ends = new Map<string, number>();
  for (const { parent, until } of await partitions(db))
    if (until && parent !== 'limits') ends.set(parent, Math.max(ends.get(parent) ?? 0, until.getTime()));
  return {
    until: ends.size > 0 ? new Date(Math.min(...ends.values())) : undefined,
    strays: await hasStrays(db, clock.now()),
    lastUpkeep: await lastUpkeep(db),
  };
}
