import type { KeptPasskey } from '../../../lib/keys/passkeys.ts';
import { type Runner, statement, write } from '../../database.ts';

/** A passkey of a member of staff, kept apart from those of accounts: neither opens what the other does. */
export type StaffPasskey = KeptPasskey & { readonly staffId: string };

const byId = statement<{
  credential_id: Buffer;
  staff_id: string;
  public_key: Buffer;
  counter: string;
  transports: string[];
}>(
  'staff-passkey-by-id',
  `select credential_id, staff_id, public_key, counter::text, transports from staff_passkeys
   where credential_id = $1`,
);
const replace = write(
  'forget-staff-passkeys',
  `with ended as (update staff_sessions set ended_at = $2 where staff_id = $1 and ended_at is null)
   delete from staff_passkeys where staff_id = $1`,
);
const put = statement<{ staff_id: string }>(
  'put-staff-passkey',
  `insert into staff_passkeys (credential_id, staff_id, public_key, counter, transports, made_at)
   values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning staff_id`,
);
// Two uses at once with one counter are a copy: the second finds the counter moved.
const use = statement<{ staff_id: string }>(
  'use-staff-passkey',
  `update staff_passkeys set counter = $2, used_at = $3
   where credential_id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning staff_id`,
);

export async function staffPasskeyById(on: Runner, credentialId: Buffer): Promise<StaffPasskey | undefined> {
  const [row] = await on.run(byId, [credentialId]);
  return (
    row && {
      credentialId: row.credential_id,
      staffId: row.staff_id,
      publicKey: row.public_key,
      counter: Number(row.counter),
      transports: row.transports,
    }
  );
}

/** Forgets what a member signed in with, and ends their sessions: a lost key opens nothing once there is another. */
export const forgetStaffPasskeys = (tx: Runner, staffId: string, at: Date): Promise<unknown[]> =>
  tx.run(replace, [staffId, at]);

/** Keeps a passkey; false when one of this id is kept already, whosever it is. */
export async function putStaffPasskey(tx: Runner, made: StaffPasskey, at: Date): Promise<boolean> {
  const { credentialId, staffId, publicKey, counter, transports } = made;
  return (await tx.run(put, [credentialId, staffId, publicKey, counter, transports, at])).length === 1;
}

/** Moves the counter on; false when it is not ahead of the one kept, or the passkey is gone. */
export const useStaffPasskey = async (
  on: Runner,
  credentialId: Buffer,
  counter: number,
  at: Date,
): Promise<boolean> => (await on.run(use, [credentialId, counter, at])).length === 1;
