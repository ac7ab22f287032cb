import { type Runner, statement } from '../database.ts';

/** One table of a table that is cut by time. `until` is its end: an instant, or for seals the first batch after it. */
export type Partition = {
  readonly name: string;
  readonly parent: 'cases' | 'outbox' | 'limits' | 'audit' | 'audit_leaves';
  readonly until: Date | null;
  readonly batches: { readonly from: number; readonly to: number } | null;
};

type Row = {
  name: string;
  parent: Partition['parent'];
  until: Date | null;
  from: number | null;
  to: number | null;
};

const make = statement<{ name: string }>(
  'make-partitions',
  'select name from make_partitions($1, $2) as made (name)',
);
const drop = statement<{ gone: boolean }>('drop-partition', 'select drop_partition($1, $2) as gone');
const list = statement<Row>(
  'list-partitions',
  `select name, parent, case parent when 'audit_leaves' then null
       when 'limits' then day_from(to_date(right(name, 10), 'YYYY_MM_DD')::timestamp at time zone 'UTC', 1)
       else month_from(to_date(right(name, 7), 'YYYY_MM')::timestamp at time zone 'UTC', 1) end as until,
     case when parent = 'audit_leaves' then part * seals_at_once() end as "from",
     case when parent = 'audit_leaves' then (part + 1) * seals_at_once() end as "to"
   from (select c.relname::text as name, p.relname::text as parent, (regexp_match(c.relname, '\\d+$'))[1]::int as part
     from pg_inherits i join pg_class c on c.oid = i.inhrelid join pg_class p on p.oid = i.inhparent
     where p.relkind = 'p' and p.relnamespace = 'public'::regnamespace and c.relname ~ '\\d$') t
   order by parent, until, part`,
);
const strays = statement<{ found: boolean }>(
  'rows-without-partition',
  'select rows_without_partition($1) as found',
);
const analyze = statement('analyze-partitioned', 'select analyze_partitioned()');
const noteRun = statement('note-upkeep', 'insert into upkeep_runs (at) values ($1) on conflict do nothing');
const forgetRuns = statement('forget-upkeep', 'delete from upkeep_runs where at < $1');
const lastRun = statement<{ at: Date | null }>('last-upkeep', 'select max(at) as at from upkeep_runs');

/** Makes what is missing from an instant's month to so many months ahead, 40 at most; gives the names. The application may do this. */
export const makePartitions = async (on: Runner, at: Date, months: number): Promise<string[]> =>
  (await on.run(make, [at, months])).map(({ name }) => name);

/** The partitions that are there, without those that take what has no other. */
export const partitions = async (on: Runner): Promise<Partition[]> =>
  (await on.run(list)).map(({ name, parent, until, from, to }) => ({
    name,
    parent,
    until,
    batches: from !== null && to !== null ? { from, to } : null,
  }));

/** Drops a partition with all its rows; false when a message of it waits again. Only the owner of the tables can. */
export const dropPartition = async (owner: Runner, { parent, name }: Partition): Promise<boolean> =>
  (await owner.run(drop, [parent, name]))[0]?.gone ?? false;

/** Whether rows fell where no partition was. */
export const hasStrays = async (on: Runner, now: Date): Promise<boolean> =>
  (await on.run(strays, [now]))[0]?.found ?? false;

/** Nobody else counts tables that have their rows in others, and plans go wrong for want of it. */
export const analyzePartitioned = (owner: Runner): Promise<unknown[]> => owner.run(analyze);

/** Notes that the upkeep ran, and forgets when it did long ago. */
export async function noteUpkeep(owner: Runner, at: Date, forgetBefore: Date): Promise<void> {
  await owner.run(noteRun, [at]);
  await owner.run(forgetRuns, [forgetBefore]);
}

export const lastUpkeep = async (on: Runner): Promise<Date | undefined> =>
  (await on.run(lastRun))[0]?.at ?? undefined;
