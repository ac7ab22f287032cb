import { type Runner, statement } from '../database.ts';
import type { DeskCase } from './cases.ts';

/** What lies around a case that waits for its second person. */
export type Around = {
  readonly id: string;
  /** Code of the agent who sent it. */
  readonly agent: string;
  readonly changes: number;
  readonly sameWindow: number;
};

const around = statement<{ id: string; agent: string | null; changes: number; same_window: number }>(
  'around-desk-cases',
  `select c.id, s.code as agent,
     (select count(*)::int from contact_changes x where x.account_id = c.account_id and x.asked_at >= $2) as changes,
     (select count(*)::int from desk_cases d where d.account_id = c.account_id and d.id <> c.id
        and d.opened_by = c.opened_by and d.office = c.office and d.opened_at >= $2) as same_window
   from desk_cases c left join staff s on s.id = coalesce(c.submitted_by, c.opened_by) where c.id = any($1)`,
);
const unconfirmed = statement<{
  id: string;
  words: string;
  office: string;
  agent: string | null;
  closed_at: Date;
  frozen: boolean;
}>(
  'desk-cases-unconfirmed-since',
  `select c.id, c.words, c.office, c.closed_at, s.code as agent, a.frozen_at is not null as frozen
   from desk_cases c join accounts a on a.id = c.account_id left join staff s on s.id = c.opened_by
   where c.closed_at >= $1 and c.stage ->> 'because' = 'unconfirmed' order by c.closed_at desc limit 100`,
);

/** The facts behind the signals of some cases, counting from an instant on. */
export const aroundCases = async (
  on: Runner,
  cases: readonly Pick<DeskCase, 'id'>[],
  since: Date,
): Promise<Map<string, Around>> => {
  const rows = await on.run(around, [cases.map(({ id }) => id), since]);
  return new Map(
    rows.map(({ id, agent, changes, same_window: sameWindow }) => [
      id,
      { id, agent: agent ?? '', changes, sameWindow },
    ]),
  );
};

/** Somebody whose identity was not confirmed. */
export type Unconfirmed = {
  readonly id: string;
  readonly words: string;
  readonly office: string;
  readonly agent: string;
  readonly at: Date;
  readonly frozen: boolean;
};

/** Whose identity was not confirmed since, the newest first. */
export const unconfirmedSince = async (on: Runner, since: Date): Promise<Unconfirmed[]> =>
  (await on.run(unconfirmed, [since])).map(({ closed_at: at, agent, ...row }) => ({
    id: row.id,
    words: row.words,
    office: row.office,
    frozen: row.frozen,
    agent: agent ?? '',
    at,
  }));
