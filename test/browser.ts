import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the browser the journeys run in, or undefined when the system has none. */
export function findBrowser(): string | undefined {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const application = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), application];
  return places.find((place) => existsSync(place));
}

const install = [
  ['apt-get', 'update', '-q'],
  ['apt-get', 'install', '-y', '-q', '--no-install-recommends', 'chromium'],
] as const;

/** Sees to it that there is a browser: installs Debian's own as root, and else says the one line to run. */
export function ensureBrowser(): boolean {
  if (findBrowser()) return true;
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) {
    console.error('The tests need a browser. Run: sudo apt-get install --no-install-recommends chromium');
    return false;
  }
  console.error('Installing Chromium, which the journeys are walked in ...');
  for (const [command, ...args] of install) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const { status, stdout, stderr } = spawnSync(command, args, { env, encoding: 'utf8' });
    if (status !== 0) {
      console.error(`${command} ${args.join(' ')} failed:\n${stdout}${stderr}`);
      return false;
    }
  }
  return findBrowser() !== undefined;
}
