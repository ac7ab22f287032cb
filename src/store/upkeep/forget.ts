import { leastIdAt } from '../../lib/timed-id.ts';
import { type Runner, type Statement, statement } from '../database.ts';

/** What is forgotten row by row: it is little, or is kept short. */
export type Forgettable = 'cases' | 'messages' | 'sessions';

type Gone = { n: number };

// Cases that have no month of their own, mostly those of former releases.
const cases = statement<Gone>(
  'forget-cases',
  `with gone as (delete from cases where id in (select id from cases_default where opened < $1 limit $2) returning id)
   select count(*)::int as n from gone`,
);
const messages = statement<Gone>(
  'forget-messages',
  `with gone as (delete from outbox where id in (
     select id from outbox where done_at < $1 and state <> 'queued' limit $2) returning id)
   select count(*)::int as n from gone`,
);
const sessions = statement<Gone>(
  'forget-sessions',
  `with gone as (delete from sessions where id_hash in (
     select id_hash from sessions where began < $1 limit $2) returning id_hash)
   select count(*)::int as n from gone`,
);
const challenges = statement<Gone>(
  'forget-challenges',
  `with gone as (delete from challenges where id in (
     select id from challenges where case_id >= $1 and case_id < $2 limit $3) returning id)
   select count(*)::int as n from gone`,
);
const tickets = statement(
  'forget-cases-of-tickets',
  'update tickets set case_id = null where case_id >= $1 and case_id < $2',
);
const counts: Readonly<Record<Forgettable, Statement<{ n: string }>>> = {
  cases: statement('cases-to-forget', 'select count(*) as n from cases_default where opened < $1'),
  messages: statement(
    'messages-to-forget',
    "select count(*) as n from outbox where done_at < $1 and state <> 'queued'",
  ),
  sessions: statement('sessions-to-forget', 'select count(*) as n from sessions where began < $1'),
};

const forgetting: Readonly<Record<Forgettable, Statement<Gone>>> = { cases, messages, sessions };

/** Small enough that nobody waits for a row of it. */
const atOnce = 5000;

async function allOf(turn: () => Promise<Gone[]>): Promise<number> {
  let all = 0;
  for (let n = atOnce; n === atOnce; all += n) n = (await turn())[0]?.n ?? 0;
  return all;
}

/** Forgets what ended before an instant, in small pieces; gives how much. What lives is never among it. */
export const forget = (owner: Runner, what: Forgettable, before: Date): Promise<number> =>
  allOf(() => owner.run(forgetting[what], [before, atOnce]));

/** How much that would be. */
export const countForgettable = async (on: Runner, what: Forgettable, before: Date): Promise<number> =>
  Number((await on.run(counts[what], [before]))[0]?.n ?? 0);

/** Forgets what refers to the cases of a month, before they go in one piece. */
export async function forgetOfCases(owner: Runner, from: Date, to: Date): Promise<void> {
  const ids = [leastIdAt(from), leastIdAt(to)];
  await allOf(() => owner.run(challenges, [...ids, atOnce]));
  await owner.run(tickets, ids);
}
