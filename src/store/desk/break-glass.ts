import { isId } from '../../lib/digest.ts';
import type { BreakGlassState } from '../../rules/desk/break-glass.ts';
import { type Runner, statement, write } from '../database.ts';

/** A change asked for from the command line. `sealed` is sealed. */
export type BreakGlass = BreakGlassState & {
  readonly id: string;
  readonly accountId: string;
  readonly sealed: Buffer;
  readonly askedAt: Date;
};

type Row = {
  id: string;
  account_id: string;
  sealed: Buffer;
  named: string[];
  confirmed: string[];
  failures: number;
  asked_at: Date;
  until: Date;
  closed_at: Date | null;
};

const from = `select id, account_id, sealed, named, confirmed, failures, asked_at, until, closed_at from break_glass`;
const byId = statement<Row>('break-glass-by-id', `${from} where id = $1`);
const lock = statement<Row>('lock-break-glass', `${from} where id = $1 for no key update`);
const ofAccount = statement<Row>('break-glass-of', `${from} where account_id = $1 order by asked_at desc`);
const lapse = write(
  'lapse-break-glass',
  'update break_glass set closed_at = $2 where account_id = $1 and closed_at is null and until < $2',
);
const put = statement<{ id: string }>(
  'put-break-glass',
  `insert into break_glass (id, account_id, sealed, named, asked_at, until) values ($1, $2, $3, $4, $5, $6)
   on conflict do nothing returning id`,
);
const save = write(
  'save-break-glass',
  'update break_glass set confirmed = $2, failures = $3, closed_at = $4 where id = $1',
);

const read = (row: Row): BreakGlass => ({
  id: row.id,
  accountId: row.account_id,
  sealed: row.sealed,
  named: row.named,
  confirmed: row.confirmed,
  failures: row.failures,
  askedAt: row.asked_at,
  until: row.until,
  closedAt: row.closed_at,
});
const one = ([row]: readonly Row[]): BreakGlass | undefined => row && read(row);

export const breakGlassById = async (on: Runner, id: string): Promise<BreakGlass | undefined> =>
  isId(id) ? one(await on.run(byId, [id])) : undefined;

/** The same, locked until the transaction ends; to be asked under the lock of its account. */
export const lockBreakGlass = async (tx: Runner, id: string): Promise<BreakGlass | undefined> =>
  one(await tx.run(lock, [id]));

/** All that was ever asked for an account, newest first. */
export const breakGlassOf = async (on: Runner, accountId: string): Promise<BreakGlass[]> =>
  (await on.run(ofAccount, [accountId])).map(read);

/** Keeps a request; false when one is open for this account. What lapsed makes room. */
export async function putBreakGlass(
  tx: Runner,
  made: Pick<BreakGlass, 'id' | 'accountId' | 'sealed' | 'named' | 'askedAt' | 'until'>,
): Promise<boolean> {
  await tx.run(lapse, [made.accountId, made.askedAt]);
  const { id, accountId, sealed, named, askedAt, until } = made;
  return (await tx.run(put, [id, accountId, sealed, named, askedAt, until])).length === 1;
}

export const saveBreakGlass = (
  tx: Runner,
  id: string,
  { confirmed, failures, closedAt }: BreakGlassState,
): Promise<unknown[]> => tx.run(save, [id, confirmed, failures, closedAt]);
