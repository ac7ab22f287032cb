import { type Runner, statement, write } from '../../database.ts';

const put = write(
  'put-staff-relative',
  'insert into staff_relatives (staff_id, name_hash) values ($1, $2) on conflict do nothing',
);
const forget = write(
  'forget-staff-relative',
  'delete from staff_relatives where staff_id = $1 and name_hash = $2',
);
const related = statement<{ related: boolean }>(
  'is-staff-relative',
  `select exists (select from staff where id = $1 and name_hash = $2)
     or exists (select from staff_relatives where staff_id = $1 and name_hash = $2) as related`,
);

export const putRelative = (tx: Runner, staffId: string, nameHash: Buffer): Promise<unknown[]> =>
  tx.run(put, [staffId, nameHash]);

export const forgetRelative = (tx: Runner, staffId: string, nameHash: Buffer): Promise<unknown[]> =>
  tx.run(forget, [staffId, nameHash]);

/** Whether an account is the member's own or a declared relative's. */
export const isOwnOrRelative = async (on: Runner, staffId: string, nameHash: Buffer): Promise<boolean> =>
  (await on.run(related, [staffId, nameHash]))[0]?.related === true;
