/** What the log tells of an attack: what is refused leaves a line behind, or the report says why it leaves none. */
import type { Attack } from './attack.ts';
import type { Target } from './target/target.ts';

/** How often each line was written, as `code-entered: wrong-code`, or `spray-noticed` where nothing was refused. */
export type Written = Readonly<Record<string, number>>;

export type LogVerdict =
  | { readonly kind: 'seen' | 'missing'; readonly written: Written; readonly missing: readonly string[] }
  /** The product writes no line for what is refused here. */
  | { readonly kind: 'silent'; readonly because: string; readonly written: Written }
  | { readonly kind: 'unread' };

/** The number of the newest line, to know later what was written since. */
export async function lastLine({ sql }: Target): Promise<string> {
  const [row] = await sql<{ last: string }>('select coalesce(max(seq), 0)::text as last from audit');
  return row?.last ?? '0';
}

async function writtenSince({ sql }: Target, seq: string): Promise<Written> {
  const rows = await sql<{ line: string; count: number }>(
    `select concat_ws(': ', event, refusal) as line, count(*)::int as count from audit where seq > $1 group by 1 order by 1`,
    [seq],
  );
  return Object.fromEntries(rows.map(({ line, count }) => [line, count]));
}

/** Whether somebody's guessing is known already: of a wave the first notice is written, and no other for a while. */
async function wasNoticed({ sql }: Target, line: string): Promise<boolean> {
  const rows = await sql(`select from audit where event = $1 and at > now() - interval '1 hour' limit 1`, [
    line,
  ]);
  return line.endsWith('-noticed') && rows.length > 0;
}

/** Judges what was written while an attack ran; `since` is absent where nobody gave the database. */
export async function judgeLog(
  target: Target,
  { leaves }: Attack,
  since: string | undefined,
): Promise<LogVerdict> {
  if (since === undefined) return { kind: 'unread' };
  const written = await writtenSince(target, since);
  if ('nothing' in leaves) return { kind: 'silent', because: leaves.nothing, written };
  const missing: string[] = [];
  for (const line of leaves.lines) {
    const isThere = Object.keys(written).some((one) => one.includes(line));
    if (!isThere && !(await wasNoticed(target, line))) missing.push(line);
  }
  return { kind: missing.length === 0 ? 'seen' : 'missing', written, missing };
}
