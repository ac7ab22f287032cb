-- Messages wait here, in the transaction that caused them, until they are handed over or their secret has expired.
create table outbox (
  id bigint generated always as identity primary key,
  parcel_id uuid not null unique,
  case_id uuid,
  payload bytea,
  due timestamptz not null,
  drop_after timestamptz not null,
  tries int not null default 0 check (tries >= 0),
  state text not null default 'queued' check (state in ('queued', 'sent', 'dropped', 'dead')),
  last_reason text,
  done_at timestamptz
);
create index outbox_due on outbox (due) where state = 'queued';
comment on column outbox.id is 'plain';
comment on column outbox.parcel_id is 'plain: becomes the Message-ID';
comment on column outbox.case_id is 'plain';
comment on column outbox.payload is 'secret: sealed recipient, link and code; emptied when done';
comment on column outbox.due is 'plain';
comment on column outbox.drop_after is 'plain';
comment on column outbox.tries is 'plain';
comment on column outbox.state is 'plain';
comment on column outbox.last_reason is 'plain: a short code, never what a relay said';
comment on column outbox.done_at is 'plain';

-- Who did what. Only ever added to.
create table audit (
  seq bigint generated always as identity primary key,
  at timestamptz not null,
  actor text not null,
  event text not null,
  subject bytea,
  case_id uuid,
  before text,
  after text,
  refusal text,
  evidence text,
  network bytea,
  note text,
  policy_version text not null,
  constraint possession_behind_every_key check (
    event <> 'key-chosen' or after is distinct from 'closed:completed'
    -- A form sent twice: the second is refused on a case that is completed already.
    or refusal is not null
    -- Not `evidence in (...)` alone: for a null that is null, which a check lets pass.
    or coalesce(evidence, 'none') in ('mailbox', 'phone', 'saved-code', 'passkey', 'office')
  )
);
create index audit_of_subject on audit (subject, seq);
comment on column audit.seq is 'plain';
comment on column audit.at is 'plain';
comment on column audit.actor is 'plain';
comment on column audit.event is 'plain: the kind of the event, never what was typed';
comment on column audit.subject is 'plain: keyed hash of kind and identity number';
comment on column audit.case_id is 'plain';
comment on column audit.before is 'plain';
comment on column audit.after is 'plain';
comment on column audit.refusal is 'plain';
comment on column audit.evidence is 'plain: class of evidence; questions are never among them';
comment on column audit.network is 'plain: keyed hash of the network';
comment on column audit.note is 'plain: what the system noticed, from a closed list';
comment on column audit.policy_version is 'plain';

create function refuse_rewriting() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only ever added to';
end $$;
create trigger audit_only_grows before update or delete on audit
  for each row execute function refuse_rewriting();
create trigger audit_never_emptied before truncate on audit
  for each statement execute function refuse_rewriting();

create table sessions (
  id_hash bytea primary key,
  account_id bigint not null references accounts on delete cascade,
  portal text not null,
  began timestamptz not null,
  seen timestamptz not null,
  ended_at timestamptz
);
create index sessions_of_account on sessions (account_id) where ended_at is null;
comment on column sessions.id_hash is 'secret: SHA-256 of 256 random bits';
comment on column sessions.account_id is 'plain';
comment on column sessions.portal is 'plain';
comment on column sessions.began is 'plain';
comment on column sessions.seen is 'plain';
comment on column sessions.ended_at is 'plain';

-- Counters of starts, by keyed hash of what is counted, and solved robot checks, each usable once.
create table limits (
  counted bytea not null,
  since timestamptz not null,
  n int not null,
  primary key (counted, since)
);
create index limits_by_age on limits (since);
comment on column limits.counted is 'plain: keyed hash of a number, network or destination';
comment on column limits.since is 'plain';
comment on column limits.n is 'plain';

create table spent_checks (
  solution bytea primary key,
  until timestamptz not null
);
comment on column spent_checks.solution is 'plain: hash of a used robot check';
comment on column spent_checks.until is 'plain';
