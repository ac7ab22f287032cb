/** A real browser at a real address: Debian's Chromium, and the test world's application on a loopback port. */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Delivered } from '../../src/courier/folder.ts';
import type { App } from '../../src/web/request/visit.ts';
import { findBrowser } from '../browser.ts';
import { openWorld, type TestWorld } from '../world.ts';

/**
 * Given here, these take the place of those Playwright names itself, so what matters of its own stands here too. The two pages of the
 * address bar, which nobody sees without a window, take a third of what a new browser of a person costs.
 */
const featuresOff = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
];

/** What keeps it on this machine: without these it looks for its maker's servers at every start. */
const flags = [
  `--disable-features=${featuresOff}`,
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. One for a whole file: a start costs a second. */
export function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error('No browser: run the tests with npm test, which says how to get one');
  return chromium.launch({ executablePath, headless: true, args: flags });
}

/** One request as it reached the server. */
export type Arrived = {
  readonly method: string;
  readonly path: string;
  readonly referer: string | undefined;
};

type Recovery = Extract<Delivered['message'], { kind: 'recover' }>;

export type Site = TestWorld & {
  readonly origin: string;
  /** Every request so far, oldest first. */
  readonly arrived: Arrived[];
  /** The newest message that carries a code; what is due is handed over first. */
  newest(): Promise<Recovery>;
};

/** The demo's file with a robot check that costs next to nothing, or with other lines changed besides. */
export function institutionWith(...changes: readonly (readonly [string, string])[]): string {
  const file = join(import.meta.dirname, '../../institutions/ceibo.yaml');
  return [['work: 50000', 'work: 1000'] as const, ...changes].reduce(
    (text, [was, is]) => {
      if (!text.includes(was)) throw new Error(`The file has no line with ${was}`);
      return text.replace(was, is);
    },
    readFileSync(file, 'utf8'),
  );
}

/** A world of its own, served at http://localhost. Each browser comes from a network of its own, as people do. */
export async function openSite(institutionText = institutionWith()): Promise<Site> {
  let app: App | undefined;
  const arrived: Arrived[] = [];
  const fetch = (request: Request): Response | Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const referer = request.headers.get('referer') ?? undefined;
    arrived.push({ method: request.method, path: pathname + search, referer });
    if (!app) throw new Error('The site is not built yet');
    return app.fetch(request, { ip: `198.51.${arrived.length % 250}.7` });
  };
  let server: ReturnType<typeof serve> | undefined;
  const { port } = await new Promise<AddressInfo>((resolve) => {
    server = serve({ hostname: '127.0.0.1', port: 0, fetch }, resolve);
  });
  const origin = `http://localhost:${port}`;
  const world = await openWorld({ institutionText, baseUrl: origin });
  app = world.app;
  const known = new Set<string>();
  let newest: Recovery | undefined;
  return {
    ...world,
    origin,
    arrived,
    async newest() {
      for (const { id, message } of await world.mail()) {
        // In a world whose clock stands still, times alone do not tell which of two came last.
        if (message.kind === 'recover' && !known.has(id)) newest = message;
        known.add(id);
      }
      if (!newest) throw new Error('No message was sent');
      return newest;
    },
    async close() {
      await new Promise<void>((resolve) => {
        server?.close(() => resolve());
        if (server && 'closeAllConnections' in server) server.closeAllConnections();
      });
      await world.close();
    },
  };
}

/** How a person's browser is set. */
export type Setting = {
  readonly script?: boolean;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
};

/** A browser of somebody's own: cookies, history and settings apart from every other. */
export async function openPage(
  browser: Browser,
  { script = true, width = 360, height = 740, dark = false }: Setting = {},
): Promise<{ page: Page; context: BrowserContext }> {
  const context = await browser.newContext({
    javaScriptEnabled: script,
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: 'es-EC',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(60_000);
  return { page: await context.newPage(), context };
}
