import { type Runner, statement, write } from '../../database.ts';

const note = write(
  'note-key-check',
  'update sessions set key_checked_at = $2 where id = $1 and ended_at is null',
);
const checkedAt = statement<{ at: Date | null }>(
  'key-checked-at',
  'select key_checked_at as at from sessions where id = $1 and ended_at is null',
);
const spend = statement<{ id: string }>(
  'spend-key-check',
  'update sessions set key_checked_at = null where id = $1 and key_checked_at >= $2 and ended_at is null returning id',
);
const renew = write(
  'renew-key-check',
  'update sessions set key_checked_at = $3 where id = $1 and key_checked_at >= $2 and ended_at is null',
);
const lives = statement<{ id: string }>(
  'session-lives',
  'select id from sessions where id = $1 and ended_at is null for no key update',
);

/** The current key was given in this session, in order to set another. */
export const noteKeyCheck = (tx: Runner, sessionId: string, at: Date): Promise<unknown[]> =>
  tx.run(note, [sessionId, at]);

/** When the current key was given in this session, if that was not used yet. */
export const keyCheckedAt = async (on: Runner, sessionId: string): Promise<Date | undefined> =>
  (await on.run(checkedAt, [sessionId]))[0]?.at ?? undefined;

/** Uses up what was given no earlier than `since`: one check sets one key, however many forms are sent at once. */
export const spendKeyCheck = async (tx: Runner, sessionId: string, since: Date): Promise<boolean> =>
  (await tx.run(spend, [sessionId, since])).length === 1;

/** Lets the time of what was given no earlier than `since` begin anew. */
export const renewKeyCheck = (tx: Runner, sessionId: string, since: Date, at: Date): Promise<unknown[]> =>
  tx.run(renew, [sessionId, since, at]);

/** Whether a session was not ended while its form was on the way. Held until the transaction ends. */
export const sessionLives = async (tx: Runner, sessionId: string): Promise<boolean> =>
  (await tx.run(lives, [sessionId])).length === 1;
