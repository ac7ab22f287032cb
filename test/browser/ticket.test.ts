/** The ticket in a real browser: without script, on paper of both sizes, and what paper may hold (UX S9, 7.13). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { sample } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { doubleText, isWide, violationsOf } from './page-facts.ts';
import { askMessage, headingOf, open, pathOf, press } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const phone = '0990001289';

/** From "other ways" to a ticket with everything asked for. */
async function take(page: Page): Promise<void> {
  await page.goto(site.origin + paths.otherWays);
  await page.check('[value=office]');
  await press(page);
  await page.selectOption('#oficina', { label: 'Oficina Puerto Canoa' });
  await press(page);
  await page.check('#senas');
  await press(page);
  await page.fill('#celular', phone);
  await press(page);
  assert.match(pathOf(page), /^\/recuperar\/turno\/[A-Z]+-[A-Z]+-\d+$/);
}

for (const language of ['es', 'en'] as const)
  for (const width of [360, 1280])
    test(`a ticket is taken, read and given back without script, in ${language} at ${width} (C15-C17)`, async () => {
      const { page, context } = await openPage(browser, { script: false, width });
      const words = await open(page, site, language);
      await take(page);
      assert.ok((await headingOf(page)).startsWith(words.ticket.title('')));
      assert.equal(await page.locator('noscript p').innerText(), words.ticket.printHint);
      assert.equal(await page.locator('#imprimir').isVisible(), false);
      for (const sheet of ['', doubleText]) assert.equal(await isWide(page, sheet), false, sheet);
      await press(page, `form[action="${paths.cancelTicket}"] button`);
      assert.ok(await page.getByText(words.ticket.standing.cancelled).isVisible());
      await context.close();
    });

test('axe finds nothing on any page of the branch, narrow and wide (AX-01)', async () => {
  for (const width of [360, 1280]) {
    const { page, context } = await openPage(browser, { width });
    const found: string[] = [];
    for (const step of [
      () => page.goto(site.origin + paths.chooseOffice),
      () => press(page),
      () => page.selectOption('#oficina', 'loma-canela').then(() => press(page)),
      () => press(page),
      () => page.fill('#celular', 'x').then(() => press(page)),
      () => page.fill('#celular', phone).then(() => press(page)),
      () => press(page, `form[action="${paths.cancelTicket}"] button`),
    ]) {
      await step();
      found.push(...(await violationsOf(page)));
    }
    assert.deepEqual(found, []);
    await context.close();
  }
});

test('the slip on paper, A4 and 80 mm, holds what it must and nothing that is anybody’s (UX 7.13)', async () => {
  const { page, context } = await openPage(browser);
  const { identity, person } = sample('more-contacts');
  await askMessage(page, site, 'more-contacts');
  const { code, link } = await site.newest();
  await take(page);
  const { ticket, slip, frame } = wordsOf('es');
  const [words = '', number = ''] = /([A-Z]+-[A-Z]+)-(\d+)$/.exec(pathOf(page))?.slice(1) ?? [];
  await page.emulateMedia({ media: 'print' });
  // 96 pixels an inch: 210 mm less two margins of 10 mm; a roll of 80 mm prints 72 mm.
  for (const width of [718, 272]) {
    await page.setViewportSize({ width, height: 1000 });
    const paper = await page.locator('body').innerText();
    const host = new URL(site.origin).host;
    for (const part of [
      words.replace('-', ' '),
      '24 de noviembre de 2026',
      'Oficina Puerto Canoa',
      slip.notYou,
      '1800 000 000',
      `${host}/recuperar/turno/${words}-${number}`,
      frame.demo,
      ...ticket.bring.items,
    ])
      assert.ok(paper.includes(part), `${part} at ${width}`);
    const html = await page.content();
    const held = [identity.number, person?.email, person?.lastName, person?.firstName, code, link, phone];
    for (const secret of [...held, '990001289', person?.phone, person?.key])
      assert.ok(!secret || !(paper.includes(secret) || html.includes(secret)), `${secret} at ${width}`);
    for (const control of ['main button', 'main form', '.back', '.lang', '.foot'])
      assert.equal(await page.locator(control).first().isVisible(), false, `${control} at ${width}`);
    assert.equal(await isWide(page), false, String(width));
    const box = await page.locator('.qr').boundingBox();
    assert.ok(box && box.width >= 110 && Math.abs(box.width - box.height) < 1, 'Large enough to be read');
  }
  const sheet = await page.pdf({ format: 'A4' });
  const pages = sheet.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length;
  assert.equal(pages, 1, 'One sheet');
  await context.close();
});

test('its button opens the print dialog, and a page loaded twice is the same ticket', async () => {
  const { page, context } = await openPage(browser);
  await page.addInitScript(() => {
    Object.assign(globalThis, { printed: 0, print: () => Object.assign(globalThis, { printed: 1 }) });
  });
  await take(page);
  const address = page.url();
  await page.click('#imprimir');
  assert.equal(await page.evaluate('printed'), 1);
  await page.reload();
  assert.equal(page.url(), address);
  await page.goBack();
  assert.equal(await page.inputValue('#celular'), phone);
  await page.fill('#celular', '');
  await press(page);
  assert.equal(page.url(), address, 'The same form leads to the same ticket');
  await context.close();
});
