import { type Runner, statement } from '../database.ts';

// Whether a message lives makes no difference here: decoys were handed to nobody in the same queue, and count alike.
const within = statement<{ measured: number; seconds: number | null }>(
  'hand-over-seconds',
  `select count(*)::int as measured,
     percentile_disc(0.9) within group (order by extract(epoch from done_at - queued_at))::float8 as seconds
   from (select done_at, queued_at from outbox
     where done_at > $1 and queued_at is not null and state in ('sent', 'dropped') order by done_at desc limit 500) t`,
);

/** How long nine of ten messages took from asking to handing over, since a moment; and how many that were. */
export async function handOverSince(
  on: Runner,
  since: Date,
): Promise<{ readonly measured: number; readonly seconds: number }> {
  const [row] = await on.run(within, [since]);
  return { measured: row?.measured ?? 0, seconds: row?.seconds ?? 0 };
}
