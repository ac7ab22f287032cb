-- Who of the staff did it, where and why. What of it is personal is sealed for the one person it is about.
alter table audit add column staff uuid;
alter table audit add column office text;
alter table audit add column reason text;
alter table audit add column personal bytea;
create index audit_of_staff on audit (staff, seq) where staff is not null;
comment on column audit.staff is 'plain: our own id of a member of staff, no name';
comment on column audit.office is 'plain: id of an office of the institution';
comment on column audit.reason is 'plain: why, from a closed list';
comment on column audit.personal is 'personal: what may be erased, sealed under the key of the one person it is about';
