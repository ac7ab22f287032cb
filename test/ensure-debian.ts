import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

type Need = {
  readonly name: string;
  found(): boolean;
  readonly packages: readonly string[];
  /** What whoever is not root on Debian runs. */
  readonly otherwise: string;
};

/** Sees to it that there is a program of Debian's: installs it as root, and else says the one line to run. */
export function ensureDebian({ name, found, packages, otherwise }: Need): boolean {
  if (found()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.error(`The tests need ${name}. Run: ${otherwise}`);
    return false;
  }
  console.error(`Installing ${name}, for the tests ...`);
  const install = ['apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages] as const;
  for (const [command, ...args] of [['apt-get', 'update', '-q'], install] as const) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    if (status !== 0) {
      console.error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
      return false;
    }
  }
  return found();
}
