-- What grows for years is kept by time, so that it goes in one piece and no walk reads what is long over: cases and the log by
-- month, seals by batch. A default partition takes what has none, so nothing fails when nobody made them.

-- The least id of its time: ids of cases begin with their instant, as UUIDs of version 7 do.
create function least_id_at(at timestamptz) returns uuid immutable strict language sql as $$
  select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- No id with its instant lies below this one, of 1 November 2026. Ids given before are random: those that do are in the default.
create function first_timed_id() returns uuid immutable language sql as $$
  select '01a19467-e800-0000-0000-000000000000'::uuid
$$;

-- The first instant of a month, so many months after the one of an instant.
create function month_from(at timestamptz, months int) returns timestamptz immutable strict language sql as $$
  select (date_trunc('month', at at time zone 'UTC') + make_interval(months => months)) at time zone 'UTC'
$$;

-- Batches of the log in one partition of seals: a month and more of a log that is never quiet.
create function seals_at_once() returns int immutable language sql as $$ select 1000000 $$;

-- The log is only ever added to, through its parent: a new table would come with every right, and triggers on a whole statement
-- are not handed down.
create function guard_partition(parent text, made text) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if exists (select from pg_roles where rolname = 'reclave_app') then
    execute format('revoke all on %I from reclave_app', made);
  end if;
  if parent like 'audit%' then
    execute format('create trigger never_emptied before truncate on %I for each statement execute function refuse_rewriting()', made);
  end if;
end $$;

-- Makes one partition. False when it is there, and when the default one holds rows of it: these stay there then.
create function make_partition(parent text, made text, lower_bound text, upper_bound text) returns boolean
language plpgsql set search_path = public, pg_temp as $$
begin
  if to_regclass(made) is not null then
    return false;
  end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)', made, parent, lower_bound, upper_bound);
  perform guard_partition(parent, made);
  return true;
exception when check_violation then
  return false;
end $$;

-- Makes the partitions from an instant's month on, and gives the names of the new ones. With the rights of the owner, since the
-- application may make none; it makes and never drops. Whoever waits for a table waits less than it takes to call it a deadlock.
create function make_partitions(at timestamptz, ahead int) returns setof text
language plpgsql security definer set search_path = public, pg_temp set lock_timeout = '250ms' as $$
declare
  month text;
  low timestamptz;
  high timestamptz;
  seals int;
begin
  for n in 0..ahead loop
    low := month_from(at, n);
    high := month_from(at, n + 1);
    month := to_char(low at time zone 'UTC', 'YYYY_MM');
    if make_partition('cases', 'cases_' || month, least_id_at(low)::text, least_id_at(high)::text) then
      return next 'cases_' || month;
    end if;
    if make_partition('audit', 'audit_' || month, low::text, high::text) then
      return next 'audit_' || month;
    end if;
  end loop;
  select coalesce(max(batch), 0) / seals_at_once() into seals from audit_checkpoints;
  for n in seals..seals + 1 loop
    if make_partition('audit_leaves', 'audit_leaves_' || n, (n * seals_at_once())::text, ((n + 1) * seals_at_once())::text) then
      return next 'audit_leaves_' || n;
    end if;
  end loop;
end $$;

-- Drops one partition and what is in it: for the owner alone, who has looked at it.
create function drop_partition(parent text, name text) returns void
language plpgsql set search_path = public, pg_temp set lock_timeout = '800ms' as $$
begin
  if parent not in ('cases', 'audit', 'audit_leaves') or name !~ ('^' || parent || '_[0-9_]+$') then
    raise exception 'no partition to be dropped';
  end if;
  if parent = 'cases' then
    execute format('alter table %I detach partition %I', parent, name);
  end if;
  execute format('drop table %I', name);
end $$;

-- What nobody analyzes by itself: tables that have their rows in others.
create function analyze_partitioned() returns void language plpgsql set search_path = public, pg_temp as $$
begin
  analyze cases, audit, audit_leaves;
end $$;

-- Whether rows with an instant in front, or of the log, fell where no partition was: the application may not look there.
create function rows_without_partition(now timestamptz) returns boolean
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return exists (select from cases_default where id >= first_timed_id() and id < least_id_at(now))
    or exists (select from audit_default) or exists (select from audit_leaves_default);
end $$;

-- The log.
alter table audit rename to former_audit;
create table audit (like former_audit including comments including constraints including identity) partition by range (at);
create table audit_default partition of audit default;
alter table audit_leaves rename to former_leaves;
create table audit_leaves (like former_leaves including comments) partition by range (batch);
create table audit_leaves_default partition of audit_leaves default;

