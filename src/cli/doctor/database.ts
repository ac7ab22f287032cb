import { conditionOf, messagesWaiting } from '../../store/condition.ts';
import { pendingMigrations } from '../../store/migrate.ts';
import { applicationRole } from '../../store/role.ts';
import { type DatabaseCheck, ok, warning, wrong } from './check.ts';

const leastVersion = 15;
/** Codes and waits are told to the second; past a minute people are told wrong times. */
const skewSeconds = { noticed: 2, wrong: 60 } as const;
const lateMinutes = 10;

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
      const pending = await pendingMigrations(db);
      if (pending === 'too-new' || pending.length > 0)
        return warning('are not looked at before the schema is up to date');
      const { dead, oldest } = await messagesWaiting(db);
      const minutes = oldest ? Math.floor((clock.now().getTime() - oldest.getTime()) / 60_000) : 0;
      if (minutes >= lateMinutes)
        return wrong(`the oldest has waited for ${minutes} minutes: does the server run?`);
      return dead > 0 ? warning(`${dead} could not be delivered`) : ok('none waits');
    },
  },
];
