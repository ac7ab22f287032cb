import type { Account, Lock, Status } from '../accounts.ts';
import { type Runner, statement, type Transaction } from '../database.ts';
import { copiedColumns, type ImportRow } from './copy-rows.ts';

/**
 * A table that lives as long as its transaction. Nothing is known of it yet, and the planner would rather read every account
 * there is than look for a few thousand: for each row an index is asked. Whoever turns out to be new has their id already, so
 * that no row is written twice. Nothing waits for the disk: what a power cut takes is taken with the place that stands behind
 * it, and whatever waits for its own commit waits for these before it.
 */
const makeTable = `set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_bitmapscan = off;
  set local enable_seqscan = off; set local synchronous_commit = off;
  create temporary table import_rows (like import_rows) on commit drop;
  alter table import_rows alter account_id set default nextval('accounts_id_seq')`;
const copyText = `copy import_rows (${copiedColumns}) from stdin (format binary)`;

/** A known person of whom the records say something else now: both sealed. */
type ChangedRow = {
  readonly place: number;
  readonly nameHash: Buffer;
  readonly brought: Buffer;
  readonly kept: Buffer;
  /** The account stays open, or was closed before. */
  readonly active: boolean;
};

const addNew = statement<{ added: number }>(
  'add-imported',
  `with added as (
     insert into accounts (id, name_hash, subject, status, lock, personal, imported_at, contacts_since, imported_digest)
     overriding system value
     select account_id, name_hash, subject, status, lock, personal, $1, $1, digest from import_rows s
     where not careful and not exists (select from accounts a where a.name_hash = s.name_hash) returning id)
   select count(*)::int as added from added`,
);
const addHolders = statement(
  'add-imported-holders',
  `insert into contact_holders (account_id, address_hash, since)
   select a.id, h, $1::timestamptz from import_rows s join accounts a on a.id = s.account_id cross join unnest(s.holders) as u (h)`,
);
// Of all who name a contact only the earlier ones count, and no more of them than it takes. Found by the
// contact: before the table was first analyzed, reading everybody before them by the other index looked cheaper (hence `+ 0`).
const auditNew = statement(
  'audit-imported',
  `insert into audit (at, actor, event, subject, note, policy_version)
   select $1, 'operator', 'account-imported', s.name_hash, case when exists (
     select from unnest(s.holders) as u (h) where exists (
       select from contact_holders o where o.address_hash = u.h and o.account_id + 0 < a.id offset $2::int - 1
     )) then 'shared-contact' end, $3
   from import_rows s join accounts a on a.id = s.account_id order by s.place`,
);
// Whoever is at work on an account keeps it: it is then brought by itself, and waited for.
const takeChanged = statement<Omit<ChangedRow, 'nameHash'> & { name_hash: Buffer }>(
  'take-changed-imported',
  `select s.place, s.name_hash, s.personal as brought, a.personal as kept,
     a.status <> 'active' or s.status = 'active' as active
   from import_rows s join accounts a on a.name_hash = s.name_hash
   where not s.careful and a.imported_digest is distinct from s.digest
   order by a.id for no key update of a skip locked`,
);
const change = statement(
  'change-imported',
  `with done as (
     update accounts a set subject = s.subject, status = s.status, lock = s.lock, personal = s.personal,
       imported_at = $2, imported_digest = s.digest
     from import_rows s where s.place = any ($1::int[]) and a.name_hash = s.name_hash returning a.name_hash)
   insert into audit (at, actor, event, subject, policy_version)
   select $2, 'operator', 'account-imported', name_hash, $3 from done`,
);
const left = statement<{
  place: number;
  name_hash: Buffer;
  subject: 'person' | 'company';
  status: Status;
  lock: Lock | null;
  personal: Buffer;
  digest: Buffer;
}>(
  'left-imported',
  `select s.place, s.name_hash, s.subject, s.status, s.lock, s.personal, s.digest
   from import_rows s left join accounts a on a.name_hash = s.name_hash
   where a.id is null or a.imported_digest is distinct from s.digest
     or case when s.answered then not exists (select from answers where account_id = a.id) else s.careful end
   order by s.place`,
);
const digestOf = statement<{ same: boolean; answered: boolean }>(
  'imported-digest-of',
  `select coalesce(imported_digest = $2, false) as same, exists (select from answers where account_id = $1) as answered
   from accounts where id = $1`,
);
const keepDigest = statement(
  'keep-imported-digest',
  'update accounts set imported_digest = $2 where id = $1',
);

/** A row that was not brought with the others. */
export type LeftRow = Omit<ImportRow, 'holders' | 'careful' | 'answered'>;

/** Puts a batch beside the accounts, for the length of the transaction. */
export async function stageRows(tx: Transaction, rows: Buffer): Promise<void> {
  await tx.run({ name: '', text: makeTable });
  await tx.copy(copyText, [rows]);
}

/** Adds everybody who is new and needs no care of their own, with contacts and audit lines. Gives how many. */
export async function addNewRows(
  tx: Runner,
  { at, policyVersion, most }: { at: Date; policyVersion: string; most: number },
): Promise<number> {
  const [{ added } = { added: 0 }] = await tx.run(addNew, [at]);
  if (added === 0) return 0;
  await tx.run(addHolders, [at]);
  await tx.run(auditNew, [at, most, policyVersion]);
  return added;
}

/** Known people of whom the records say something else now, locked; whoever somebody is at work on is left out. */
export const takeChangedRows = async (tx: Runner): Promise<ChangedRow[]> =>
  (await tx.run(takeChanged)).map(({ name_hash, ...row }) => ({ ...row, nameHash: name_hash }));

/** Writes what the records say now of people whose contacts stay as they are. */
export async function changeRows(
  tx: Runner,
  places: readonly number[],
  { at, policyVersion }: { at: Date; policyVersion: string },
): Promise<void> {
  if (places.length > 0) await tx.run(change, [places.map(String), at, policyVersion]);
}

/** Who is still not as the records say: each is brought by itself. */
export const leftRows = async (tx: Runner): Promise<LeftRow[]> =>
  (await tx.run(left)).map(({ name_hash, ...row }) => ({ ...row, nameHash: name_hash }));

/** Whether the records say of an account what they said before, and whether it has answers. */
export const importedAs = async (
  tx: Runner,
  { id }: Pick<Account, 'id'>,
  digest: Buffer,
): Promise<{ same: boolean; answered: boolean }> =>
  (await tx.run(digestOf, [id, digest]))[0] ?? { same: false, answered: false };

export const keepImportedDigest = (tx: Runner, id: string, digest: Buffer): Promise<unknown[]> =>
  tx.run(keepDigest, [id, digest]);

/** Has the next import look at an account again, though the records say of it what they said before. */
export const forgetImportedDigest = (tx: Runner, id: string): Promise<unknown[]> =>
  tx.run(keepDigest, [id, null]);
