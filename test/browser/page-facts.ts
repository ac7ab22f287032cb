/** What can be measured of a page as it stands: read in the browser itself, by the test and never by the page. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** Every rule there is for what the pages promise. */
const allRules = {
  type: 'tag',
  values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
} as const;

/** What night and another language can make of a page that is sound by day. */
export const nightRules = {
  type: 'rule',
  values: ['color-contrast', 'link-in-text-block', 'html-has-lang', 'html-lang-valid', 'valid-lang'],
} as const;

/** Each page that is loaded reads it anew: the small one is read in less time. */
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What axe finds wrong, one line each. */
export async function violationsOf(
  page: Page,
  runOnly: typeof allRules | typeof nightRules = allRules,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  const options = JSON.stringify({ runOnly, resultTypes: ['violations'] });
  const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${options})`);
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

/** Whether the page must be moved sideways to be read, at this width, under a sheet of the reader's own. */
export const isWide = (page: Page, readersSheet = ''): Promise<boolean> =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
    const { scrollWidth, clientWidth } = document.documentElement;
    document.adoptedStyleSheets = [];
    return scrollWidth > clientWidth;
  }, readersSheet);

/** WCAG 2.2, 1.4.12: what a reader may set, and nothing may be lost. */
export const textSpacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';
/** WCAG 2.2, 1.4.4. */
export const doubleText = 'html { font-size: 200% !important }';

export type Facts = {
  readonly title: string;
  readonly lang: string;
  readonly headings: readonly string[];
  readonly landmarks: readonly string[];
  /** The text of the help that stands on every page. */
  readonly help: string;
  /** Whether the page tells of an error, and the focus is on it. */
  readonly errors: boolean;
  readonly focusOnErrors: boolean;
  /** Errors whose link leads to no field, or whose words are not repeated there. */
  readonly loose: readonly string[];
  /** Controls too small for a thumb: "name 20x18". */
  readonly small: readonly string[];
  /** Code and style written into the markup. */
  readonly inline: readonly string[];
  /** Fields that make the browser judge or cut what is typed. */
  readonly strict: readonly string[];
  readonly stored: number;
  /** Styles and scripts of ours that the page loads. */
  readonly loaded: readonly string[];
  /** Bytes the page itself took on the wire. */
  readonly bytes: number;
};

export const factsOf = (page: Page): Promise<Facts> =>
  page.evaluate(() => {
    const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
    const text = (element: Element | null) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim();
    const name = (element: Element) =>
      text(element).slice(0, 40) || element.id || element.outerHTML.slice(0, 60);
    const summary = document.querySelector('.errors');
    const small = all('a, button, input, select, summary, textarea').flatMap((control) => {
      const target = control.closest('.choice') ?? control;
      const { width, height } = target.getBoundingClientRect();
      const hidden = control.closest('.vh, [type=hidden]') || !control.checkVisibility() || height === 0;
      // A link in running text, and one inside an error, is as high as its line.
      const running = control.tagName === 'A' && getComputedStyle(control).display === 'inline';
      const least = running ? 24 : 44;
      return hidden || control.matches('.skip') || (height >= least && width >= 24)
        ? []
        : [`${name(control)} ${Math.round(width)}x${Math.round(height)}`];
    });
    const loose = all('.errors a').filter((link) => {
      const field = document.getElementById((link.getAttribute('href') ?? '').slice(1));
      const said = all('.err').some((error) => text(error).endsWith(text(link)));
      return !field || !(said || field.matches('button'));
    });
    const inline = all('*').flatMap((element) =>
      [...element.attributes]
        .filter((one) => one.name.startsWith('on') || one.name === 'style' || /^javascript:/i.test(one.value))
        .map((one) => `${element.tagName} ${one.name}`),
    );
    const scripts = all('script:not([src]), style').map((element) => element.tagName);
    const [entry] = performance.getEntriesByType('navigation');
    return {
      title: document.title,
      lang: document.documentElement.lang,
      headings: all('h1').map(text),
      landmarks: ['header', 'main', 'aside', 'footer'].filter((tag) => all(tag).length !== 1),
      help: text(document.querySelector('aside')),
      errors: summary !== null,
      focusOnErrors: summary !== null && document.activeElement === summary,
      loose: loose.map(name),
      small,
      inline: [...inline, ...scripts],
      strict: all('input, select')
        .filter((field) => field.matches('[required], [maxlength], [pattern], [type=number], [placeholder]'))
        .map(name),
      loaded: all('link[rel=stylesheet], script[src]').map(
        (asset) => asset.getAttribute('href') ?? asset.getAttribute('src') ?? '',
      ),
      stored: localStorage.length + sessionStorage.length,
      bytes: entry instanceof PerformanceNavigationTiming ? entry.encodedBodySize : 0,
    };
  });
