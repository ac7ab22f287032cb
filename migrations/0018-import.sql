-- A row of the records that says what it said before is known by this alone, and writes nothing.
alter table accounts add column imported_digest bytea;
comment on column accounts.imported_digest is 'personal: keyed hash of what the records said, without keys and answers';

-- How far each people file was brought: whoever is cut off goes on from the last whole batch.
create table imports (
  id bigint generated always as identity primary key,
  began_at timestamptz not null,
  size bigint not null,
  digest bytea not null,
  place bigint not null,
  line bigint not null,
  rows bigint not null default 0,
  added bigint not null default 0,
  changed bigint not null default 0,
  refused bigint not null default 0,
  report_size bigint not null default 0,
  done_at timestamptz
);
create index open_imports on imports (size) where done_at is null;
comment on column imports.id is 'plain';
comment on column imports.began_at is 'plain';
comment on column imports.size is 'plain: bytes of the file';
comment on column imports.digest is 'plain: keyed hash of the file up to the place';
comment on column imports.place is 'plain: bytes brought so far, always the end of a row';
comment on column imports.line is 'plain: the next line of the file';
comment on column imports.rows is 'plain';
comment on column imports.added is 'plain';
comment on column imports.changed is 'plain';
comment on column imports.refused is 'plain';
comment on column imports.report_size is 'plain: bytes of the report that belong to these rows';
comment on column imports.done_at is 'plain';

-- The shape of a batch on its way in, and always empty: each batch makes a temporary table like it, which no backup holds up.
create table import_rows (
  place int not null,
  name_hash bytea not null,
  subject text not null,
  status text not null,
  lock text,
  personal bytea not null,
  digest bytea not null,
  holders bytea[] not null,
  careful boolean not null,
  answered boolean not null,
  account_id bigint,
  is_new boolean
);
comment on column import_rows.place is 'plain';
comment on column import_rows.name_hash is 'plain: keyed hash of kind and identity number';
comment on column import_rows.subject is 'plain';
comment on column import_rows.status is 'plain';
comment on column import_rows.lock is 'plain';
comment on column import_rows.personal is 'personal: sealed, as accounts.personal';
comment on column import_rows.digest is 'personal: keyed hash, as accounts.imported_digest';
comment on column import_rows.holders is 'plain: keyed hashes of contacts, as contact_holders.address_hash';
comment on column import_rows.careful is 'plain: a new person with a key or answers to hash, or a number that stands twice';
comment on column import_rows.answered is 'plain: brings answers';
comment on column import_rows.account_id is 'plain';
comment on column import_rows.is_new is 'plain: added by this batch';

-- A batch is a temporary table; some houses take that right from everybody.
do $$ begin
  execute format('grant temporary on database %I to reclave_app', current_database());
exception when undefined_object or insufficient_privilege then
  null;
end $$;
