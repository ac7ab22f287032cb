import { type Runner, statement, write } from './database.ts';

export type Status = 'active' | 'suspended' | 'deceased';
export type Lock = 'attempts' | 'administrative' | 'fraud';

/** One account as it is kept. `personal` is sealed. */
export type Account = {
  readonly id: string;
  readonly nameHash: Buffer;
  readonly status: Status;
  readonly lock: Lock | null;
  readonly personal: Buffer;
  readonly keyHash: string | null;
  readonly keySetAt: Date | null;
  /** Since when "it was not me" keeps it shut. */
  readonly frozenAt: Date | null;
};

type Row = {
  id: string;
  name_hash: Buffer;
  status: Status;
  lock: Lock | null;
  personal: Buffer;
  key_hash: string | null;
  key_set_at: Date | null;
  frozen_at: Date | null;
};

const columns = 'id, name_hash, status, lock, personal, key_hash, key_set_at, frozen_at';
const byName = statement<Row>('account-by-name', `select ${columns} from accounts where name_hash = $1`);
const byId = statement<Row>('account-by-id', `select ${columns} from accounts where id = $1`);
// For nobody the first account there is: a decoy then reads and opens as much as a person, and the clock tells nothing.
const byIdOrFirst = statement<Row & { own: boolean }>(
  'account-by-id-or-first',
  `select ${columns}, $1::bigint is not null as own from accounts
   where id = coalesce($1, (select min(id) from accounts))`,
);
const byNameOrFirst = statement<Row & { own: boolean }>(
  'account-by-name-or-first',
  `select ${columns}, name_hash = $1 as own from accounts where id = coalesce(
     (select id from accounts where name_hash = $1), (select min(id) from accounts))`,
);
const upsert = statement<{ id: string }>(
  'import-account',
  `insert into accounts (name_hash, subject, status, lock, personal, key_hash, key_set_at, imported_at, contacts_since)
   values ($1, $2, $3, $4, $5, $6, case when $6::text is not null then $7::timestamptz end, $7, $7)
   on conflict (name_hash) do update set subject = excluded.subject, status = excluded.status, lock = excluded.lock,
     personal = excluded.personal, imported_at = excluded.imported_at,
     contacts_since = case when $8 then excluded.contacts_since else accounts.contacts_since end
   returning id`,
);
const keepOldKey = write(
  'keep-old-key',
  `insert into past_keys (account_id, key_hash, set_at)
   select id, key_hash, coalesce(key_set_at, imported_at) from accounts where id = $1 and key_hash is not null
   on conflict do nothing`,
);
const forgetOldKeys = write(
  'forget-old-keys',
  `delete from past_keys where account_id = $1 and set_at not in
     (select set_at from past_keys where account_id = $1 order by set_at desc limit $2)`,
);
const setKey = write('set-key', 'update accounts set key_hash = $2, key_set_at = $3 where id = $1');
const pastKeys = statement<{ key_hash: string }>(
  'past-keys',
  'select key_hash from past_keys where account_id = $1 order by set_at desc limit $2',
);
const rehash = write('rehash-key', 'update accounts set key_hash = $3 where id = $1 and key_hash = $2');
const clearLock = write(
  'clear-attempt-lock',
  `update accounts set lock = null where id = $1 and lock = 'attempts'`,
);
const answersOf = statement<{ question: string; answer_hash: string }>(
  'answers-of',
  'select question, answer_hash from answers where account_id = $1 order by question',
);
// The first person at or after a share of all places: numbers may have gaps, and a draw must not notice.
const answeredAt = statement<{ question: string }>(
  'questions-answered-at',
  `select question from answers where account_id = (
     select account_id from answers
     where account_id >= ceil($1::float8 * (select max(account_id) from answers))::bigint
     order by account_id limit 1)
   order by question`,
);
const putAnswer = write(
  'put-answer',
  `insert into answers (account_id, question, answer_hash) values ($1, $2, $3)
   on conflict (account_id, question) do nothing`,
);

