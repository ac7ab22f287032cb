-- Messages go by the month in which they were asked for, counters by the day: the bulk of both goes in one piece, as cases do.

-- The first instant of a day, so many days after the one of an instant.
create function day_from(at timestamptz, days int) returns timestamptz immutable strict language sql as $$
  select (date_trunc('day', at at time zone 'UTC') + make_interval(days => days)) at time zone 'UTC'
$$;

-- More months than any policy keeps, and no more: whoever injects SQL as the application could make tables without end.
create function most_partitions(parent text) returns int immutable strict language sql as $$
  select case when parent like 'audit%' then 1300 else 240 end
$$;

-- Makes one partition. False when it is there, or somebody else makes it, and when the default one holds rows of it: these stay there
-- then.
create or replace function make_partition(parent text, made text, lower_bound text, upper_bound text) returns boolean
language plpgsql set search_path = public, pg_temp as $$
begin
  if to_regclass(made) is not null then
    return false;
  end if;
  if (select count(*) from pg_inherits where inhparent = to_regclass(parent)) > most_partitions(parent) then
    raise exception '% has too many partitions', parent;
  end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)', made, parent, lower_bound, upper_bound);
  perform guard_partition(parent, made);
  return true;
exception when check_violation or duplicate_table then
  return false;
end $$;

-- Makes the partitions from an instant's month on, of counters for four days, and gives the names of the new ones. With the rights
-- of the owner, since the application may make none; it makes and never drops. Whoever waits for a table waits less than it takes
-- to call it a deadlock.
create or replace function make_partitions(at timestamptz, ahead int) returns setof text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '250ms' as $$
declare
  parent text;
  made text;
  low timestamptz;
  high timestamptz;
  seals int;
begin
  if ahead > 40 then
    raise exception 'too many months ahead';
  end if;
  for n in 0..ahead loop
    low := month_from(at, n);
    high := month_from(at, n + 1);
    foreach parent in array array['cases', 'outbox', 'audit'] loop
      made := parent || to_char(low at time zone 'UTC', '_YYYY_MM');
      if (case parent when 'audit' then make_partition(parent, made, low::text, high::text)
           else make_partition(parent, made, least_id_at(low)::text, least_id_at(high)::text) end) then
        return next made;
      end if;
    end loop;
  end loop;
  for n in 0..3 loop
    low := day_from(at, n);
    made := to_char(low at time zone 'UTC', '"limits_"YYYY_MM_DD');
    if make_partition('limits', made, low::text, day_from(at, n + 1)::text) then
      return next made;
    end if;
  end loop;
  select coalesce(max(batch), 0) / seals_at_once() into seals from audit_checkpoints;
  for n in seals..seals + 1 loop
    if make_partition('audit_leaves', 'audit_leaves_' || n, (n * seals_at_once())::text, ((n + 1) * seals_at_once())::text) then
      return next 'audit_leaves_' || n;
    end if;
  end loop;
end $$;

-- Drops one partition and what is in it: for the owner alone, who has looked at it. False when messages of it wait: one may have
-- been put back since.
drop function drop_partition(text, text);
create function drop_partition(parent text, name text) returns boolean
language plpgsql set search_path = public, pg_temp set lock_timeout = '800ms' as $$
declare
  waits boolean;
begin
  if parent not in ('cases', 'outbox', 'limits', 'audit', 'audit_leaves') or name !~ ('^' || parent || '_[0-9_]+$') then
    raise exception 'no partition to be dropped';
  end if;
  if parent = 'cases' then
    execute format('alter table %I detach partition %I', parent, name);
  elsif parent = 'outbox' then
    lock table only outbox in access exclusive mode;
    execute format('select exists (select from %I where state = ''queued'')', name) into waits;
    if waits then
      return false;
    end if;
  end if;
  execute format('drop table %I', name);
  return true;
end $$;
revoke execute on function drop_partition(text, text) from public;

create or replace function analyze_partitioned() returns void language plpgsql set search_path = public, pg_temp as $$
begin
  analyze cases, outbox, limits, audit, audit_leaves;
end $$;

-- Whether rows with an instant in front, or of the log, fell where no partition was: the application may not look there. Counters
-- are not asked for: there they live a day, as anywhere.
create or replace function rows_without_partition(now timestamptz) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select from cases_default where id >= first_timed_id() and id < least_id_at(now))
    or exists (select from outbox_default where parcel_id >= first_timed_id() and parcel_id < least_id_at(now))
    or exists (select from audit_default) or exists (select from audit_leaves_default);
end $$;

-- Messages: the id of a parcel begins with its instant and names its row alone.
alter table outbox drop column id;
alter table outbox rename to former_outbox;
create table outbox (like former_outbox including comments including constraints including defaults) partition by range (parcel_id);
create table outbox_default partition of outbox default;

-- Counters, the instant first in their key: what is old is found by it, too.
alter table limits rename to former_limits;
create table limits (like former_limits including comments including constraints) partition by range (since);
create table limits_default partition of limits default;

-- Parcels of notices had random ids, which lie anywhere: with enough partitions made before they come, each finds its own.
select make_partitions(now(), case when exists (select from former_outbox) then 15 else 3 end);
select make_partition('outbox', to_char(month at time zone 'UTC', '"outbox_"YYYY_MM'), least_id_at(month)::text,
    least_id_at(month_from(month, 1))::text)
  from (select distinct month_from(to_timestamp(('x' || left(replace(parcel_id::text, '-', ''), 12))::bit(48)::bigint / 1000.0), 0)
      as month from former_outbox where substr(parcel_id::text, 15, 1) = '7') m;
select make_partition('limits', to_char(day_from(now(), -1) at time zone 'UTC', '"limits_"YYYY_MM_DD'), day_from(now(), -1)::text,
    day_from(now(), 0)::text) where exists (select from former_limits);

insert into outbox select * from former_outbox;
insert into limits select * from former_limits;
drop table former_outbox, former_limits;

alter table outbox add primary key (parcel_id);
create index outbox_due on outbox (due) where state = 'queued';
create index outbox_done on outbox (done_at) where done_at is not null;
alter table limits add primary key (since, counted);

select guard_partition(parent, parent || '_default') from unnest(array['outbox', 'limits']) as t (parent);
revoke execute on function make_partition(text, text, text, text) from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'reclave_app') then
    perform grant_to_application();
  end if;
end $$;
