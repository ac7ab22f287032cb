import type { Standing } from '../rules/case.ts';
import { type Runner, statement, write } from './database.ts';

/** The columns of a standing as PostgreSQL gives them; `cases.ts` joins them to its own. */
export type StandingRow = {
  code_since: Date;
  code_used: number;
  screen_since: Date;
  screen_used: number;
  messages: Date[];
  told_at: Date | null;
};

export const standingColumns =
  's.code_since, s.code_used, s.screen_since, s.screen_used, s.messages, s.told_at';

const lockStanding = statement<StandingRow>(
  'lock-standing',
  `with fresh as (
     insert into standings as s (name_hash, code_since, screen_since) values ($1, $2, $2)
     on conflict (name_hash) do nothing returning ${standingColumns}),
   held as (select ${standingColumns} from standings s where s.name_hash = $1 for no key update)
   select * from held union all select * from fresh`,
);

const saveStanding = write(
  'save-standing',
  `update standings set code_since = $2, code_used = $3, screen_since = $4, screen_used = $5, messages = $6, told_at = $7
   where name_hash = $1`,
);

/** A standing as the rules know it. */
export const readStanding = (row: StandingRow): Standing => ({
  codeTries: { since: row.code_since, used: row.code_used },
  screenTries: { since: row.screen_since, used: row.screen_used },
  messages: row.messages,
  ...(row.told_at && { toldAt: row.told_at }),
});

/** A standing as the statements take it, in the order of their columns. */
export const standingParameters = ({ codeTries, screenTries, messages, toldAt }: Standing) =>
  [codeTries.since, codeTries.used, screenTries.since, screenTries.used, messages, toldAt ?? null] as const;

/** The standing of a number, known or not, made when missing and locked until the transaction ends. */
export async function lockStandingOf(tx: Runner, nameHash: Buffer, at: Date): Promise<Standing> {
  const [row] = await tx.run(lockStanding, [nameHash, at]);
  if (row) return readStanding(row);
  // Made by another while this statement waited: its snapshot cannot see the new row, the next one can.
  const [made] = await tx.run(lockStanding, [nameHash, at]);
  if (!made) throw new TypeError('A standing vanished while it was being locked');
  return readStanding(made);
}

/** Saves only what a number has used up: for a code tried where there is no case. */
export const saveStandingOf = (tx: Runner, nameHash: Buffer, standing: Standing): Promise<unknown[]> =>
  tx.run(saveStanding, [nameHash, ...standingParameters(standing)]);
