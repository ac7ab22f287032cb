import { type Runner, statement } from '../database.ts';

type SignInRow = { sign_in_failures: number; sign_in_failed_at: Date | null };

const lockAttempts = statement<SignInRow>(
  'lock-attempts',
  `insert into standings as s (name_hash, code_since, screen_since) values ($1, $2, $2)
   on conflict (name_hash) do update set sign_in_failures = s.sign_in_failures
   returning sign_in_failures, sign_in_failed_at`,
);
const saveAttempts = statement(
  'save-attempts',
  'update standings set sign_in_failures = $2, sign_in_failed_at = $3 where name_hash = $1',
);

/** Failed sign-ins of a number in a row. */
export type Attempts = { readonly failures: number; readonly lastAt: Date | null };

/** Failed sign-ins of a number, known or not, locked until the transaction ends. */
export async function lockAttemptsOf(tx: Runner, nameHash: Buffer, at: Date): Promise<Attempts> {
  const [row] = await tx.run(lockAttempts, [nameHash, at]);
  return { failures: row?.sign_in_failures ?? 0, lastAt: row?.sign_in_failed_at ?? null };
}

export const saveAttemptsOf = (tx: Runner, nameHash: Buffer, attempts: Attempts): Promise<unknown[]> =>
  tx.run(saveAttempts, [nameHash, attempts.failures, attempts.lastAt]);

const clear = statement(
  'clear-attempts',
  'update standings set sign_in_failures = 0, sign_in_failed_at = null where name_hash = $1',
);

/** Recovery gives the key its tries back (RC-09). */
export const clearAttempts = (tx: Runner, nameHash: Buffer): Promise<unknown[]> => tx.run(clear, [nameHash]);
