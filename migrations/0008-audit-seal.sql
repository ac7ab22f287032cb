-- What the log is sealed with: the hash of each row, and a signed checkpoint for each batch, each naming the one before it.
create table audit_leaves (
  seq bigint primary key,
  batch int not null,
  position int not null,
  hash bytea not null,
  unique (batch, position)
);
comment on column audit_leaves.seq is 'plain: the row of the log';
comment on column audit_leaves.batch is 'plain';
comment on column audit_leaves.position is 'plain: place in the tree of the batch';
comment on column audit_leaves.hash is 'plain: SHA-256 of the row, as RFC 6962';

create table audit_checkpoints (
  batch int primary key,
  first_seq bigint not null,
  last_seq bigint not null,
  count int not null,
  root bytea not null,
  previous bytea not null,
  sealed_at timestamptz not null,
  key_id text not null,
  signature bytea not null
);
comment on column audit_checkpoints.batch is 'plain';
comment on column audit_checkpoints.first_seq is 'plain';
comment on column audit_checkpoints.last_seq is 'plain';
comment on column audit_checkpoints.count is 'plain';
comment on column audit_checkpoints.root is 'plain: root of the tree of the batch';
comment on column audit_checkpoints.previous is 'plain: hash of the checkpoint before';
comment on column audit_checkpoints.sealed_at is 'plain';
comment on column audit_checkpoints.key_id is 'plain: name of a root key';
comment on column audit_checkpoints.signature is 'plain: Ed25519';

-- Up to where each outside sink has the checkpoints.
create table audit_shipped (
  sink bytea not null,
  batch int not null,
  at timestamptz not null,
  primary key (sink, batch)
);
comment on column audit_shipped.sink is 'plain: keyed hash of the address';
comment on column audit_shipped.batch is 'plain';
comment on column audit_shipped.at is 'plain';

create trigger leaves_only_grow before update or delete on audit_leaves
  for each row execute function refuse_rewriting();
create trigger leaves_never_emptied before truncate on audit_leaves
  for each statement execute function refuse_rewriting();
create trigger checkpoints_only_grow before update or delete on audit_checkpoints
  for each row execute function refuse_rewriting();
create trigger checkpoints_never_emptied before truncate on audit_checkpoints
  for each statement execute function refuse_rewriting();
create trigger shipped_only_grows before update or delete on audit_shipped
  for each row execute function refuse_rewriting();
create trigger shipped_never_emptied before truncate on audit_shipped
  for each statement execute function refuse_rewriting();

-- For the auditors' questions; what people do themselves pays nothing for them.
create index audit_of_desk on audit (event, at) where staff is not null;
create index audit_of_desk_case on audit (case_id, event, seq) where staff is not null;
create index audit_undone on audit (at) where event = 'contact-undone';

-- One key for what the log holds of one person. Erasing it erases that, and the rows stay as they were sealed.
create table audit_person_keys (
  subject bytea primary key,
  data_key bytea not null,
  made_at timestamptz not null
);
comment on column audit_person_keys.subject is 'plain: keyed hash of kind and identity number';
comment on column audit_person_keys.data_key is 'secret: sealed; opens the personal part of this person''s rows';
comment on column audit_person_keys.made_at is 'plain';

-- The application may do what it needs, and of the log no more than add and read. Whoever makes the role later calls this.
create function grant_to_application() returns void language plpgsql as $$
begin
  grant usage on schema public to reclave_app;
  grant select, insert, update, delete on all tables in schema public to reclave_app;
  grant usage on all sequences in schema public to reclave_app;
  alter default privileges in schema public grant select, insert, update, delete on tables to reclave_app;
  alter default privileges in schema public grant usage on sequences to reclave_app;
  revoke update, delete on audit, audit_leaves, audit_checkpoints, audit_shipped from reclave_app;
  revoke insert, update, delete on migrations from reclave_app;
end $$;

-- Roles belong to the whole server: another database may have made it, or be making it at this moment.
do $$ begin
  if not exists (select from pg_roles where rolname = 'reclave_app') then
    create role reclave_app nologin;
  end if;
  if not (select rolsuper from pg_roles where rolname = current_user) then
    grant reclave_app to current_user;
  end if;
exception when duplicate_object or unique_violation or insufficient_privilege then
  null;
end $$;
do $$ begin
  if exists (select from pg_roles where rolname = 'reclave_app') then
    perform grant_to_application();
  end if;
end $$;
