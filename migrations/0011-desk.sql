-- A case at the counter: who worked on it, at which browser, and what was shown. Nobody's key, code or link is ever in a page of it.
create table desk_cases (
  id uuid primary key,
  words text not null,
  number smallint not null,
  errand jsonb not null,
  account_id bigint not null references accounts on delete cascade,
  ticket_id uuid,
  office text not null,
  opened_by uuid not null,
  stage jsonb not null,
  hands jsonb not null,
  version int not null default 0,
  sealed bytea not null,
  code bytea not null,
  cancel_hash bytea not null unique,
  opened_at timestamptz not null,
  submitted_at timestamptz,
  submitted_by uuid,
  seen_at timestamptz,
  decided_at timestamptz,
  decided_by uuid,
  change_id uuid,
  due timestamptz,
  closed_at timestamptz
);
-- One open case of each account, and one by each pair of words: what the person types at their own page.
create unique index one_open_desk_case on desk_cases (account_id) where closed_at is null;
create unique index open_desk_case_by_words on desk_cases (words, number) where closed_at is null;
create index desk_cases_to_decide on desk_cases (submitted_at) where closed_at is null and submitted_at is not null;
create index desk_cases_due on desk_cases (due) where closed_at is null;
create index desk_cases_of_account on desk_cases (account_id, opened_at desc);
create index desk_cases_by_opening on desk_cases (opened_by, opened_at);
create index desk_cases_by_decision on desk_cases (decided_by, decided_at) where decided_by is not null;
comment on column desk_cases.id is 'plain';
comment on column desk_cases.words is 'plain: the two words, which reveal nothing';
comment on column desk_cases.number is 'plain: with the words the address of the person''s own page';
comment on column desk_cases.errand is 'plain: which contact, or that a shut account is to be opened';
comment on column desk_cases.account_id is 'plain';
comment on column desk_cases.ticket_id is 'plain';
comment on column desk_cases.office is 'plain: id of an office of the institution';
comment on column desk_cases.opened_by is 'plain: our own id of a member of staff';
comment on column desk_cases.stage is 'plain: where the case stands';
comment on column desk_cases.hands is 'plain: who worked on it, and hashes of their browsers';
comment on column desk_cases.version is 'plain: how often it was sent';
comment on column desk_cases.sealed is 'personal: sealed new contact, evidence shown, notes, and the token that cancels';
comment on column desk_cases.code is 'secret: sealed';
comment on column desk_cases.cancel_hash is 'secret: SHA-256 of 256 random bits';
comment on column desk_cases.opened_at is 'plain';
comment on column desk_cases.submitted_at is 'plain: when it was sent last';
comment on column desk_cases.submitted_by is 'plain: our own id of a member of staff';
comment on column desk_cases.seen_at is 'plain: when the second person first looked at what was sent last';
comment on column desk_cases.decided_at is 'plain';
comment on column desk_cases.decided_by is 'plain: our own id of a member of staff';
comment on column desk_cases.change_id is 'plain: the change of a contact that came of it';
comment on column desk_cases.due is 'plain: when time alone ends it';
comment on column desk_cases.closed_at is 'plain';

alter table fraud_cases add column opened_by uuid;
comment on column fraud_cases.opened_by is 'plain: our own id of a member of staff; empty when the person pressed "it was not me"';
