import { type Runner, statement } from './database.ts';

const usable = statement<{ name: string }>(
  'application-role',
  `select rolname as name from pg_roles where rolname = 'reclave_app'
     and pg_has_role(oid, 'member') and has_table_privilege(oid, 'audit', 'insert')`,
);
const current = statement<{ name: string }>('current-role', 'select current_user as name');

/**
 * The role the application works as, which may add to the log and do nothing else to it; nothing where the login may not become
 * it. Migration 8 makes it, and docs/operate.md says what to do where it could not.
 */
export const applicationRole = async (on: Runner): Promise<string | undefined> =>
  (await on.run(usable))[0]?.name;

/** Whether a pool works as that role: what stands in DATABASE_URL may have had the last word. */
export const isApplication = async (on: Runner): Promise<boolean> =>
  (await on.run(current))[0]?.name === 'reclave_app';
