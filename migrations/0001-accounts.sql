-- People and companies whose key Reclave looks after. What identifies them is sealed; they are found by a keyed hash.
create table accounts (
  id bigint generated always as identity primary key,
  name_hash bytea not null unique,
  subject text not null check (subject in ('person', 'company')),
  status text not null check (status in ('active', 'suspended', 'deceased')),
  lock text check (lock in ('attempts', 'administrative', 'fraud')),
  personal bytea not null,
  key_hash text,
  key_set_at timestamptz,
  imported_at timestamptz not null
);
comment on column accounts.id is 'plain: our own number, never shown';
comment on column accounts.name_hash is 'plain: keyed hash of kind and identity number';
comment on column accounts.subject is 'plain';
comment on column accounts.status is 'plain';
comment on column accounts.lock is 'plain';
comment on column accounts.personal is 'personal: sealed name, contacts, birth date, work history';
comment on column accounts.key_hash is 'secret: argon2id with pepper';
comment on column accounts.key_set_at is 'plain';
comment on column accounts.imported_at is 'plain';

create table past_keys (
  account_id bigint not null references accounts on delete cascade,
  key_hash text not null,
  set_at timestamptz not null,
  primary key (account_id, set_at)
);
comment on column past_keys.account_id is 'plain';
comment on column past_keys.key_hash is 'secret: argon2id with pepper';
comment on column past_keys.set_at is 'plain';

create table answers (
  account_id bigint not null references accounts on delete cascade,
  question text not null,
  answer_hash text not null,
  primary key (account_id, question)
);
comment on column answers.account_id is 'plain';
comment on column answers.question is 'plain: id in the catalogue';
comment on column answers.answer_hash is 'secret: argon2id with pepper of the canonical answer';

-- Employers named in anybody's work history: true options and decoys are drawn from this one pool.
create table companies (
  id int generated always as identity primary key,
  name text not null unique
);
comment on column companies.id is 'plain';
comment on column companies.name is 'plain: says nothing about any one person';
