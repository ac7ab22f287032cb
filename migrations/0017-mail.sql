-- What became of mail after it was handed over: returned at once, returned days later, or proved by its reader to have arrived.
create table mail_carried (
  parcel_id uuid primary key,
  contact bytea not null,
  carried_at timestamptz not null,
  delayed boolean not null default false
);
create index mail_carried_by_contact on mail_carried (contact);
create index mail_carried_by_time on mail_carried (carried_at);
comment on column mail_carried.parcel_id is 'plain: the message whose return names it';
comment on column mail_carried.contact is 'personal: keyed hash of the address it was handed over for';
comment on column mail_carried.carried_at is 'plain';
comment on column mail_carried.delayed is 'plain: a delay of it was told already';

create table mail_health (
  contact bytea primary key,
  refused int not null default 0 check (refused >= 0),
  delayed int not null default 0 check (delayed >= 0),
  last_at timestamptz not null
);
comment on column mail_health.contact is 'personal: keyed hash of a confirmed address';
comment on column mail_health.refused is 'plain: messages it refused for good since its owner last showed one';
comment on column mail_health.delayed is 'plain: messages that came late or not at all for a passing reason';
comment on column mail_health.last_at is 'plain';

-- From asking to handing over: what the sentence about waiting is made of.
alter table outbox add column queued_at timestamptz;
create index outbox_done on outbox (done_at) where done_at is not null;
comment on column outbox.queued_at is 'plain: when it was asked for';
