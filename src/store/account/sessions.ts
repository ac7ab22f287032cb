import { type Runner, statement } from '../database.ts';

/** A signed-in browser. */
export type Session = {
  /** Names it in the list of its owner; opens nothing. */
  readonly id: string;
  readonly accountId: string;
  readonly portal: string;
  readonly device: string;
  readonly began: Date;
  /** When the key or a passkey was last given. */
  readonly fresh: Date;
};

type Row = {
  id: string;
  account_id: string;
  portal: string;
  device: string;
  began: Date;
  fresh: Date | null;
};

const begin = statement(
  'begin-session',
  `insert into sessions (id_hash, account_id, portal, device, began, seen, fresh)
   values ($1, $2, $3, $4, $5, $5, $5)`,
);
// Idle and absolute limits are judged where the session is used, by the database's one clock.
const touch = statement<Row>(
  'touch-session',
  `update sessions set seen = $2 where id_hash = $1 and ended_at is null
     and seen > $2::timestamptz - make_interval(mins => $3) and began > $2::timestamptz - make_interval(hours => $4)
   returning id, account_id, portal, device, began, fresh`,
);
const end = statement(
  'end-session',
  'update sessions set ended_at = $2 where id_hash = $1 and ended_at is null',
);
const endAll = statement(
  'end-sessions-of-account',
  'update sessions set ended_at = $2 where account_id = $1 and ended_at is null',
);

export const beginSession = (
  on: Runner,
  idHash: Buffer,
  of: { accountId: string; portal: string; device: string },
  at: Date,
): Promise<unknown[]> => on.run(begin, [idHash, of.accountId, of.portal, of.device, at]);

/** The session, if it lives; using it keeps it alive. */
export async function useSession(
  on: Runner,
  idHash: Buffer,
  at: Date,
  limits: { idleMinutes: number; hours: number },
): Promise<Session | undefined> {
  const [row] = await on.run(touch, [idHash, at, limits.idleMinutes, limits.hours]);
  return (
    row && {
      id: row.id,
      accountId: row.account_id,
      portal: row.portal,
      device: row.device,
      began: row.began,
      fresh: row.fresh ?? row.began,
    }
  );
}

export const endSession = (on: Runner, idHash: Buffer, at: Date): Promise<unknown[]> =>
  on.run(end, [idHash, at]);

/** Ends every session of an account: a new key leaves nobody signed in (RC-02). */
export const endSessionsOf = (tx: Runner, accountId: string | null, at: Date): Promise<unknown[]> =>
  tx.run(endAll, [accountId, at]);
