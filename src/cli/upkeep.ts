import { runUpkeep } from '../actions/upkeep/run-upkeep.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../store/database.ts';
import { buildWorld } from '../world.ts';

/** Runs the upkeep as the owner of the tables and says what it did. Exit code 1: another one runs, or the log must wait. */
export async function upkeep(config: Config, how: { readonly dryRun: boolean }): Promise<number> {
  const { world, databaseUrl, close } = await buildWorld(config, { beside: true });
  // One connection holds the lock while the other works. Not as the application: that may drop nothing.
  const owner = openDatabase(databaseUrl, 2);
  try {
    const done = await runUpkeep(world, owner, how);
    if (done === 'another-runs') {
      console.error('Another upkeep is running');
      return 1;
    }
    const { made, dropped, forgotten, waits } = done;
    const names = (list: readonly string[]): string => (list.length > 0 ? list.join(', ') : 'nothing');
    const would = how.dryRun ? 'Would have ' : '';
    if (!how.dryRun) console.log(`Made ${names(made)}`);
    console.log(`${would}${how.dryRun ? 'dropped' : 'Dropped'} ${names(dropped)}`);
    const counts = Object.entries(forgotten).map(([what, count]) => `${count} ${what}`);
    console.log(`${would}${how.dryRun ? 'forgotten' : 'Forgot'} ${names(counts)}`);
    if (waits) console.error(`The log keeps months whose time is over: ${waits}`);
    return waits ? 1 : 0;
  } finally {
    await owner.close();
    await close();
  }
}
