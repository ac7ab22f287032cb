/** What is printed of a siege, and what is kept of it. */
import { writeFileSync } from 'node:fs';
import type { Outcome } from './siege.ts';

const kinds = ['held', 'broken', 'not-run', 'not-applicable'] as const;

/** What is said below the line of an attack, of the log. */
function sayLog(log: Outcome['log']): string[] {
  if (log?.kind === 'missing') return [`the log lacks ${log.missing.join(', ')}`];
  return log?.kind === 'silent' ? [`no line in the log: ${log.because}`] : [];
}

/** One attack as a line, and what was seen below it. */
export function lineOf({ ids, title, verdict, log, requests, milliseconds }: Outcome): string {
  const mark = verdict.kind === 'broken' ? 'BROKEN' : verdict.kind;
  const facts = `${String(requests).padStart(6)} requests ${(milliseconds / 1000).toFixed(1).padStart(6)} s`;
  const line = `${ids.join(' ').padEnd(22)} ${mark.padEnd(14)} log ${(log?.kind ?? '-').padEnd(7)} ${facts}  ${title}`;
  return [line, ...[verdict.because, ...sayLog(log)].map((text) => ' '.repeat(23) + text)].join('\n');
}

/** How many of each, in all. */
export function totalsOf(outcomes: readonly Outcome[]): string {
  const counts = kinds.map((kind) => {
    const these = outcomes.filter(({ verdict }) => verdict.kind === kind);
    const rows = new Set(these.flatMap(({ ids }) => ids)).size;
    return `${kind} ${these.length} (${rows} rows)`;
  });
  const requests = outcomes.reduce((sum, one) => sum + one.requests, 0);
  const lines = (['seen', 'silent', 'missing', 'unread'] as const).map(
    (kind) => `${kind} ${outcomes.filter(({ log }) => log?.kind === kind).length}`,
  );
  return `${counts.join(', ')}; log: ${lines.join(', ')}; ${requests} requests`;
}

export const saveReport = (file: string, outcomes: readonly Outcome[]): void =>
  writeFileSync(file, `${JSON.stringify(outcomes, null, 2)}\n`);
