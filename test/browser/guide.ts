/** What every tour of pages is guided by: how one goes to a page, and looks at it. */
import type { Browser, Page } from 'playwright-core';
import type { Language } from '../../src/rules/policy.ts';
import { openPage, type Setting, type Site } from './chromium.ts';
import { open, press } from './steps.ts';

/** Looks at the page as it stands; `state` says what is being looked at. */
export type Look = (state: string, page: Page) => Promise<void>;

export type Guide = {
  readonly page: Page;
  readonly site: Site;
  readonly language: Language;
  readonly look: Look;
  /** A browser nobody has seen, in the same language. */
  fresh(): Promise<Page>;
};

export const minute = 60_000;
export const day = 25 * 60 * minute;
/** Looks at the page this guide is at. */
export const see = ({ page, look }: Guide, state: string): Promise<void> => look(state, page);

/** Fills in a field, or leaves it as it is, sends the form and looks at what is said. */
export async function tell(guide: Guide, state: string, field = '', value = ''): Promise<void> {
  const { page } = guide;
  if (field !== '') await page.fill(field, value);
  await press(page, 'main button.btn[type=submit]:not([name])');
  await see(guide, state);
}

/** Opens an address of the site. */
export const goes = (guide: Guide, path: string) => guide.page.goto(guide.site.origin + path);

/** Goes through everything there is to see, in one language, with script. */
export type Tour = (
  browser: Browser,
  site: Site,
  language: Language,
  look: Look,
  setting?: Setting,
) => Promise<void>;

/** A tour of these parts, each in a browser of its own. */
export const tourOf =
  (parts: readonly ((guide: Guide) => Promise<void>)[]): Tour =>
  async (browser, site, language, look, setting = {}) => {
    const fresh = async (): Promise<Page> => {
      const { page } = await openPage(browser, setting);
      await open(page, site, language);
      return page;
    };
    for (const part of parts) {
      const page = await fresh();
      await part({ page, site, language, fresh, look });
      await page.context().close();
    }
  };
