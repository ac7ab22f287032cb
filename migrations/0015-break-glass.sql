-- When no supervisor is there: two administrators, each by a passphrase of their own, from the command line.
alter table staff add column passphrase_hash text;
alter table staff add column passphrase_at timestamptz;
comment on column staff.passphrase_hash is 'secret: argon2id with the pepper';
comment on column staff.passphrase_at is 'plain: from a day later on it confirms';

create table break_glass (
  id uuid primary key,
  account_id bigint not null references accounts on delete cascade,
  sealed bytea not null,
  named uuid[] not null check (cardinality(named) = 2),
  confirmed uuid[] not null default '{}',
  failures smallint not null default 0,
  asked_at timestamptz not null,
  until timestamptz not null,
  closed_at timestamptz
);
create unique index one_open_break_glass on break_glass (account_id) where closed_at is null;
comment on column break_glass.id is 'plain';
comment on column break_glass.account_id is 'plain';
comment on column break_glass.sealed is 'personal: sealed new e-mail and reason';
comment on column break_glass.named is 'plain: our own ids of the two who were named';
comment on column break_glass.confirmed is 'plain: those of them who confirmed';
comment on column break_glass.failures is 'plain: wrong passphrases';
comment on column break_glass.asked_at is 'plain';
comment on column break_glass.until is 'plain: the last second it can be confirmed';
comment on column break_glass.closed_at is 'plain: done, or given up';

-- A ticket names nobody, but keeps the keyed hash of a number: it goes with the account.
create function forget_tickets_of_account() returns trigger language plpgsql as $$
begin
  delete from tickets where name_hash = old.name_hash;
  return old;
end $$;
create trigger tickets_go_with_account after delete on accounts for each row execute function forget_tickets_of_account();
