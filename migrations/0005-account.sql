-- An account to live with: who tried to sign in from where, signed-in browsers, contact changes under hold, what may be undone.

-- A wait is per number and place (a network, or a device that signed in before), so that a stranger keeps no owner out.
create table sign_in_attempts (
  name_hash bytea not null,
  place bytea not null,
  known_device boolean not null,
  failures int not null check (failures >= 0),
  failed_at timestamptz,
  primary key (name_hash, place)
);
create index sign_in_attempts_by_age on sign_in_attempts (failed_at);
comment on column sign_in_attempts.name_hash is 'plain: keyed hash of kind and identity number';
comment on column sign_in_attempts.place is 'plain: keyed hash of a network or of a device';
comment on column sign_in_attempts.known_device is 'plain';
comment on column sign_in_attempts.failures is 'plain: wrong keys in a row';
comment on column sign_in_attempts.failed_at is 'plain';

-- Browsers that signed in before. The cookie is sealed and names its row, so that it can be revoked.
create table devices (
  id uuid primary key,
  account_id bigint not null references accounts on delete cascade,
  device text not null,
  since timestamptz not null,
  seen timestamptz not null,
  revoked_at timestamptz
);
create index devices_of_account on devices (account_id) where revoked_at is null;
create index devices_by_age on devices (seen);
comment on column devices.id is 'plain: sealed in the cookie of the device';
comment on column devices.account_id is 'plain';
comment on column devices.device is 'plain: as coarse as "an Android phone"';
comment on column devices.since is 'plain';
comment on column devices.seen is 'plain';
comment on column devices.revoked_at is 'plain';

alter table sessions add column id uuid not null default gen_random_uuid() unique;
alter table sessions add column device text not null default 'other';
alter table sessions add column fresh timestamptz;
alter table sessions add column device_id uuid references devices on delete set null;
create index sessions_by_begin on sessions (account_id, began desc);
create index sessions_of_device on sessions (device_id) where device_id is not null;
alter table sessions add column key_checked_at timestamptz;
comment on column sessions.id is 'plain: names the session in the list of its owner, and opens nothing';
comment on column sessions.device is 'plain: as coarse as "an Android phone"';
comment on column sessions.fresh is 'plain: when the key or passkey was last given';
comment on column sessions.device_id is 'plain: the known device it runs on';
comment on column sessions.key_checked_at is 'plain: when the current key or a passkey was given in order to set another key; emptied by its use';

alter table cases add column purpose text not null default 'recover' check (purpose in ('recover', 'unlock', 'first-key'));
comment on column cases.purpose is 'plain';

alter table accounts add column contacts_checked_at timestamptz;
alter table accounts add column signed_in_at timestamptz;
alter table accounts add column frozen_at timestamptz;
alter table accounts add column reminded_at timestamptz;
-- Whom to ask once a year whether the contact data are still right.
create index accounts_by_check on accounts (greatest(coalesce(contacts_checked_at, imported_at), reminded_at));
comment on column accounts.contacts_checked_at is 'plain: when the person last said that the contact data are right';
comment on column accounts.signed_in_at is 'plain';
comment on column accounts.reminded_at is 'plain: when the yearly question about the contact data was last sent';
comment on column accounts.frozen_at is 'plain: "it was not me" was pressed; two channels or an office open it again';

-- One change of one contact: asked for, confirmed from the new address, held, and then effective or cancelled.
create table contact_changes (
  id uuid primary key,
  account_id bigint not null references accounts on delete cascade,
  slot text not null check (slot in ('email', 'second-email', 'phone')),
  stage jsonb not null,
  contacts bytea not null,
  code bytea not null,
  cancel_hash bytea unique,
  asked_at timestamptz not null,
  due timestamptz,
  closed_at timestamptz
);
-- One open change of each contact: the newest replaces the older one.
create unique index one_open_change on contact_changes (account_id, slot) where closed_at is null;
create index changes_due on contact_changes (due) where closed_at is null;
create index changes_of_account on contact_changes (account_id, asked_at desc);
comment on column contact_changes.id is 'plain';
comment on column contact_changes.account_id is 'plain';
comment on column contact_changes.slot is 'plain';
comment on column contact_changes.stage is 'plain';
comment on column contact_changes.contacts is 'personal: sealed former and new contact, and the token that cancels';
comment on column contact_changes.code is 'secret: sealed';
comment on column contact_changes.cancel_hash is 'secret: SHA-256 of 256 random bits';
comment on column contact_changes.asked_at is 'plain';
comment on column contact_changes.due is 'plain: when time alone next means something: reminder, grant, lapse';
comment on column contact_changes.closed_at is 'plain';

