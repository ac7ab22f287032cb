import { spawn } from 'node:child_process';

/** What the tests made of a tree. `broken` is none of their verdicts: they did not start, or a file did not load. */
export type Trial =
  | { readonly kind: 'passed' }
  | { readonly kind: 'failed'; readonly by: string }
  | { readonly kind: 'broken'; readonly said: string };

const mostSaid = 2000;

/** Runs tests of a tree by its own launcher; without files all of them. Cut off, they leave nothing behind and come to no verdict. */
export function runTests(root: string, files: readonly string[], signal: AbortSignal): Promise<Trial> {
  return new Promise((resolve, reject) => {
    const arguments_ = ['bin/launch.js', 'test/run.ts', ...files];
    const child = spawn(process.execPath, arguments_, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): boolean => child.kill('SIGTERM');
    signal.addEventListener('abort', stop);
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    child.once('error', reject);
    child.once('close', () => {
      signal.removeEventListener('abort', stop);
      resolve(verdictOf(said));
    });
  });
}

/**
 * Reads what `test/run.ts` printed. A file that does not load fails under its own name: that is no test that noticed anything,
 * and what nobody could start proves nothing of the tests.
 */
export function verdictOf(said: string): Trial {
  const tally = /^(\d+) passed, (\d+) failed$/m.exec(said);
  const failures = [...said.matchAll(/^✖ (.+)\n {2}\S+:\d+$/gm)].map(([, name = '']) => name);
  const by = failures.find((name) => !name.endsWith('.test.ts'));
  if (tally && tally[2] === '0' && tally[1] !== '0') return { kind: 'passed' };
  if (tally && by !== undefined) return { kind: 'failed', by };
  return { kind: 'broken', said: said.slice(-mostSaid) };
}
