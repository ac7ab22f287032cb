/** What every page must be, whatever tour led to it: for everybody's eyes and hands, light, and alone with us. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { assets } from '../../src/web/page/assets.ts';
import { openBrowser, openSite, type Site } from './chromium.ts';
import type { Tour } from './guide.ts';
import {
  doubleText,
  type Facts,
  factsOf,
  isWide,
  nightRules,
  textSpacing,
  violationsOf,
} from './page-facts.ts';

/** How many states a tour has at least, and how many of them tell of an error. */
type Extent = { readonly states: number; readonly errors: number };

/** Goes on a tour by day, in Spanish, and holds every page of it to the same. */
export function holdPages(tour: Tour, extent: Extent): void {
  let browser: Browser;
  let site: Site;
  const seen = new Map<string, Facts>();
  const violations: string[] = [];
  const wide: string[] = [];
  const said: string[] = [];
  const asked = new Set<string>();

  function listenTo(page: Page): void {
    page.on('pageerror', (error) => said.push(error.message));
    page.on('console', (message) => {
      // That a page was answered 4xx is what it means to say.
      const meant = /responded with a status of 4\d\d/.test(message.text());
      if (['error', 'warning'].includes(message.type()) && !meant) said.push(message.text());
    });
    page.on('request', (request) => asked.add(new URL(request.url()).origin));
  }

  const listened = new WeakSet<Page>();

  async function look(state: string, page: Page): Promise<void> {
    if (!listened.has(page)) listenTo(page);
    listened.add(page);
    const facts = await factsOf(page);
    seen.set(state, facts);
    for (const found of await violationsOf(page)) violations.push(`${state} at 360: ${found}`);
    if (!facts.errors) {
      await page.emulateMedia({ colorScheme: 'dark' });
      for (const found of await violationsOf(page, nightRules))
        violations.push(`${state} by night: ${found}`);
      await page.emulateMedia({ colorScheme: null });
    }
    if (await isWide(page, doubleText)) wide.push(`${state}: text twice as large`);
    await page.setViewportSize({ width: 320, height: 640 });
    if (await isWide(page)) wide.push(`${state}: 320`);
    if (await isWide(page, textSpacing)) wide.push(`${state}: 320, text spaced`);
    await page.setViewportSize({ width: 1280, height: 800 });
    if (await isWide(page)) wide.push(`${state}: 1280`);
    // An error adds to a page that was looked at without it.
    if (!facts.errors)
      for (const found of await violationsOf(page)) violations.push(`${state} at 1280: ${found}`);
    await page.setViewportSize({ width: 360, height: 740 });
  }

  before(async () => {
    [browser, site] = await Promise.all([openBrowser(), openSite()]);
    await tour(browser, site, 'es', look);
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  /** What is found wrong, page by page. */
  const each = (wrong: (facts: Facts, state: string) => readonly string[]): string[] =>
    [...seen].flatMap(([state, facts]) => wrong(facts, state).map((what) => `${state}: ${what}`));

  test('axe finds nothing on any page in any state, narrow and wide, by day and by night (AX-01, AX-03, AX-18)', () => {
    assert.ok(seen.size >= extent.states, String(seen.size));
    assert.deepEqual(violations, []);
  });

  test('each page has one heading, its language, its landmarks, and a title that says where one is (AX-01)', () => {
    assert.deepEqual(
      each(({ headings, lang, landmarks, title }) => {
        const [heading = ''] = headings;
        const right = headings.length === 1 && lang === 'es-EC' && title.includes(heading) && heading !== '';
        return right && landmarks.length === 0 ? [] : [`${title}, ${headings}, ${lang}, ${landmarks}`];
      }),
      [],
    );
    const headingOf = new Map<string, string>();
    for (const { title, headings } of seen.values()) {
      assert.equal(headingOf.get(title) ?? headings[0], headings[0], title);
      headingOf.set(title, headings[0] ?? '');
    }
  });

  test('an error is told in the title, above and beside its field, and has the focus (AX-06)', () => {
    assert.ok([...seen.values()].filter(({ errors }) => errors).length >= extent.errors);
    assert.deepEqual(
      each(({ errors, focusOnErrors, loose, title }) => {
        const right = errors === title.startsWith('Error: ') && errors === focusOnErrors;
        return right && loose.length === 0 ? [] : [`${title}: focus ${focusOnErrors}, ${loose}`];
      }),
      [],
    );
  });

  test('nothing makes a reader scroll sideways: at 320, with text spaced or twice as large (AX-03)', () => {
    assert.deepEqual(wide, []);
  });

  test('every control is 44 pixels high, and a link in running text 24 (AX-04)', () => {
    assert.deepEqual(
      each(({ small }) => small),
      [],
    );
  });

  test('no field makes the browser judge or cut what is typed (AX-06, AX-07)', () => {
    assert.deepEqual(
      each(({ strict }) => strict),
      [],
    );
  });

  test('the help stands in the same order on every page (AX-05)', () => {
    assert.equal(new Set([...seen.values()].map(({ help }) => help)).size, 1);
  });

  test('each page with its style and its scripts is at most 10 KB on the wire, in parts of 4, 4 and 2 (UX 5)', () => {
    const { style, script, worker, files } = assets(site.world);
    const weigh = (path: string): number => files.get(path)?.gzip.length ?? Number.NaN;
    const markups = [...seen.values()].map(({ bytes }) => bytes);
    assert.ok(Math.min(...markups) > 1000);
    assert.deepEqual(
      each(({ bytes, loaded }) => {
        const whole = loaded.reduce((sum, path) => sum + weigh(path), bytes);
        return bytes <= 4096 && whole <= 10_240 ? [] : [`markup ${bytes}, whole ${whole}`];
      }),
      [],
    );
    const [styles, scripts] = [weigh(style), weigh(script)];
    assert.ok(styles <= 4096, `style ${styles}`);
    assert.ok(scripts <= 2048, `scripts ${scripts}`);
    // The proof of work is loaded by the little script, where a number is asked for.
    assert.ok(4096 + styles + scripts + weigh(worker) <= 10_240);
  });

  test('no page asks anybody else for anything, and the browser has nothing to complain of (SE-07)', () => {
    assert.deepEqual([...asked], [site.origin]);
    assert.deepEqual(said, []);
    assert.deepEqual(
      each(({ inline }) => inline),
      [],
    );
  });

  test('nothing is left in the storage of the browser, and no address leaves as a referrer (SE-11, RT-21)', () => {
    assert.deepEqual(
      each(({ stored }) => (stored > 0 ? [String(stored)] : [])),
      [],
    );
    assert.deepEqual(
      site.arrived.filter(({ referer }) => referer !== undefined),
      [],
    );
  });
}

/** Goes on the same tour by night, in English. */
export function holdPagesByNight(tour: Tour, extent: Pick<Extent, 'states'>): void {
  test('in English and in dark colours every page and state is as sound as in Spanish by day (AX-01, AX-03, AX-18)', async () => {
    const [browser, site] = await Promise.all([openBrowser(), openSite()]);
    const wrong: string[] = [];
    const seen = new Set<string>();
    const look = async (state: string, page: Page): Promise<void> => {
      const { lang, headings, title, small, errors, focusOnErrors } = await factsOf(page);
      seen.add(state);
      if (lang !== 'en' || headings.length !== 1 || !title.includes(headings[0] ?? '?'))
        wrong.push(`${state}: ${lang}, ${headings}, ${title}`);
      if (errors !== title.startsWith('Error: ') || errors !== focusOnErrors) wrong.push(`${state}: errors`);
      for (const what of [...(await violationsOf(page, nightRules)), ...small])
        wrong.push(`${state}: ${what}`);
      if (await isWide(page, doubleText)) wrong.push(`${state}: text twice as large`);
    };
    try {
      await tour(browser, site, 'en', look, { dark: true });
    } finally {
      await Promise.all([browser.close(), site.close()]);
    }
    assert.ok(seen.size >= extent.states, String(seen.size));
    assert.deepEqual(wrong, []);
  });
}
