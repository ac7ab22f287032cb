import { type Runner, statement } from '../database.ts';

type Row = { failures: number; failed_at: Date | null };
type Everywhere = Row & { total: number };

const lockAttempts = statement<Everywhere>(
  'lock-attempts',
  `insert into standings as s (name_hash, code_since, screen_since) values ($1, $2, $2)
   on conflict (name_hash) do update set sign_in_failures = s.sign_in_failures
   returning sign_in_failures as failures, sign_in_failed_at as failed_at, sign_in_total as total`,
);
const attemptsAt = statement<Row>(
  'attempts-at-place',
  'select failures, failed_at from sign_in_attempts where name_hash = $1 and place = $2',
);
const saveAttempts = statement(
  'save-attempts',
  'update standings set sign_in_failures = $2, sign_in_failed_at = $3, sign_in_total = $4 where name_hash = $1',
);
const saveAttemptsAt = statement(
  'save-attempts-at-place',
  `insert into sign_in_attempts (name_hash, place, known_device, failures, failed_at) values ($1, $2, $3, $4, $5)
   on conflict (name_hash, place) do update set failures = excluded.failures, failed_at = excluded.failed_at`,
);
const forgetAttemptsAt = statement(
  'forget-attempts-at-place',
  'delete from sign_in_attempts where name_hash = $1 and place = $2',
);
const clear = statement(
  'clear-attempts',
  `with places as (delete from sign_in_attempts where name_hash = $1)
   update standings set sign_in_failures = 0, sign_in_failed_at = null, sign_in_total = 0 where name_hash = $1`,
);
const sweep = statement(
  'sweep-attempts',
  'delete from sign_in_attempts where failed_at < $1 and (not known_device or failed_at < $2)',
);

/** Failed sign-ins in a row. */
export type Attempts = { readonly failures: number; readonly lastAt: Date | null };

/** Where somebody tries: a keyed hash of a network or of a device that signed in before. */
export type Place = { readonly hash: Buffer; readonly knownDevice: boolean };

const read = (row: Row | undefined): Attempts => ({
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

/** Failed sign-ins of a number at one place. Only with the number locked. */
export const attemptsAtPlace = async (tx: Runner, nameHash: Buffer, { hash }: Place): Promise<Attempts> =>
  read((await tx.run(attemptsAt, [nameHash, hash]))[0]);

/** Saves the counts of a number. Only with the number locked. */
export async function saveAttemptsOf(
  tx: Runner,
  nameHash: Buffer,
  { hash, knownDevice }: Place,
  counts: { readonly place: Attempts; readonly everywhere: Attempts; readonly total: number },
): Promise<void> {
  const { place, everywhere, total } = counts;
  await tx.run(saveAttempts, [nameHash, everywhere.failures, everywhere.lastAt, total]);
  if (place.failures === 0) await tx.run(forgetAttemptsAt, [nameHash, hash]);
  else await tx.run(saveAttemptsAt, [nameHash, hash, knownDevice, place.failures, place.lastAt]);
}

/** Recovery gives the key its tries back, at every place (RC-09). Only with the number locked. */
export const clearAttempts = (tx: Runner, nameHash: Buffer): Promise<unknown[]> => tx.run(clear, [nameHash]);

/** Forgets which networks, and much later which devices, tried which numbers; the count of the number itself stays. */
export const sweepAttempts = (
  on: Runner,
  before: { readonly networks: Date; readonly devices: Date },
): Promise<unknown[]> => on.run(sweep, [before.networks, before.devices]);
