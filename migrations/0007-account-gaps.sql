-- Who names which contact: a mailbox may serve a family, and is looked at when it serves more (CC-04).
create table contact_holders (
  account_id bigint not null references accounts on delete cascade,
  address_hash bytea not null,
  since timestamptz not null,
  primary key (account_id, address_hash)
);
create index contact_holders_by_address on contact_holders (address_hash);
comment on column contact_holders.account_id is 'plain';
comment on column contact_holders.address_hash is 'personal: keyed hash of a confirmed e-mail or phone';
comment on column contact_holders.since is 'plain';

alter table contact_changes add column address_hash bytea;
alter table contact_changes add column shared boolean not null default false;
create index held_changes_by_address on contact_changes (address_hash) where closed_at is null;
create index changes_to_review on contact_changes (asked_at) where shared;
comment on column contact_changes.address_hash is 'personal: keyed hash of the new e-mail or phone';
comment on column contact_changes.shared is 'plain: more accounts name this contact than the policy lets pass unseen';

-- The records are brought again every night: that says nothing new about contacts nobody touched.
alter table accounts add column contacts_since timestamptz;
update accounts set contacts_since = imported_at;
alter table accounts alter column contacts_since set not null;
drop index accounts_by_check;
create index accounts_by_check on accounts (greatest(coalesce(contacts_checked_at, contacts_since), reminded_at));
comment on column accounts.contacts_since is 'plain: when these contacts were first brought from the records';

-- Known devices have tries of their own, so all places together need a count, too (NIST SP 800-63B-4, 3.2.2).
alter table standings add column sign_in_total int not null default 0 check (sign_in_total >= 0);
update standings set sign_in_total = sign_in_failures;
comment on column standings.sign_in_total is 'plain: wrong keys since the last right one, at all places and known devices';

alter table audit add column device text;
comment on column audit.device is 'plain: as coarse as "an Android phone"';
