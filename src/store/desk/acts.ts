import { type Runner, statement } from '../database.ts';

const since = statement<{ n: number }>(
  'acts-of-staff-since',
  'select count(*)::int as n from audit where staff = $1 and event = $2 and at >= $3',
);

/** How often a member of staff did something since, by the log: nobody can do it and leave no line. */
export const countActsSince = async (on: Runner, staffId: string, event: string, at: Date): Promise<number> =>
  (await on.run(since, [staffId, event, at]))[0]?.n ?? 0;