const read = (row: Row | undefined): Account | undefined =>
  row && {
    id: row.id,
    nameHash: row.name_hash,
    status: row.status,
    lock: row.lock,
    personal: row.personal,
    keyHash: row.key_hash,
    keySetAt: row.key_set_at,
    frozenAt: row.frozen_at,
  };

type StandIn = { readonly account: Account; readonly own: boolean };

function readStandIn(row: (Row & { own: boolean }) | undefined): StandIn | undefined {
  const account = read(row);
  return row && account && { account, own: row.own };
}

/** The account of a number, found by its keyed hash. */
export const accountByName = async (on: Runner, nameHash: Buffer): Promise<Account | undefined> =>
  read((await on.run(byName, [nameHash]))[0]);

/** The account of a case; nothing for a decoy. The query runs either way. */
export const accountById = async (on: Runner, id: string | null): Promise<Account | undefined> =>
  read((await on.run(byId, [id]))[0]);

/** The account of a case, or another's to do the same work on: `own` says which, and the other's is never used. */
export async function accountOrStandIn(on: Runner, id: string | null): Promise<StandIn | undefined> {
  return readStandIn((await on.run(byIdOrFirst, [id]))[0]);
}

/** The same, by the keyed hash of a number. */
export async function accountByNameOrStandIn(on: Runner, nameHash: Buffer): Promise<StandIn | undefined> {
  return readStandIn((await on.run(byNameOrFirst, [nameHash]))[0]);
}

/** Adds or updates one account from an institution's records. A key given is used only for a new account. */
export async function importAccount(
  tx: Runner,
  made: {
    nameHash: Buffer;
    subject: 'person' | 'company';
    status: Status;
    lock: Lock | null;
    personal: Buffer;
    keyHash: string | null;
    /** Whether any contact is another than before. */
    renewed: boolean;
  },
  at: Date,
): Promise<string> {
  const { nameHash, subject, status, lock, personal, keyHash, renewed } = made;
  const parameters = [nameHash, subject, status, lock, personal, keyHash, at, renewed];
  const [row] = await tx.run(upsert, parameters);
  if (!row) throw new TypeError('An import gave no account');
  return row.id;
}

/** Sets a new key and remembers the former ones, `lastKeys` of them at most. */
export async function writeKey(
  tx: Runner,
  id: string,
  keyHash: string,
  lastKeys: number,
  at: Date,
): Promise<void> {
  await tx.run(keepOldKey, [id]);
  await tx.run(setKey, [id, keyHash, at]);
  await tx.run(forgetOldKeys, [id, Math.max(0, lastKeys - 1)]);
}

/** Former keys of an account, newest first. */
export async function pastKeyHashes(on: Runner, id: string, most: number): Promise<string[]> {
  return (await on.run(pastKeys, [id, most])).map((row) => row.key_hash);
}

/** The same key under today's cost, unless it was changed meanwhile. */
export const replaceHash = (on: Runner, id: string, from: string, to: string): Promise<unknown[]> =>
  on.run(rehash, [id, from, to]);

/** Clears a lock that wrong keys caused. Administrative and fraud holds stay (RC-08). */
export const clearAttemptLock = (tx: Runner, id: string): Promise<unknown[]> => tx.run(clearLock, [id]);

/** Enrolled answers: question id to hash. */
export async function answerHashes(on: Runner, id: string | null): Promise<Map<string, string>> {
  return new Map((await on.run(answersOf, [id])).map((row) => [row.question, row.answer_hash]));
}

/** The questions one person answered, drawn by a share from 0 to 1 of all who answered any. None when nobody did. */
export const questionsAnsweredAt = async (on: Runner, share: number): Promise<string[]> =>
  (await on.run(answeredAt, [share])).map((row) => row.question);

export const importAnswer = (tx: Runner, id: string, question: string, hash: string): Promise<unknown[]> =>
  tx.run(putAnswer, [id, question, hash]);
