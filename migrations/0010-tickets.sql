-- A turn at an office, for anybody who asks: known, unknown, or without having said who they are.
create table tickets (
  id uuid primary key,
  request uuid not null unique,
  office text not null,
  issued_on date not null,
  number integer not null check (number > 0),
  words text not null,
  needs text[] not null default '{}',
  language text not null,
  name_hash bytea,
  case_id uuid references cases on delete set null,
  holder_hash bytea not null,
  phone bytea,
  status text not null default 'waiting'
    check (status in ('waiting', 'called', 'no-show', 'served', 'cancelled', 'expired')),
  result jsonb,
  issued_at timestamptz not null,
  until timestamptz not null,
  remind_at timestamptz,
  sms_at timestamptz,
  changed_at timestamptz not null,
  -- Words and number are the address of a ticket: while one is kept, it is nobody else's.
  unique (words, number),
  unique (office, issued_on, number),
  constraint phone_only_while_living check (phone is null or status in ('waiting', 'called', 'no-show'))
);
create index tickets_of_case on tickets (case_id) where case_id is not null;
create index living_tickets on tickets (office, issued_at) where status in ('waiting', 'called', 'no-show');
create index tickets_to_expire on tickets (until) where status in ('waiting', 'called', 'no-show');
create index tickets_to_remind on tickets (remind_at) where remind_at is not null;
create index tickets_by_end on tickets (until);
comment on column tickets.id is 'plain';
comment on column tickets.request is 'plain: a form sent twice takes one ticket';
comment on column tickets.office is 'plain: id of an office of the institution';
comment on column tickets.issued_on is 'plain: day by the institution''s clock';
comment on column tickets.number is 'plain: counts from 1 for each office and day';
comment on column tickets.words is 'plain: two words, which reveal nothing';
comment on column tickets.needs is 'plain: from a closed list; a ticket names nobody';
comment on column tickets.language is 'plain';
comment on column tickets.name_hash is 'plain: keyed hash of kind and identity number, when the ticket was taken inside a case';
comment on column tickets.case_id is 'plain';
comment on column tickets.holder_hash is 'plain: SHA-256 of the cookie of the browser that took it';
comment on column tickets.phone is 'personal: sealed mobile for notices of this ticket; emptied when it ends';
comment on column tickets.status is 'plain';
comment on column tickets.result is 'plain: what became of the visit, and when it takes effect';
comment on column tickets.issued_at is 'plain';
comment on column tickets.until is 'plain: the last second it is good for';
comment on column tickets.remind_at is 'plain: emptied when the reminder is queued';
comment on column tickets.sms_at is 'plain: when it was sent to its own mobile; once';
comment on column tickets.changed_at is 'plain';
