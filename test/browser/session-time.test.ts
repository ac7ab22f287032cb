/** Until when a session is open: said in time, and more of it given, with script and without (WCAG 2.2, 2.2.1; SE-03). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { citizen } from '../journeys/steps.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { pathOf, press, signIn } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const minute = 60_000;
const { sessionTime: say } = wordsOf('es');
const closing = '#cierre p';
const voice = '#cierre [role=status]';
const moreTime = `form[action="${paths.moreTime}"] button`;

test('two minutes before the end the page says so once, and more time begins the watch again', async () => {
  const { page, context } = await openPage(browser);
  // The page's clock also runs by itself: a minute is left to a slow machine.
  await page.clock.install();
  await signIn(page, site, citizen(0));
  await page.goto(site.origin + paths.enrolQuestions);
  await page.fill('#respuesta1', 'Zaruma vieja');
  const first = await page.locator(closing).first().innerText();
  await page.clock.fastForward(12 * minute);
  assert.equal(await page.locator(voice).textContent(), '');
  await page.clock.fastForward(minute);
  assert.equal(await page.locator(voice).textContent(), say.soon);
  site.clock.move(13 * minute);
  await page.click(moreTime);
  await page.locator(voice, { hasNotText: say.soon }).waitFor({ state: 'attached' });
  const second = await page.locator(closing).first().innerText();
  assert.notEqual(second, first);
  assert.equal(await page.locator(voice).textContent(), second);
  assert.equal(pathOf(page), paths.enrolQuestions);
  assert.equal(await page.inputValue('#respuesta1'), 'Zaruma vieja', 'What was typed stays');
  await page.clock.fastForward(12 * minute);
  assert.notEqual(await page.locator(voice).textContent(), say.soon);
  await page.clock.fastForward(minute);
  assert.equal(await page.locator(voice).textContent(), say.soon);
  // A second press is sent as well as the first.
  site.clock.move(13 * minute);
  await page.click(moreTime);
  await page.locator(voice, { hasNotText: say.soon }).waitFor({ state: 'attached' });
  await context.close();
});

test('more time asked when the session is over leads to the sign-in', async () => {
  const { page, context } = await openPage(browser);
  await signIn(page, site, citizen(1));
  await page.goto(site.origin + paths.sessions);
  site.clock.move(16 * minute);
  await page.click(moreTime);
  await page.waitForURL((url) => url.pathname === paths.signIn);
  await context.close();
});

test('without script the time stands on the page, and more of it is a form like any other', async () => {
  const { page, context } = await openPage(browser, { script: false });
  await signIn(page, site, citizen(2));
  await page.goto(site.origin + paths.sessions);
  const first = await page.locator(closing).first().innerText();
  site.clock.move(13 * minute);
  await press(page, moreTime);
  assert.equal(pathOf(page), paths.sessions);
  assert.notEqual(await page.locator(closing).first().innerText(), first);
  site.clock.move(13 * minute);
  await page.reload();
  assert.equal(pathOf(page), paths.sessions, 'It is open for as long again');
  await context.close();
});
