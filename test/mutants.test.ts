/** The table of mutants fits the code it breaks: one that has moved on would break nothing, and prove nothing. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { edited, type Mutant } from '../mutants/mutant.ts';
import { inapplicable, mutants } from '../mutants/table/all.ts';
import { verdictOf } from '../mutants/trial.ts';

const root = join(import.meta.dirname, '..');

/** The files of a mutant as they would be run, each with all its edits made. */
function brokenBy({ edits }: Mutant): Map<string, string> {
  const files = new Map<string, string>();
  for (const edit of edits) {
    const text = files.get(edit.file) ?? readFileSync(join(root, edit.file), 'utf8');
    files.set(edit.file, edited(text, edit));
  }
  return files;
}

describe('the mutants', () => {
  it('are all forty-two of the list, each once, or say why there is nothing to break', () => {
    const numbers = [...mutants, ...inapplicable].map(({ number }) => number).sort((a, b) => a - b);
    assert.deepEqual(
      numbers,
      Array.from({ length: 42 }, (_, index) => index + 1),
    );
  });

  it('each find the one place they break, and change it', () => {
    for (const mutant of mutants)
      for (const [file, text] of brokenBy(mutant))
        assert.notEqual(text, readFileSync(join(root, file), 'utf8'), `${mutant.number}: ${file}`);
    assert.throws(() => edited('a b a', { file: 'x', find: 'a', replace: 'c' }), /exactly once/);
    assert.throws(() => edited('b', { file: 'x', find: 'a', replace: 'c' }), /exactly once/);
  });

  it('each name tests that are there', () => {
    for (const { number, tests } of mutants) {
      assert.ok(tests.length > 0, `${number}`);
      for (const file of tests) assert.ok(existsSync(join(root, file)), `${number}: ${file}`);
    }
  });

  it('are killed by a test that failed, never by a file that does not load or a start that fails', () => {
    const failure = '✖ opens nothing (RT-09)\n  test/a.test.ts:3\n  AssertionError\n';
    assert.deepEqual(verdictOf(`✖ test/a.test.ts: 2 tests, 0.1 s\n\n${failure}\n1 passed, 1 failed\n`), {
      kind: 'failed',
      by: 'opens nothing (RT-09)',
    });
    assert.equal(verdictOf('✔ test/a.test.ts: 2 tests, 0.1 s\n2 passed, 0 failed\n').kind, 'passed');
    const unloaded = '✖ test/a.test.ts\n  test/a.test.ts:1\n  SyntaxError\n\n0 passed, 1 failed\n';
    for (const said of [unloaded, 'PostgreSQL did not start', '0 passed, 0 failed\n'])
      assert.equal(verdictOf(said).kind, 'broken', said);
  });
});
