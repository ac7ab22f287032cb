import { type Runner, statement } from '../../database.ts';

const held = statement<{ saved_codes: number; passkeys: number }>(
  'means-of-account',
  `select (select count(*)::int from saved_codes where account_id = $1 and used_at is null) as saved_codes,
     (select count(*)::int from passkeys where account_id = $1) as passkeys`,
);

/** How many paper codes and passkeys an account has left to prove possession by. */
export async function meansHeld(
  on: Runner,
  accountId: string,
): Promise<{ savedCodes: number; passkeys: number }> {
  const [row] = await on.run(held, [accountId]);
  return { savedCodes: row?.saved_codes ?? 0, passkeys: row?.passkeys ?? 0 };
}
