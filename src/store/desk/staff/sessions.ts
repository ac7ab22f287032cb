import type { StaffRole } from '../../../rules/desk/staff.ts';
import type { SessionLimits } from '../../account/sessions.ts';
import { type Runner, statement, write } from '../../database.ts';

/** Where somebody works, and as what, until they sign out. */
export type Shift = {
  readonly office: string;
  readonly window: string | null;
  readonly role: StaffRole;
};

/** A member of staff signed in at one browser. */
export type StaffSession = {
  /** Names it in the log; opens nothing. */
  readonly id: string;
  readonly staffId: string;
  /** Digest of the browser's cookie: which device it is. */
  readonly browser: Buffer;
  /** Nothing until it was chosen. */
  readonly shift: Shift | undefined;
  readonly began: Date;
  readonly seen: Date;
  /** When a passkey was last touched. */
  readonly fresh: Date;
};

type Row = {
  id: string;
  staff_id: string;
  browser: Buffer;
  office: string | null;
  window_label: string | null;
  role: StaffRole | null;
  began: Date;
  seen: Date;
  fresh: Date;
};

const columns = 'id, staff_id, browser, office, window_label, role, began, seen, fresh';
const begin = write(
  'begin-staff-session',
  `insert into staff_sessions (id_hash, staff_id, browser, began, seen, fresh) values ($1, $2, $3, $4, $4, $4)`,
);
const touch = statement<Row>(
  'use-staff-session',
  `update staff_sessions set seen = $3 where id_hash = $1 and browser = $2 and ended_at is null
     and seen > $3::timestamptz - make_interval(mins => $4) and began > $3::timestamptz - make_interval(hours => $5)
   returning ${columns}`,
);
// Idle, not ended: whoever comes back to it typed what they send now before they left.
const idle = statement<{ staff_id: string }>(
  'idle-staff-session',
  `select staff_id from staff_sessions where id_hash = $1 and browser = $2 and ended_at is null
     and began > $3::timestamptz - interval '1 day'
     and exists (select from staff where id = staff_id and disabled_at is null)`,
);
const lives = statement<{ id: string }>(
  'staff-session-lives',
  'select id from staff_sessions where id = $1 and ended_at is null for no key update',
);
const choose = write(
  'choose-shift',
  'update staff_sessions set office = $2, window_label = $3, role = $4 where id = $1 and ended_at is null',
);
const refresh = write('refresh-staff-session', 'update staff_sessions set fresh = $2 where id = $1');
const end = statement<{ staff_id: string }>(
  'end-staff-session',
  'update staff_sessions set ended_at = $2 where id_hash = $1 and ended_at is null returning staff_id',
);

const read = (row: Row): StaffSession => ({
  id: row.id,
  staffId: row.staff_id,
  browser: row.browser,
  shift:
    row.office !== null && row.role !== null
      ? { office: row.office, window: row.window_label, role: row.role }
      : undefined,
  began: row.began,
  seen: row.seen,
  fresh: row.fresh,
});

export const beginStaffSession = (
  tx: Runner,
  idHash: Buffer,
  of: { staffId: string; browser: Buffer },
  at: Date,
): Promise<unknown[]> => tx.run(begin, [idHash, of.staffId, of.browser, at]);

/** The session of this browser, if it lives; using it keeps it alive. */
export async function useStaffSession(
  on: Runner,
  of: { idHash: Buffer; browser: Buffer },
  at: Date,
  { idleMinutes, hours }: SessionLimits,
): Promise<StaffSession | undefined> {
  const [row] = await on.run(touch, [of.idHash, of.browser, at, idleMinutes, hours]);
  return row && read(row);
}

/** Whose session this browser left idle within a day. */
export const idleStaffSession = async (
  on: Runner,
  of: { idHash: Buffer; browser: Buffer },
  at: Date,
): Promise<string | undefined> => (await on.run(idle, [of.idHash, of.browser, at]))[0]?.staff_id;

/** Whether a session was not ended while its form was on the way. Held until the transaction ends. */
export const staffSessionLives = async (tx: Runner, id: string): Promise<boolean> =>
  (await tx.run(lives, [id])).length === 1;

export const chooseShift = (tx: Runner, id: string, { office, window, role }: Shift): Promise<unknown[]> =>
  tx.run(choose, [id, office, window, role]);

export const refreshStaffSession = (tx: Runner, id: string, at: Date): Promise<unknown[]> =>
  tx.run(refresh, [id, at]);

/** Ends a session; gives whose it was, unless it was over. */
export const endStaffSession = async (tx: Runner, idHash: Buffer, at: Date): Promise<string | undefined> =>
  (await tx.run(end, [idHash, at]))[0]?.staff_id;
