import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensureDebian } from './ensure-debian.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome'];

/** Path of the browser the journeys run in, or undefined when the system has none. */
export function findBrowser(): string | undefined {
  const folders = ['/usr/bin', ...(process.env.PATH ?? '').split(delimiter)];
  const application = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const places = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), application];
  return places.find((place) => existsSync(place));
}

/** Sees to it that there is a browser: installs Debian's own as root, and else says the one line to run. */
export const ensureBrowser = (): boolean =>
  ensureDebian({
    name: 'Chromium, which the journeys are walked in',
    found: () => findBrowser() !== undefined,
    packages: ['chromium'],
    otherwise: 'sudo apt-get install --no-install-recommends chromium',
  });
