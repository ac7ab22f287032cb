/**
 * Runs the tests on a real PostgreSQL of their own: `npm test`, or `npm test -- test/store/embedded.test.ts`. With `--minutes`
 * the fuzzers go on with new seeds for so long; `--seed` is where they begin.
 */
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { run } from 'node:test';
import { parseArgs } from 'node:util';
import { type Embedded, startEmbedded } from '../src/store/embedded/embedded.ts';
import { ensureBrowser } from './browser.ts';
import { report, type Tally } from './report.ts';

const root = join(import.meta.dirname, '..');
const longestFileMinutes = 20;
/** One more than the smallest machine has processors: a third of what a test takes is waiting for another process. */
const concurrency = 3;
const takesLong = /invariants|browser/;

/** Durability is not what these tests are about, and costs most of their time. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' };

const { values: fuzzing, positionals } = parseArgs({
  options: { minutes: { type: 'string' }, seed: { type: 'string' } },
  allowPositionals: true,
});

/** The fuzzers run in processes of their own, and read there how long and from where. */
function tellFuzzers(): void {
  for (const [name, text] of Object.entries(fuzzing)) {
    if (!/^\d+$/.test(text)) throw new Error(`--${name} takes a whole number`);
    process.env[`RECLAVE_FUZZ_${name.toUpperCase()}`] = text;
  }
}

function filesToRun(): string[] {
  const named = positionals.map((name) => resolve(name));
  if (named.length > 0) return named;
  const names = globSync(['test/**/*.test.ts', 'src/**/*.test.ts'], { cwd: root }).sort();
  // What takes minutes begins first, so that no processor waits for it at the end.
  const [long, short] = [
    names.filter((name) => takesLong.test(name)),
    names.filter((name) => !takesLong.test(name)),
  ];
  return [...long, ...short].map((name) => join(root, name));
}

function runTests(): Promise<Tally> {
  const timeout = (longestFileMinutes + Number(fuzzing.minutes ?? 0)) * 60_000;
  return report(run({ files: filesToRun(), cwd: root, concurrency, timeout }), root);
}

/** Leaves nothing behind, whether the tests end or are cut off. */
function leaveWith(database: Embedded, directory: string): () => Promise<void> {
  const leave = async () => {
    await database.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, async () => {
      await leave();
      process.exit(128 + constants.signals[signal]);
    });
  }
  return leave;
}

async function main(): Promise<boolean> {
  tellFuzzers();
  if (!ensureBrowser()) return false;
  const directory = mkdtempSync(join(tmpdir(), 'reclave-test-'));
  // As root, PostgreSQL runs as another user, who has to pass through.
  chmodSync(directory, 0o711);
  const database = await startEmbedded({ directory, settings });
  const leave = leaveWith(database, directory);
  process.env.RECLAVE_TEST_DATABASE = database.url;
  try {
    const { passed, failed, skipped } = await runTests();
    if (skipped > 0) console.log(`${skipped} skipped`);
    console.log(`${passed} passed, ${failed} failed`);
    return failed === 0 && passed > 0;
  } finally {
    await leave();
  }
}

process.exitCode = (await main()) ? 0 : 1;
