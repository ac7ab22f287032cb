import { relative } from 'node:path';
import type { EventData, run } from 'node:test';
import { inspect } from 'node:util';

export type Tally = { readonly passed: number; readonly failed: number; readonly skipped: number };

type Tests = ReturnType<typeof run>;
type Summary = EventData.TestSummary;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

/** A failed test of a file and the error it threw, whole. A parent that fails by its children says nothing new. */
function failureOf(event: EventData.TestFail, root: string): string | undefined {
  const { error } = event.details;
  if ('failureType' in error && error.failureType === 'subtestsFailed') return undefined;
  const place = event.file ? `${relative(root, event.file)}:${event.line ?? 1}` : '';
  const cause = inspect(error.cause ?? error, { depth: 8, colors: process.stdout.isTTY });
  return `\n✖ ${event.name}\n  ${place}\n${cause.replace(/^/gm, '  ')}\n`;
}

function tallyOf({ tests, passed, skipped, todo }: Summary['counts']): Tally {
  return { passed, skipped: skipped + todo, failed: tests - passed - skipped - todo };
}

/** Prints one line for each file and every failure in full; gives the count of all. */
export async function report(tests: Tests, root: string): Promise<Tally> {
  const failures: string[] = [];
  let tally: Tally = { passed: 0, failed: 1, skipped: 0 };
  for await (const event of tests) {
    if (event.type === 'test:fail' && !event.data.skip && !event.data.todo) {
      const failure = failureOf(event.data, root);
      if (failure) failures.push(failure);
    } else if (event.type === 'test:stdout' || event.type === 'test:stderr') {
      process.stderr.write(event.data.message);
    } else if (event.type === 'test:summary' && event.data.file === undefined) {
      tally = tallyOf(event.data.counts);
    } else if (event.type === 'test:summary') {
      const { file = '', counts, duration_ms: took, success } = event.data;
      console.log(`${success ? '✔' : '✖'} ${relative(root, file)}: ${counts.tests} tests, ${seconds(took)}`);
    }
  }
  for (const failure of failures) console.log(failure);
  return tally;
}
