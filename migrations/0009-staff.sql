-- Who works with the accounts of others. Shown to auditors by code, never by name.
create table staff (
  id uuid primary key,
  code text not null unique,
  name bytea not null,
  name_hash bytea not null unique,
  roles text[] not null check (
    cardinality(roles) > 0 and roles <@ array['agent', 'supervisor', 'auditor', 'administrator']
  ),
  added_at timestamptz not null,
  accepted_at timestamptz,
  disabled_at timestamptz
);
comment on column staff.id is 'plain';
comment on column staff.code is 'plain: what stands for the name, as "A-104"';
comment on column staff.name is 'personal: sealed name';
comment on column staff.name_hash is 'plain: keyed hash of kind and own identity number, as an account of that number has it';
comment on column staff.roles is 'plain';
comment on column staff.added_at is 'plain';
comment on column staff.accepted_at is 'plain: when confidentiality was undertaken';
comment on column staff.disabled_at is 'plain';

-- A link to enrol: once, for a day. The newest replaces the others.
create table staff_invitations (
  token_hash bytea primary key,
  staff_id uuid not null references staff,
  until timestamptz not null,
  used_at timestamptz
);
create index staff_invitations_of_member on staff_invitations (staff_id);
comment on column staff_invitations.token_hash is 'secret: SHA-256 of 256 random bits';
comment on column staff_invitations.staff_id is 'plain';
comment on column staff_invitations.until is 'plain';
comment on column staff_invitations.used_at is 'plain';

create table staff_passkeys (
  credential_id bytea primary key,
  staff_id uuid not null references staff,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  made_at timestamptz not null,
  used_at timestamptz
);
create index staff_passkeys_of_member on staff_passkeys (staff_id);
comment on column staff_passkeys.credential_id is 'plain: chosen by the authenticator';
comment on column staff_passkeys.staff_id is 'plain';
comment on column staff_passkeys.public_key is 'plain: COSE';
comment on column staff_passkeys.counter is 'plain';
comment on column staff_passkeys.transports is 'plain';
comment on column staff_passkeys.made_at is 'plain';
comment on column staff_passkeys.used_at is 'plain';

-- A session works in the browser it began in, and nowhere else. Its shift is chosen after signing in.
create table staff_sessions (
  id_hash bytea primary key,
  id uuid not null unique default gen_random_uuid(),
  staff_id uuid not null references staff,
  browser bytea not null,
  office text,
  window_label text,
  role text check (role in ('agent', 'supervisor', 'auditor', 'administrator')),
  began timestamptz not null,
  seen timestamptz not null,
  fresh timestamptz not null,
  ended_at timestamptz
);
create index staff_sessions_of_member on staff_sessions (staff_id) where ended_at is null;
comment on column staff_sessions.id_hash is 'secret: SHA-256 of 256 random bits';
comment on column staff_sessions.id is 'plain: names the session, opens nothing';
comment on column staff_sessions.staff_id is 'plain';
comment on column staff_sessions.browser is 'plain: SHA-256 of the browser cookie; the device';
comment on column staff_sessions.office is 'plain: id of an office of the institution';
comment on column staff_sessions.window_label is 'plain: as the window is labelled';
comment on column staff_sessions.role is 'plain: the one of this shift';
comment on column staff_sessions.began is 'plain';
comment on column staff_sessions.seen is 'plain';
comment on column staff_sessions.fresh is 'plain: when a passkey was last touched';
comment on column staff_sessions.ended_at is 'plain';

-- Whose accounts a member must keep away from.
create table staff_relatives (
  staff_id uuid not null references staff,
  name_hash bytea not null,
  primary key (staff_id, name_hash)
);
comment on column staff_relatives.staff_id is 'plain';
comment on column staff_relatives.name_hash is 'plain: keyed hash of kind and identity number';

-- What was typed when a session ended, for the same member at the same page.
create table staff_drafts (
  staff_id uuid not null references staff,
  page text not null,
  value bytea not null,
  at timestamptz not null,
  primary key (staff_id, page)
);
create index staff_drafts_by_age on staff_drafts (at);
comment on column staff_drafts.staff_id is 'plain';
comment on column staff_drafts.page is 'plain: an address of ours';
comment on column staff_drafts.value is 'personal: sealed fields of a form';
comment on column staff_drafts.at is 'plain';

alter table passkey_challenges drop constraint passkey_challenges_purpose_check;
alter table passkey_challenges add constraint passkey_challenges_purpose_check check (
  purpose in ('add', 'sign-in', 'recover', 'confirm', 'staff-enrol', 'staff-sign-in', 'staff-touch')
);
