import { partitionsReady } from '../../actions/upkeep/partitions.ts';
import { conditionOf, messagesWaiting } from '../../store/condition.ts';
import type { Db } from '../../store/database.ts';
import { pendingMigrations } from '../../store/migrate.ts';
import { applicationRole } from '../../store/role.ts';
import { type DatabaseCheck, ok, warning, wrong } from './check.ts';

const leastVersion = 15;
/** Codes and waits are told to the second; past a minute people are told wrong times. */
const skewSeconds = { noticed: 2, wrong: 60 } as const;
const lateMinutes = 10;
const dayMilliseconds = 24 * 60 * 60 * 1000;
/** The upkeep is run daily; one that was missed twice is not run. */
const upkeepDays = 3;
/** Made three months ahead by whoever serves: less than one means that nobody does. */
const readyDays = 31;

async function isBehind(db: Db): Promise<boolean> {
  const pending = await pendingMigrations(db);
  return pending === 'too-new' || pending.length > 0;
}

const unseen = warning('are not looked at before the schema is up to date');

/** What is asked of the database. A further check is one more of these. */
export const databaseChecks: readonly DatabaseCheck[] = [
  {
    name: 'version',
    async run({ db }) {
      const { version } = await conditionOf(db);
      return version >= leastVersion
        ? ok(`PostgreSQL ${version}`)
        : wrong(`PostgreSQL ${version} is too old: ${leastVersion} or later is needed`);
    },
  },
  {
    name: 'role',
    async run({ db }) {
      const role = await applicationRole(db);
      return role
        ? ok(`works as ${role}`)
        : warning('the role reclave_app is not there or not granted: docs/operate.md, The role');
    },
  },
  {
    name: 'schema',
    async run({ db }) {
      const pending = await pendingMigrations(db);
      if (pending === 'too-new') return wrong('is newer than this program');
      return pending.length === 0
        ? ok('is up to date')
        : wrong(`lacks ${pending.join(', ')}: run reclave migrate, or start the server`);
    },
  },
  {
    name: 'clock',
    async run({ db, clock }) {
      const sent = clock.now().getTime();
      const { at } = await conditionOf(db);
      const middle = (sent + clock.now().getTime()) / 2;
      const seconds = Math.round(Math.abs(at.getTime() - middle) / 1000);
      const said = `this machine and the database differ by ${seconds} s`;
      if (seconds >= skewSeconds.wrong) return wrong(said);
      return seconds >= skewSeconds.noticed ? warning(said) : ok(said);
    },
  },
  {
    name: 'messages',
    async run({ db, clock }) {
      if (await isBehind(db)) return unseen;
      const { dead, oldest } = await messagesWaiting(db);
      const minutes = oldest ? Math.floor((clock.now().getTime() - oldest.getTime()) / 60_000) : 0;
      if (minutes >= lateMinutes)
        return wrong(`the oldest has waited for ${minutes} minutes: does the server run?`);
      return dead > 0 ? warning(`${dead} could not be delivered`) : ok('none waits');
    },
  },
  {
    name: 'partitions',
    async run({ db, clock }) {
      if (await isBehind(db)) return unseen;
      const { until, strays, lastUpkeep } = await partitionsReady({ db, clock });
      const days = (at: Date): number => Math.floor((at.getTime() - clock.now().getTime()) / dayMilliseconds);
      if (!until || days(until) < readyDays)
        return wrong('are not made ahead: run reclave upkeep as the owner of the tables');
      if (strays) return warning('some rows lie outside them: docs/operate.md, Upkeep');
      const ready = `are ready for ${days(until)} days`;
      if (!lastUpkeep || -days(lastUpkeep) > upkeepDays)
        return warning(`${ready}; reclave upkeep did not run lately, so nothing is dropped`);
      return ok(ready);
    },
  },
];
