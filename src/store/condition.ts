import { type Runner, statement } from './database.ts';

/** How the database is: what an operator wants to know before people come. */
export type Condition = {
  /** As 15 or 18. */
  readonly version: number;
  readonly at: Date;
  readonly role: string;
};

const condition = statement<{ version: number; at: Date; role: string }>(
  'database-condition',
  `select current_setting('server_version_num')::int / 10000 as version, clock_timestamp() as at, current_user::text as role`,
);

/** Version, clock and who we are there. */
export async function conditionOf(on: Runner): Promise<Condition> {
  const [row] = await on.run(condition);
  if (!row) throw new TypeError('A row of constants has no row');
  return row;
}

const waiting = statement<{ dead: number; oldest: Date | null }>(
  'waiting-messages',
  `select count(*) filter (where state = 'dead')::int as dead, min(due) filter (where state = 'queued') as oldest from outbox`,
);

/** Messages that could not be carried, and since when the oldest that may go is due. */
export async function messagesWaiting(
  on: Runner,
): Promise<{ readonly dead: number; readonly oldest: Date | null }> {
  const [row] = await on.run(waiting);
  return row ?? { dead: 0, oldest: null };
}
