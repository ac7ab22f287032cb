import { type Runner, statement, write } from '../database.ts';

/** A signed-in browser. */
export type Session = {
  /** Names it in the list of its owner; opens nothing. */
  readonly id: string;
  readonly accountId: string;
  readonly portal: string;
  readonly device: string;
  /** The known device it runs on. */
  readonly deviceId: string | null;
  readonly began: Date;
  readonly seen: Date;
  /** When the key or a passkey was last given. */
  readonly fresh: Date;
};

/** How long a session may idle, and last. */
export type SessionLimits = { readonly idleMinutes: number; readonly hours: number };

type Row = {
  id: string;
  account_id: string;
  portal: string;
  device: string;
  device_id: string | null;
  began: Date;
  seen: Date;
  fresh: Date | null;
};

const columns = 'id, account_id, portal, device, device_id, began, seen, fresh';
// One statement: a sign-in is what people wait for, and each round trip is as long as its work.
const begin = write(
  'begin-session',
  `with known as (
     insert into devices (id, account_id, device, since, seen) values ($5, $2, $4, $6, $6)
     on conflict (id) do update set seen = excluded.seen),
   entered as (update accounts set signed_in_at = $6 where id = $2)
   insert into sessions (id_hash, account_id, portal, device, device_id, began, seen, fresh)
   values ($1, $2, $3, $4, $5, $6, $6, $6)`,
);
// Idle and absolute limits are judged where the session is used, by the database's one clock.
const touch = statement<Row>(
  'touch-session',
  `update sessions set seen = $2 where id_hash = $1 and ended_at is null
     and seen > $2::timestamptz - make_interval(mins => $3) and began > $2::timestamptz - make_interval(hours => $4)
   returning ${columns}`,
);
const renew = statement<{ id: string }>(
  'renew-session',
  `update sessions set id_hash = $3, seen = $4, fresh = $4 where id_hash = $1 and account_id = $2 and ended_at is null
     and seen > $4::timestamptz - make_interval(mins => $5) and began > $4::timestamptz - make_interval(hours => $6)
   returning id`,
);
const living = statement<Row>(
  'living-sessions',
  `select ${columns} from sessions where account_id = $1 and ended_at is null
     and seen > $2::timestamptz - make_interval(mins => $3) and began > $2::timestamptz - make_interval(hours => $4)
   order by seen desc, began desc, id`,
);
const before = statement<{ began: Date; device: string }>(
  'session-before',
  `select began, device from sessions where account_id = $1 and began <= $3 and id <> $2
   order by began desc limit 1`,
);
const end = statement<{ account_id: string; name_hash: Buffer; device: string }>(
  'end-session',
  `with ended as (
     update sessions set ended_at = $2 where id_hash = $1 and ended_at is null
       and seen > $2::timestamptz - make_interval(mins => $3) and began > $2::timestamptz - make_interval(hours => $4)
     returning account_id, device)
   select account_id, name_hash, device from ended join accounts on id = account_id`,
);
const endOne = statement<{ id: string }>(
  'end-session-by-id',
  'update sessions set ended_at = $3 where id = $1 and account_id = $2 and ended_at is null returning id',
);
const endOthers = write(
  'end-other-sessions',
  'update sessions set ended_at = $3 where account_id = $1 and id <> $2 and ended_at is null',
);
const endAll = write(
  'end-sessions-of-account',
  `with trusted as (update devices set revoked_at = $2 where account_id = $1 and revoked_at is null)
   update sessions set ended_at = $2 where account_id = $1 and ended_at is null`,
);

const read = (row: Row): Session => ({
  id: row.id,
  accountId: row.account_id,
  portal: row.portal,
  device: row.device,
  deviceId: row.device_id,
  began: row.began,
  seen: row.seen,
  fresh: row.fresh ?? row.began,
});

/** Begins a session on a device, which is known from now on, and notes when its owner signed in last. */
export const beginSession = (
  tx: Runner,
  idHash: Buffer,
  of: { accountId: string; portal: string; device: string; deviceId: string },
  at: Date,
): Promise<unknown[]> => tx.run(begin, [idHash, of.accountId, of.portal, of.device, of.deviceId, at]);

/** The session, if it lives; using it keeps it alive. */
export async function useSession(
  on: Runner,
  idHash: Buffer,
  at: Date,
  limits: SessionLimits,
): Promise<Session | undefined> {
  const [row] = await on.run(touch, [idHash, at, limits.idleMinutes, limits.hours]);
  return row && read(row);
}

/** Gives a living session a new secret and says that the key was just given. False when it is over. Its beginning stays. */
export async function renewSession(
  tx: Runner,
  of: { idHash: Buffer; accountId: string; newHash: Buffer },
  at: Date,
  { idleMinutes, hours }: SessionLimits,
): Promise<boolean> {
  const { idHash, accountId, newHash } = of;
  return (await tx.run(renew, [idHash, accountId, newHash, at, idleMinutes, hours])).length === 1;
}

/** The living sessions of an account, the last used first. */
export const livingSessionsOf = async (
  on: Runner,
  accountId: string,
  at: Date,
  { idleMinutes, hours }: SessionLimits,
): Promise<Session[]> => (await on.run(living, [accountId, at, idleMinutes, hours])).map(read);

/** When and with what its owner signed in before this session began. */
export const sessionBefore = async (
  on: Runner,
  { id, accountId, began }: Session,
): Promise<{ began: Date; device: string } | undefined> => (await on.run(before, [accountId, id, began]))[0];

/** Ends a living session; gives whose it was. One that was over already, by itself or by an act, is nobody's. */
export async function endSession(
  on: Runner,
  idHash: Buffer,
  at: Date,
  { idleMinutes, hours }: SessionLimits,
): Promise<{ accountId: string; nameHash: Buffer; device: string } | undefined> {
  const [row] = await on.run(end, [idHash, at, idleMinutes, hours]);
  return row && { accountId: row.account_id, nameHash: row.name_hash, device: row.device };
}

/** Ends one session of an account by the name it has in the list. False when there is none to end. */
export const endSessionOf = async (tx: Runner, accountId: string, id: string, at: Date): Promise<boolean> =>
  (await tx.run(endOne, [id, accountId, at])).length === 1;

/** Ends every session of an account but one. */
export const endOtherSessionsOf = (
  tx: Runner,
  accountId: string,
  but: string,
  at: Date,
): Promise<unknown[]> => tx.run(endOthers, [accountId, but, at]);

/** Ends every session of an account and trusts none of its devices: a new key leaves nobody signed in (RC-02). */
export const endSessionsOf = (tx: Runner, accountId: string | null, at: Date): Promise<unknown[]> =>
  tx.run(endAll, [accountId, at]);
