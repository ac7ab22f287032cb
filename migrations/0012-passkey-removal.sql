-- The last passkey of an account goes after a wait, in which its owner can keep it (UX C24).
alter table passkeys add column leaves_at timestamptz;
create index passkeys_to_remove on passkeys (leaves_at) where leaves_at is not null;
comment on column passkeys.leaves_at is 'plain: when it is removed; empty while it stays';
