import type { StaffRole } from '../../../rules/desk/staff.ts';
import { locks, type Runner, statement, write } from '../../database.ts';

/** One member of staff. `name` is sealed. */
export type Member = {
  readonly id: string;
  readonly code: string;
  readonly name: Buffer;
  readonly nameHash: Buffer;
  readonly roles: readonly StaffRole[];
  readonly acceptedAt: Date | null;
  readonly disabledAt: Date | null;
  /** Whether a passkey was made. */
  readonly enrolled: boolean;
};

type Row = {
  id: string;
  code: string;
  name: Buffer;
  name_hash: Buffer;
  roles: StaffRole[];
  accepted_at: Date | null;
  disabled_at: Date | null;
  enrolled: boolean;
};

const memberColumns = `id, code, name, name_hash, roles, accepted_at, disabled_at,
  exists (select from staff_passkeys p where p.staff_id = staff.id) as enrolled`;
const all = statement<Row>('staff-members', `select ${memberColumns} from staff order by code`);
const byId = statement<Row>('staff-by-id', `select ${memberColumns} from staff where id = $1`);
const byCode = statement<Row>('staff-by-code', `select ${memberColumns} from staff where code = $1`);
const byNumber = statement<Row>('staff-by-number', `select ${memberColumns} from staff where name_hash = $1`);
const lock = statement<{ id: string }>('lock-staff', 'select id from staff where id = $1 for no key update');
const lockAll = write('lock-all-staff', 'select pg_advisory_xact_lock($1)');
const put = write(
  'put-staff',
  `insert into staff (id, code, name, name_hash, roles, added_at) values ($1, $2, $3, $4, $5, $6)`,
);
const accept = write(
  'accept-undertaking',
  'update staff set accepted_at = $2 where id = $1 and accepted_at is null',
);
const disable = statement<{ id: string }>(
  'disable-staff',
  `with ended as (update staff_sessions set ended_at = $2 where staff_id = $1 and ended_at is null),
     uninvited as (update staff_invitations set used_at = $2 where staff_id = $1 and used_at is null)
   update staff set disabled_at = $2 where id = $1 and disabled_at is null returning id`,
);

const read = (row: Row): Member => ({
  id: row.id,
  code: row.code,
  name: row.name,
  nameHash: row.name_hash,
  roles: row.roles,
  acceptedAt: row.accepted_at,
  disabledAt: row.disabled_at,
  enrolled: row.enrolled,
});

const first = ([row]: Row[]): Member | undefined => row && read(row);

/** Everybody, by code. */
export const members = async (on: Runner): Promise<Member[]> => (await on.run(all)).map(read);

export const memberById = async (on: Runner, id: string): Promise<Member | undefined> =>
  first(await on.run(byId, [id]));

export const memberByCode = async (on: Runner, code: string): Promise<Member | undefined> =>
  first(await on.run(byCode, [code]));

/** The member whose own number this is. */
export const memberByNumber = async (on: Runner, nameHash: Buffer): Promise<Member | undefined> =>
  first(await on.run(byNumber, [nameHash]));

/** A member as they stand under a lock that lasts until the transaction ends. */
export async function lockMember(tx: Runner, id: string): Promise<Member | undefined> {
  await tx.run(lock, [id]);
  return memberById(tx, id);
}

/** The operator's commands happen one after the other: who is entitled is counted over all members. */
export const lockStaff = (tx: Runner): Promise<unknown[]> => tx.run(lockAll, [locks.staff]);

export const putMember = (
  tx: Runner,
  made: Pick<Member, 'id' | 'code' | 'name' | 'nameHash' | 'roles'>,
  at: Date,
): Promise<unknown[]> => tx.run(put, [made.id, made.code, made.name, made.nameHash, made.roles, at]);

/** Records that confidentiality was undertaken; the first time stays (LP-10). */
export const acceptUndertaking = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(accept, [id, at]);

/** Shuts a member out: sessions and invitations end with it. False when that was done before. */
export const disableMember = async (tx: Runner, id: string, at: Date): Promise<boolean> =>
  (await tx.run(disable, [id, at])).length === 1;
