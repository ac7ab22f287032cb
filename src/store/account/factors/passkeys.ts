import { type Runner, statement, write } from '../../database.ts';

/** One passkey as its owner sees it in a list, with what verifies it. */
export type Passkey = {
  readonly credentialId: Buffer;
  readonly accountId: string;
  readonly publicKey: Buffer;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly device: string;
  readonly madeAt: Date;
  readonly usedAt: Date | null;
  /** When it is removed; null while it stays. */
  readonly leavesAt: Date | null;
};

/** Names one passkey of one account. */
export type PasskeyOf = Readonly<Pick<Passkey, 'accountId' | 'credentialId'>>;

type Row = {
  credential_id: Buffer;
  account_id: string;
  public_key: Buffer;
  counter: string;
  transports: string[];
  device: string;
  made_at: Date;
  used_at: Date | null;
  leaves_at: Date | null;
};

const columns =
  'credential_id, account_id, public_key, counter::text, transports, device, made_at, used_at, leaves_at';
const ofAccount = statement<Row>(
  'passkeys-of-account',
  `select ${columns} from passkeys where account_id = $1 order by made_at, credential_id`,
);
const byId = statement<Row>('passkey-by-id', `select ${columns} from passkeys where credential_id = $1`);
const put = statement<{ account_id: string }>(
  'put-passkey',
  `insert into passkeys (credential_id, account_id, public_key, counter, transports, device, made_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing returning account_id`,
);
const forget = statement<{ account_id: string }>(
  'forget-passkey',
  'delete from passkeys where account_id = $1 and credential_id = $2 returning account_id',
);
const hold = write(
  'hold-passkey',
  'update passkeys set leaves_at = $3 where account_id = $1 and credential_id = $2',
);
const keep = statement<{ account_id: string }>(
  'keep-passkey',
  `update passkeys set leaves_at = null where account_id = $1 and credential_id = $2 and leaves_at is not null
   returning account_id`,
);
const keepAll = write(
  'keep-passkeys-of-account',
  'update passkeys set leaves_at = null where account_id = $1 and leaves_at is not null',
);
const due = statement<{ credential_id: Buffer; account_id: string }>(
  'passkeys-due',
  'select credential_id, account_id from passkeys where leaves_at <= $1 order by leaves_at, credential_id limit $2',
);
// Two uses at once with one counter are a copy: the second finds the counter moved.
const use = statement<{ account_id: string }>(
  'use-passkey',
  `update passkeys set counter = $2, used_at = $3
   where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning account_id`,
);

const read = (row: Row): Passkey => ({
  credentialId: row.credential_id,
  accountId: row.account_id,
  publicKey: row.public_key,
  counter: Number(row.counter),
  transports: row.transports,
  device: row.device,
  madeAt: row.made_at,
  usedAt: row.used_at,
  leavesAt: row.leaves_at,
});

/** The passkeys of an account, oldest first. */
export const passkeysOf = async (on: Runner, accountId: string): Promise<Passkey[]> =>
  (await on.run(ofAccount, [accountId])).map(read);

export async function passkeyById(on: Runner, credentialId: Buffer): Promise<Passkey | undefined> {
  const [row] = await on.run(byId, [credentialId]);
  return row && read(row);
}

/** Keeps a passkey; false when one of this id is kept already, whosever it is. */
export async function putPasskey(tx: Runner, made: Omit<Passkey, 'usedAt' | 'leavesAt'>): Promise<boolean> {
  const { credentialId, accountId, publicKey, counter, transports, device, madeAt } = made;
  const parameters = [credentialId, accountId, publicKey, counter, transports, device, madeAt];
  return (await tx.run(put, parameters)).length === 1;
}

/** Forgets a passkey of this account; false when it has none of this id. */
export const forgetPasskey = async (tx: Runner, accountId: string, credentialId: Buffer): Promise<boolean> =>
  (await tx.run(forget, [accountId, credentialId])).length === 1;

/** Lets a passkey go at a time to come; it works until then. */
export const holdPasskey = (
  tx: Runner,
  { accountId, credentialId }: PasskeyOf,
  leavesAt: Date,
): Promise<unknown[]> => tx.run(hold, [accountId, credentialId, leavesAt]);

/** Lets a passkey stay; false when it was not about to go. */
export const keepPasskey = async (tx: Runner, { accountId, credentialId }: PasskeyOf): Promise<boolean> =>
  (await tx.run(keep, [accountId, credentialId])).length === 1;

/** Lets every passkey of an account stay: who asked for the contrary may have been a stranger. */
export const keepPasskeysOf = (tx: Runner, accountId: string): Promise<unknown[]> =>
  tx.run(keepAll, [accountId]);

/** Passkeys whose wait is over, the longest first. */
export const passkeysDue = async (on: Runner, at: Date, most: number): Promise<PasskeyOf[]> =>
  (await on.run(due, [at, most])).map((row) => ({
    credentialId: row.credential_id,
    accountId: row.account_id,
  }));

/** Moves the counter on; false when it is not ahead of the one kept, or the passkey is gone. */
export const usePasskey = async (
  on: Runner,
  credentialId: Buffer,
  counter: number,
  at: Date,
): Promise<boolean> => (await on.run(use, [credentialId, counter, at])).length === 1;
