import { leastIdAt } from '../../lib/timed-id.ts';
import { type Runner, type Statement, statement } from '../database.ts';

/** What of a table is old at an instant: it is little, or is kept short. What lives is never among it. */
type Old = { readonly table: string; readonly key: string; readonly where: string };

// Cases that have no month of their own, mostly those of former releases. Messages likewise; those whose month waits for one of
// them; and dead letters, which hold what they were to say.
const old = {
  cases: { table: 'cases_default', key: 'id', where: 'opened < $1' },
  messages: {
    table: 'outbox',
    key: 'parcel_id',
    where: `done_at < $1 and state <> 'queued'
      and (state = 'dead' or parcel_id < least_id_at(month_from($1, 0)) or tableoid = 'outbox_default'::regclass)`,
  },
  sessions: { table: 'sessions', key: 'id_hash', where: 'began < $1' },
  'desk cases': { table: 'desk_cases', key: 'id', where: 'closed_at < $1' },
  // Offices still look at a contact that many accounts share.
  'contact changes': { table: 'contact_changes', key: 'id', where: 'closed_at < $1 and not shared' },
  'break-glass changes': { table: 'break_glass', key: 'id', where: 'coalesce(closed_at, until) < $1' },
  imports: { table: 'imports', key: 'id', where: 'began_at < $1' },
} as const satisfies Record<string, Old>;

/** What is forgotten row by row. */
export type Forgettable = keyof typeof old;

// Sound: the keys of an object of ours that nobody adds to.
export const forgettable = Object.keys(old) as readonly Forgettable[];

type Gone = { n: number };

type Said = { readonly forget: Statement<Gone>; readonly count: Statement<{ n: string }> };

const said = (what: Forgettable): Said => {
  const { table, key, where } = old[what];
  return {
    forget: statement(
      `forget-${what}`,
      `with gone as (delete from ${table} where ${key} in (
         select ${key} from ${table} where ${where} limit $2) returning ${key})
       select count(*)::int as n from gone`,
    ),
    count: statement(
      `${what}-to-forget`,
      `select count(*) as n from ${table} where ${where} and tableoid <> all ($2::regclass[])`,
    ),
  };
};
const statements = new Map(forgettable.map((what) => [what, said(what)]));

function saidOf(what: Forgettable): Said {
  const found = statements.get(what);
  if (!found) throw new TypeError(`Nothing forgets ${what}`);
  return found;
}

const monthNeeded = statement<{ needed: boolean }>(
  'month-of-messages-needed',
  `select exists (select from outbox where parcel_id >= $1 and parcel_id < $2
     and (state = 'queued' or done_at >= $3)) as needed`,
);
const challenges = statement<Gone>(
  'forget-challenges',
  `with gone as (delete from challenges where id in (
     select id from challenges where case_id >= $1 and case_id < $2 limit $3) returning id)
   select count(*)::int as n from gone`,
);
const tickets = statement(
  'forget-cases-of-tickets',
  'update tickets set case_id = null where case_id >= $1 and case_id < $2',
);

/** Small enough that nobody waits for a row of it. */
const atOnce = 5000;

async function allOf(turn: () => Promise<Gone[]>): Promise<number> {
  let all = 0;
  for (let n = atOnce; n === atOnce; all += n) n = (await turn())[0]?.n ?? 0;
  return all;
}

/** Forgets what ended before an instant, in small pieces; gives how much. What lives is never among it. */
export const forget = (owner: Runner, what: Forgettable, before: Date): Promise<number> =>
  allOf(() => owner.run(saidOf(what).forget, [before, atOnce]));

/** How much that would be, besides what goes with some partitions. */
export const countForgettable = async (
  on: Runner,
  what: Forgettable,
  before: Date,
  partitions: readonly string[],
): Promise<number> => Number((await on.run(saidOf(what).count, [before, partitions]))[0]?.n ?? 0);

/** Whether a message of the month that ends then waits still, or ended since an instant. */
export async function isMonthOfMessagesNeeded(on: Runner, until: Date, since: Date): Promise<boolean> {
  const from = new Date(Date.UTC(until.getUTCFullYear(), until.getUTCMonth() - 1));
  const [row] = await on.run(monthNeeded, [leastIdAt(from), leastIdAt(until), since]);
  return row?.needed ?? true;
}

/** Forgets what refers to the cases of a month, before they go in one piece. */
export async function forgetOfCases(owner: Runner, from: Date, to: Date): Promise<void> {
  const ids = [leastIdAt(from), leastIdAt(to)];
  await allOf(() => owner.run(challenges, [...ids, atOnce]));
  await owner.run(tickets, ids);
}
