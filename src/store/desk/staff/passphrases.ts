import { type Runner, statement, write } from '../../database.ts';

/** A member's passphrase as it is kept, and since when. */
export type KeptPassphrase = { readonly hash: string; readonly at: Date };

const byMember = statement<{ passphrase_hash: string | null; passphrase_at: Date | null }>(
  'staff-passphrase',
  'select passphrase_hash, passphrase_at from staff where id = $1',
);
const put = write(
  'put-staff-passphrase',
  'update staff set passphrase_hash = $2, passphrase_at = $3 where id = $1',
);

export async function passphraseOf(on: Runner, staffId: string): Promise<KeptPassphrase | undefined> {
  const [row] = await on.run(byMember, [staffId]);
  return row?.passphrase_hash && row.passphrase_at
    ? { hash: row.passphrase_hash, at: row.passphrase_at }
    : undefined;
}

export const putPassphrase = (
  tx: Runner,
  staffId: string,
  { hash, at }: KeptPassphrase,
): Promise<unknown[]> => tx.run(put, [staffId, hash, at]);
