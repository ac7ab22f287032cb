import { type Runner, statement } from '../database.ts';

// Kept locked until the end of the act: a key that is being used is erased after the row that used it, never before.
const keyFor = statement<{ data_key: Buffer }>(
  'audit-key-of-person',
  `insert into audit_person_keys (subject, data_key, made_at) values ($1, $2, $3)
   on conflict (subject) do update set made_at = audit_person_keys.made_at returning data_key`,
);
const find = statement<{ data_key: Buffer }>(
  'find-audit-key',
  'select data_key from audit_person_keys where subject = $1',
);
const erase = statement<{ subject: Buffer }>(
  'erase-audit-key',
  'delete from audit_person_keys where subject = $1 returning subject',
);

/** The sealed data key of a person; `fresh` becomes it when there is none. */
export async function personKey(tx: Runner, subject: Buffer, fresh: Buffer, at: Date): Promise<Buffer> {
  const [row] = await tx.run(keyFor, [subject, fresh, at]);
  return row?.data_key ?? fresh;
}

export const findPersonKey = async (on: Runner, subject: Buffer): Promise<Buffer | undefined> =>
  (await on.run(find, [subject]))[0]?.data_key;

/** Whether there was one to erase. */
export const erasePersonKey = async (tx: Runner, subject: Buffer): Promise<boolean> =>
  (await tx.run(erase, [subject])).length > 0;
