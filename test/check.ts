/** Checks types, style and what nobody uses, all at once: `npm run check`. Writes nothing. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const checks = {
  types: ['tsc', '-p', '.'],
  style: ['biome', 'check', '--error-on-warnings', '.'],
  unused: ['knip', '--no-progress'],
} as const;

type Outcome = { readonly name: string; readonly ok: boolean; readonly said: string };

function check(name: string, [command, ...args]: readonly [string, ...string[]]): Promise<Outcome> {
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
    execFile(join(root, 'node_modules/.bin', command), args, options, (error, stdout, stderr) => {
      resolve({ name, ok: error === null, said: `${stdout}${stderr}`.trim() });
    });
  });
}

const outcomes = await Promise.all(Object.entries(checks).map(([name, command]) => check(name, command)));
for (const { name, ok, said } of outcomes) {
  console.log(ok ? `✔ ${name}` : `✖ ${name}\n${said}\n`);
}
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
