import { type Runner, statement, write } from '../database.ts';

type Row = { failures: number; failed_at: Date | null };
type Everywhere = Row & { total: number };

const lockAttempts = statement<Everywhere>(
  'lock-attempts',
  `insert into standings as s (name_hash, code_since, screen_since) values ($1, $2, $2)
   on conflict (name_hash) do update set sign_in_failures = s.sign_in_failures
   returning sign_in_failures as failures, sign_in_failed_at as failed_at, sign_in_total as total`,
);
// A device is a place of its own only while this account knows it; one query says so, and what failed there.
const attemptsFrom = statement<{ known_device: boolean; failures: number | null; failed_at: Date | null }>(
  'attempts-from',
  `select d.known_device, failures, failed_at
   from (select exists (select from devices where id = $2 and account_id = $3 and revoked_at is null) as known_device) d
   left join sign_in_attempts a on a.name_hash = $1 and a.place = case when d.known_device then $4::bytea else $5::bytea end`,
);
// A place without failures needs no row: it is either forgotten or written, in the one statement.
const saveAttempts = write(
  'save-attempts',
  `with everywhere as (
     update standings set sign_in_failures = $2, sign_in_failed_at = $3, sign_in_total = $4 where name_hash = $1),
   forgotten as (delete from sign_in_attempts where name_hash = $1 and place = $5 and $7::int = 0)
   insert into sign_in_attempts (name_hash, place, known_device, failures, failed_at)
   select $1, $5, $6, $7, $8 where $7 > 0
   on conflict (name_hash, place) do update set failures = excluded.failures, failed_at = excluded.failed_at`,
);
const clear = write(
  'clear-attempts',
  `with places as (delete from sign_in_attempts where name_hash = $1)
   update standings set sign_in_failures = 0, sign_in_failed_at = null, sign_in_total = 0 where name_hash = $1`,
);
const sweep = write(
  'sweep-attempts',
  'delete from sign_in_attempts where failed_at < $1 and (not known_device or failed_at < $2)',
);

/** Failed sign-ins in a row. */
export type Attempts = { readonly failures: number; readonly lastAt: Date | null };

/** Where somebody tries: a keyed hash of a network or of a device that signed in before. */
export type Place = { readonly hash: Buffer; readonly knownDevice: boolean };

/** The places one browser may be trying from: the device it says it is, and its network. */
export type Places = { readonly device: Place['hash']; readonly network: Place['hash'] };

const read = (row: { failures: number | null; failed_at: Date | null } | undefined): Attempts => ({
  failures: row?.failures ?? 0,
  lastAt: row?.failed_at ?? null,
});

/** Failed sign-ins of a number, known or not: from networks, and in all. Locks the number until the transaction ends. */
export async function lockAttemptsOf(
  tx: Runner,
  nameHash: Buffer,
  at: Date,
): Promise<{ everywhere: Attempts; total: number }> {
  const [row] = await tx.run(lockAttempts, [nameHash, at]);
  return { everywhere: read(row), total: row?.total ?? 0 };
}

/**
 * The place a number is tried from, and its failed sign-ins there: the device named, if it signed in to this account before and
 * was not revoked, and the network otherwise. Runs for nobody, too. Only with the number locked.
 */
export async function attemptsFromPlace(
  tx: Runner,
  of: { nameHash: Buffer; accountId: string | null; deviceId: string | null },
  { device, network }: Places,
): Promise<{ place: Place; attempts: Attempts }> {
  const [row] = await tx.run(attemptsFrom, [of.nameHash, of.deviceId, of.accountId, device, network]);
  const knownDevice = row?.known_device === true;
  return { place: { hash: knownDevice ? device : network, knownDevice }, attempts: read(row) };
}

/** Saves the counts of a number. Only with the number locked. */
export async function saveAttemptsOf(
  tx: Runner,
  nameHash: Buffer,
  { hash, knownDevice }: Place,
  counts: { readonly place: Attempts; readonly everywhere: Attempts; readonly total: number },
): Promise<void> {
  const { place, everywhere, total } = counts;
  const inAll = [everywhere.failures, everywhere.lastAt, total];
  await tx.run(saveAttempts, [nameHash, ...inAll, hash, knownDevice, place.failures, place.lastAt]);
}

/** Recovery gives the key its tries back, at every place (RC-09). Only with the number locked. */
export const clearAttempts = (tx: Runner, nameHash: Buffer): Promise<unknown[]> => tx.run(clear, [nameHash]);

/** Forgets which networks, and much later which devices, tried which numbers; the count of the number itself stays. */
export const sweepAttempts = (
  on: Runner,
  before: { readonly networks: Date; readonly devices: Date },
): Promise<unknown[]> => on.run(sweep, [before.networks, before.devices]);
