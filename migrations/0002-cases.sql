-- What a number has used up, known or not, over all its cases and browsers.
create table standings (
  name_hash bytea primary key,
  code_since timestamptz not null,
  code_used int not null default 0 check (code_used >= 0),
  screen_since timestamptz not null,
  screen_used int not null default 0 check (screen_used >= 0),
  messages timestamptz[] not null default '{}',
  told_at timestamptz,
  questions bytea,
  sign_in_failures int not null default 0 check (sign_in_failures >= 0),
  sign_in_failed_at timestamptz
);
comment on column standings.name_hash is 'plain: keyed hash of kind and identity number';
comment on column standings.code_since is 'plain';
comment on column standings.code_used is 'plain';
comment on column standings.screen_since is 'plain';
comment on column standings.screen_used is 'plain';
comment on column standings.messages is 'plain: when messages were asked for';
comment on column standings.told_at is 'plain';
comment on column standings.questions is 'personal: sealed set of questions, kept so that failing never changes it';
comment on column standings.sign_in_failures is 'plain';
comment on column standings.sign_in_failed_at is 'plain';

create table cases (
  id uuid primary key,
  name_hash bytea not null references standings,
  account_id bigint references accounts on delete cascade,
  profile text not null,
  portal text,
  words text not null,
  language text not null,
  device text not null,
  starter bytea not null,
  holder bytea,
  stage jsonb not null,
  typed bytea not null,
  opened timestamptz not null,
  closed_at timestamptz,
  policy_version text not null
);
create index cases_of_starter on cases (starter, opened desc);
create index cases_of_holder on cases (holder, opened desc) where holder is not null;
create index open_cases_of_number on cases (name_hash) where closed_at is null;
comment on column cases.id is 'plain';
comment on column cases.name_hash is 'plain: keyed hash of kind and identity number';
comment on column cases.account_id is 'plain';
comment on column cases.profile is 'plain';
comment on column cases.portal is 'plain';
comment on column cases.words is 'plain: the two words, which reveal nothing';
comment on column cases.language is 'plain';
comment on column cases.device is 'plain: coarse, as told in messages';
comment on column cases.starter is 'plain: hash of the browser cookie that began';
comment on column cases.holder is 'plain: hash of the browser cookie that proved possession';
comment on column cases.stage is 'plain: where the case stands';
comment on column cases.typed is 'personal: sealed number, representative and contact as typed';
comment on column cases.opened is 'plain';
comment on column cases.closed_at is 'plain';
comment on column cases.policy_version is 'plain';

-- One message: its link and its code. A decoy has the same row with live = false.
create table challenges (
  id uuid primary key,
  case_id uuid not null references cases on delete cascade,
  name_hash bytea not null,
  channel text not null check (channel in ('email', 'second-email', 'phone')),
  live boolean not null,
  link_hash bytea unique,
  code bytea not null,
  issued_at timestamptz not null,
  link_until timestamptz not null,
  code_until timestamptz not null,
  code_spent_at timestamptz,
  ended_at timestamptz,
  ended_because text check (ended_because in ('spent', 'replaced', 'void'))
);
-- Two simultaneous requests leave one living message (RT-06).
create unique index one_live_challenge on challenges (name_hash) where live and ended_at is null;
create index challenges_of_case on challenges (case_id, issued_at desc);
comment on column challenges.id is 'plain';
comment on column challenges.case_id is 'plain';
comment on column challenges.name_hash is 'plain: keyed hash of kind and identity number';
comment on column challenges.channel is 'plain';
comment on column challenges.live is 'plain';
comment on column challenges.link_hash is 'secret: SHA-256 of 256 random bits';
comment on column challenges.code is 'secret: sealed';
comment on column challenges.issued_at is 'plain';
comment on column challenges.link_until is 'plain';
comment on column challenges.code_until is 'plain';
comment on column challenges.code_spent_at is 'plain';
comment on column challenges.ended_at is 'plain';
comment on column challenges.ended_because is 'plain';
