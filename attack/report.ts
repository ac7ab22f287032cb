/** What is printed of a siege, and what is kept of it. */
import { writeFileSync } from 'node:fs';
import type { Outcome } from './siege.ts';

const kinds = ['held', 'broken', 'not-run', 'not-applicable'] as const;

/** One attack as a line, and what was seen below it. */
export function lineOf({ ids, title, verdict, requests, milliseconds }: Outcome): string {
  const mark = verdict.kind === 'broken' ? 'BROKEN' : verdict.kind;
  const facts = `${String(requests).padStart(6)} requests ${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
  return `${ids.join(' ').padEnd(22)} ${mark.padEnd(14)} ${facts}  ${title}\n${' '.repeat(23)}${verdict.because}`;
}

/** How many of each, in all. */
export function totalsOf(outcomes: readonly Outcome[]): string {
  const counts = kinds.map((kind) => {
    const these = outcomes.filter(({ verdict }) => verdict.kind === kind);
    const rows = new Set(these.flatMap(({ ids }) => ids)).size;
    return `${kind} ${these.length} (${rows} rows)`;
  });
  const requests = outcomes.reduce((sum, one) => sum + one.requests, 0);
  return `${counts.join(', ')}; ${requests} requests`;
}

export const saveReport = (file: string, outcomes: readonly Outcome[]): void =>
  writeFileSync(file, `${JSON.stringify(outcomes, null, 2)}\n`);
