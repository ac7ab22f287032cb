/** By night, in English, and by keyboard alone. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../src/web/paths.ts';
import { goodKey, sample } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { holdPagesByNight } from './page-checks.ts';
import { headingOf, leads, pathOf, press, proveByCode } from './steps.ts';
import { tour } from './tour.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

/** What has the focus, and whether a person can see that it has. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const control = document.activeElement;
    if (!(control instanceof HTMLElement)) throw new TypeError('Nothing has the focus');
    const { left, top, width, height } = control.getBoundingClientRect();
    const onTop = document.elementFromPoint(left + width / 2, top + Math.min(height / 2, 12));
    const { outlineStyle, outlineWidth } = getComputedStyle(control);
    return {
      name: control.id || control.getAttribute('href') || (control.textContent ?? '').trim(),
      ringed: outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2,
      covered: onTop === null || !(control.contains(onTop) || onTop.contains(control)),
    };
  });

/** Presses Tab until what is named has the focus; every stop on the way can be seen. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let stops = 0; stops < 40; stops++) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    assert.ok(stop.ringed && !stop.covered, `${pathOf(page)}: ${JSON.stringify(stop)}`);
    if (typeof name === 'string' ? stop.name === name : name.test(stop.name)) return;
  }
  assert.fail(`${pathOf(page)}: Tab never came to ${name}`);
}

const enter = (page: Page): Promise<void> => leads(page, () => page.keyboard.press('Enter'));

test('the walk goes by keyboard alone, and what has the focus can always be seen (AX-02)', async () => {
  site.clock.move(25 * 60 * 60 * 1000);
  const { page, context } = await openPage(browser, { width: 1280, height: 800 });
  const { identity, person } = sample('more-contacts');
  await page.goto(site.origin);
  await tabTo(page, paths.chooseProfile);
  await enter(page);
  await tabTo(page, 'perfil');
  await page.keyboard.press('Space');
  await tabTo(page, 'Continuar');
  await enter(page);
  await tabTo(page, 'numero');
  await page.keyboard.type(identity.number);
  await enter(page);
  while (pathOf(page) === paths.answerQuestion) {
    await tabTo(page, /^No (puedo responder|recuerdo)/);
    await enter(page);
  }
  await tabTo(page, 'correo');
  await page.keyboard.type(person?.email ?? '');
  await enter(page);
  await tabTo(page, 'codigo');
  await page.keyboard.type((await site.newest()).code);
  await enter(page);
  await tabTo(page, 'clave');
  await page.keyboard.type(`${goodKey}x`);
  await tabTo(page, /Mostrar/);
  await page.keyboard.press('Enter');
  assert.equal(await page.getAttribute('#clave', 'type'), 'text');
  await enter(page);
  assert.equal(pathOf(page), paths.done);
  await context.close();
});

test('the first stop leads past the header, into the page (AX-02)', async () => {
  const { page, context } = await openPage(browser);
  await page.goto(site.origin + paths.signIn);
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).name, '#contenido');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal((await focused(page)).name, 'numero');
  await context.close();
});

test('after an error Tab goes to the link of the error, and Enter to its field (AX-06)', async () => {
  const { page, context } = await openPage(browser);
  await page.goto(`${site.origin}${paths.chooseProfile}?perfil=affiliate`);
  await press(page);
  await tabTo(page, '#numero');
  await page.keyboard.press('Enter');
  assert.equal((await focused(page)).name, 'numero');
  assert.equal(await page.getAttribute('#numero', 'aria-invalid'), 'true');
  const described = (await page.getAttribute('#numero', 'aria-describedby'))?.split(' ') ?? [];
  assert.equal(described.length, 2);
  for (const id of described) assert.equal(await page.locator(`#${id}`).count(), 1);
  await context.close();
});

test('the button that goes on is in sight without scrolling on a phone of 360 by 740 (UX R13)', async () => {
  const { page, context } = await openPage(browser);
  await page.goto(`${site.origin}${paths.chooseProfile}?perfil=affiliate`);
  const box = await page.locator('main .btn').boundingBox();
  assert.ok(box && box.y + box.height <= 740);
  await context.close();
});

test('the receipt on paper holds the words and the date, and nothing that opens anything (PW-11, UX 7.13)', async () => {
  site.clock.move(25 * 60 * 60 * 1000);
  const { page, context } = await openPage(browser);
  const { identity, person } = sample('shared-mailbox-two');
  await proveByCode(page, site, 'shared-mailbox-two');
  const { code, caseWords } = await site.newest();
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  await page.emulateMedia({ media: 'print' });
  const paper = await page.locator('body').innerText();
  assert.ok(paper.includes(caseWords) && paper.includes('2026'), paper);
  for (const secret of [identity.number, person?.email ?? '?', code, goodKey])
    assert.ok(!paper.includes(secret));
  assert.ok(!(await page.locator('main button, main a.btn').first().isVisible()));
  assert.equal(await headingOf(page), 'Su clave nueva está lista');
  await context.close();
});

holdPagesByNight(tour, { states: 91 });
