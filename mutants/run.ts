/**
 * Breaks the product on purpose, one claim of requirements 12.3 after the other, and sees the tests notice: `npm run mutants`, or
 * `npm run mutants -- 4 17 33`. `--all-tests` asks the whole suite instead of the tests named for each.
 */
import { parseArgs } from 'node:util';
import type { Inapplicable, Mutant } from './mutant.ts';
import { inapplicable, mutants } from './table/all.ts';
import { copyTree, type Tree } from './tree.ts';
import { runTests, type Trial } from './trial.ts';

/** Each has a database and processes of its own. */
const atOnce = 2;

type Result = { readonly mutant: Mutant; readonly trial: Trial; readonly seconds: number };

function readArguments() {
  const options = { 'all-tests': { type: 'boolean', default: false } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const known = [...mutants, ...inapplicable].map(({ number }) => String(number));
  if (positionals.some((one) => !known.includes(one))) {
    console.error('Usage: npm run mutants -- [numbers from 1 to 42] [--all-tests]');
    process.exit(2);
  }
  const isAsked = ({ number }: Mutant | Inapplicable): boolean =>
    positionals.length === 0 || positionals.includes(String(number));
  return { isAsked, allTests: values['all-tests'] };
}

const verdicts = { passed: 'SURVIVED', failed: 'killed', broken: 'NOT TRIED' } as const;

const lineOf = ({ mutant, trial, seconds }: Result): string =>
  `${String(mutant.number).padStart(2)}  ${verdicts[trial.kind].padEnd(9)}  ${`${seconds} s`.padStart(5)}  ${mutant.breaks}`;

/** What was broken, where, and which test noticed first. */
function print(result: Result): void {
  const { mutant, trial } = result;
  console.log(lineOf(result));
  for (const file of new Set(mutant.edits.map((edit) => edit.file))) console.log(`    in ${file}`);
  if (trial.kind === 'failed') console.log(`    by "${trial.by}"`);
}

const sayOf = (trial: Trial): string => ('said' in trial ? trial.said : 'by' in trial ? trial.by : '');

/** Tries mutants in a tree. Each set of tests has to pass unbroken first, once. */
function trials(signal: AbortSignal) {
  const controls = new Map<string, Promise<Trial>>();
  return async (tree: Tree, mutant: Mutant, files: readonly string[]): Promise<Result> => {
    const set = files.toSorted().join(' ');
    const control = controls.get(set) ?? runTests(tree.root, files, signal);
    controls.set(set, control);
    const unbroken = await control;
    const began = performance.now();
    const trial: Trial =
      unbroken.kind === 'passed'
        ? await tree.withEdits(mutant.edits, () => runTests(tree.root, files, signal))
        : { kind: 'broken', said: `These fail without any mutant: ${set}\n${sayOf(unbroken)}` };
    return { mutant, trial, seconds: Math.round((performance.now() - began) / 1000) };
  };
}

async function tryAll(asked: readonly Mutant[], allTests: boolean, signal: AbortSignal): Promise<Result[]> {
  const waiting = [...asked];
  const results: Result[] = [];
  const attempt = trials(signal);
  const work = async (): Promise<void> => {
    const tree = copyTree();
    try {
      for (let mutant = waiting.shift(); mutant && !signal.aborted; mutant = waiting.shift()) {
        const result = await attempt(tree, mutant, allTests ? [] : mutant.tests);
        results.push(result);
        console.log(lineOf(result));
        if (result.trial.kind === 'broken') console.log(result.trial.said);
      }
    } finally {
      tree.remove();
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, waiting.length) }, work));
  return results.sort((a, b) => a.mutant.number - b.mutant.number);
}

async function main(): Promise<boolean> {
  const { isAsked, allTests } = readArguments();
  const asked = mutants.filter(isAsked);
  const stopping = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort());
  const results = await tryAll(asked, allTests, stopping.signal);
  console.log('');
  results.forEach(print);
  const killed = results.filter(({ trial }) => trial.kind === 'failed').length;
  const left = inapplicable.filter(isAsked);
  for (const { number, because } of left) console.log(`${number} does not apply: ${because}`);
  console.log(`${killed} of ${asked.length} killed; ${left.length} do not apply`);
  return killed === asked.length;
}

process.exitCode = (await main()) ? 0 : 1;