-- "It was not me": what a notice's link undoes.
create table disavowals (
  token_hash bytea primary key,
  account_id bigint not null references accounts on delete cascade,
  at timestamptz not null,
  until timestamptz not null,
  used_at timestamptz
);
create index disavowals_by_age on disavowals (until);
comment on column disavowals.token_hash is 'secret: SHA-256 of 256 random bits';
comment on column disavowals.account_id is 'plain';
comment on column disavowals.at is 'plain: when what the notice tells of happened';
comment on column disavowals.until is 'plain';
comment on column disavowals.used_at is 'plain';

-- Frozen at the person's word, until a second channel or an office opens it.
create table fraud_cases (
  id uuid primary key,
  account_id bigint not null references accounts on delete cascade,
  words text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  closed_by text check (closed_by in ('two-channels', 'office'))
);
create index fraud_cases_of_account on fraud_cases (account_id, opened_at desc);
comment on column fraud_cases.id is 'plain';
comment on column fraud_cases.account_id is 'plain';
comment on column fraud_cases.words is 'plain: the two words, which reveal nothing';
comment on column fraud_cases.opened_at is 'plain';
comment on column fraud_cases.closed_at is 'plain';
comment on column fraud_cases.closed_by is 'plain';

create table saved_codes (
  account_id bigint not null references accounts on delete cascade,
  code_hash bytea not null,
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);
comment on column saved_codes.account_id is 'plain';
comment on column saved_codes.code_hash is 'secret: keyed hash of account and 80 random bits';
comment on column saved_codes.made_at is 'plain';
comment on column saved_codes.used_at is 'plain';

create table passkeys (
  credential_id bytea primary key,
  account_id bigint not null references accounts on delete cascade,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null default '{}',
  device text not null,
  made_at timestamptz not null,
  used_at timestamptz
);
create index passkeys_of_account on passkeys (account_id);
comment on column passkeys.credential_id is 'plain: chosen by the authenticator';
comment on column passkeys.account_id is 'plain';
comment on column passkeys.public_key is 'plain: COSE';
comment on column passkeys.counter is 'plain';
comment on column passkeys.transports is 'plain';
comment on column passkeys.device is 'plain: as coarse as "an Android phone"';
comment on column passkeys.made_at is 'plain';
comment on column passkeys.used_at is 'plain';

-- A challenge given to an authenticator works once and for five minutes.
create table passkey_challenges (
  challenge_hash bytea primary key,
  browser bytea not null,
  purpose text not null check (purpose in ('add', 'sign-in', 'recover', 'confirm')),
  until timestamptz not null
);
comment on column passkey_challenges.challenge_hash is 'secret: SHA-256 of 256 random bits';
comment on column passkey_challenges.browser is 'plain: SHA-256 of the browser cookie, with the account when one is added';
comment on column passkey_challenges.purpose is 'plain';
comment on column passkey_challenges.until is 'plain';

-- A code by post, for whom no contact is confirmed (NIST SP 800-63B-4, 4.2.1.2).
create table letters (
  id uuid primary key,
  name_hash bytea not null,
  account_id bigint references accounts on delete cascade,
  live boolean not null,
  code_hash bytea not null,
  payload bytea,
  asked_at timestamptz not null,
  until timestamptz not null,
  exported_at timestamptz,
  used_at timestamptz
);
create index letters_of_number on letters (name_hash, asked_at desc);
create index letters_to_export on letters (asked_at) where payload is not null;
comment on column letters.id is 'plain';
comment on column letters.name_hash is 'plain: keyed hash of kind and identity number';
comment on column letters.account_id is 'plain';
comment on column letters.live is 'plain: a decoy is never printed';
comment on column letters.code_hash is 'secret: keyed hash of number and 80 random bits';
comment on column letters.payload is 'secret: sealed name, postal address and code; emptied when printed';
comment on column letters.asked_at is 'plain';
comment on column letters.until is 'plain';
comment on column letters.exported_at is 'plain';
comment on column letters.used_at is 'plain';

alter table audit drop constraint possession_behind_every_key;
alter table audit add constraint possession_behind_every_key check (
  event <> 'key-chosen' or after is distinct from 'closed:completed'
  or refusal is not null
  or coalesce(evidence, 'none') ~ '^(mailbox|phone|saved-code|passkey|letter|office)(,(mailbox|phone|saved-code|passkey|letter|office))*$'
);
create index disavowable_audit on audit (subject, at desc);