-- Cases. Others refer to them meanwhile to nothing.
alter table challenges drop constraint challenges_case_id_fkey;
alter table tickets drop constraint tickets_case_id_fkey;
alter table cases rename to former_cases;
create table cases (like former_cases including comments including constraints including defaults) partition by range (id);
create table cases_default partition of cases default;

-- Ids given before now are random and lie anywhere: with enough partitions made before they come, each finds its own, until
-- the last of them has been forgotten.
select make_partitions(now(), case when exists (select from former_cases) then 15 else 3 end);
select make_partition('audit', 'audit_' || to_char(month at time zone 'UTC', 'YYYY_MM'), month::text, month_from(month, 1)::text)
  from (select distinct month_from(at, 0) as month from former_audit) m;
select make_partition('audit_leaves', 'audit_leaves_' || n, (n * seals_at_once())::text, ((n + 1) * seals_at_once())::text)
  from (select distinct batch / seals_at_once() as n from former_leaves) b;

insert into audit overriding system value select * from former_audit;
insert into audit_leaves select * from former_leaves;
insert into cases select * from former_cases;
select setval(pg_get_serial_sequence('audit', 'seq'), last_value, is_called) from audit_seq_seq;
drop table former_audit, former_leaves, former_cases;
alter sequence audit_seq_seq1 rename to audit_seq_seq;

alter table audit add primary key (seq, at);
create index audit_of_subject on audit (subject, seq);
create index disavowable_audit on audit (subject, at desc);
create index audit_of_staff on audit (staff, seq) where staff is not null;
create index audit_of_desk on audit (event, at) where staff is not null;
create index audit_of_desk_case on audit (case_id, event, seq) where staff is not null;
create index audit_undone on audit (at) where event = 'contact-undone';
create index audit_retired on audit (seq) where event = 'log-retired';
create trigger audit_only_grows before update or delete on audit
  for each row execute function refuse_rewriting();
create trigger audit_never_emptied before truncate on audit
  for each statement execute function refuse_rewriting();

alter table audit_leaves add primary key (batch, position);
create index leaves_of_rows on audit_leaves (seq);
create trigger leaves_only_grow before update or delete on audit_leaves
  for each row execute function refuse_rewriting();
create trigger leaves_never_emptied before truncate on audit_leaves
  for each statement execute function refuse_rewriting();

alter table cases add primary key (id);
alter table cases add foreign key (name_hash) references standings;
alter table cases add foreign key (account_id) references accounts on delete cascade;
create index cases_of_starter on cases (starter, opened desc);
create index cases_of_holder on cases (holder, opened desc) where holder is not null;
create index open_cases_of_number on cases (name_hash) where closed_at is null;
alter table challenges add foreign key (case_id) references cases on delete cascade;
alter table tickets add foreign key (case_id) references cases on delete set null;

select guard_partition(parent, parent || '_default') from unnest(array['cases', 'audit', 'audit_leaves']) as t (parent);

-- What is forgotten in small pieces is found by its age.
create index outbox_by_end on outbox (done_at) where done_at is not null;
create index sessions_by_age on sessions (began);

-- When the daily upkeep last ran.
create table upkeep_runs (
  at timestamptz primary key
);
comment on column upkeep_runs.at is 'plain';

-- Whoever makes the role later calls this; now it tells of partitions, too.
create or replace function grant_to_application() returns void language plpgsql as $$
declare
  one regclass;
begin
  grant usage on schema public to reclave_app;
  grant select, insert, update, delete on all tables in schema public to reclave_app;
  grant usage on all sequences in schema public to reclave_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to reclave_app;
  alter default privileges in schema public grant usage on sequences to reclave_app;
  revoke update, delete on audit, audit_leaves, audit_checkpoints, audit_shipped from reclave_app;
  revoke insert, update, delete on migrations, upkeep_runs from reclave_app;
  grant execute on function make_partitions(timestamptz, int), rows_without_partition(timestamptz) to reclave_app;
  for one in select c.oid from pg_class c where c.relispartition and c.relkind = 'r' and c.relnamespace = 'public'::regnamespace loop
    execute format('revoke all on %s from reclave_app', one);
  end loop;
end $$;
revoke execute on function make_partitions(timestamptz, int), make_partition(text, text, text, text),
  rows_without_partition(timestamptz), guard_partition(text, text), drop_partition(text, text), analyze_partitioned() from public;
do $$ begin
  if exists (select from pg_roles where rolname = 'reclave_app') then
    perform grant_to_application();
  end if;
end $$;
