/** The counter in a real browser, without script where it is promised: axe, narrow and wide, from the search to the slip (AX-01, S2-S10). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../src/web/paths.ts';
import { somebody } from '../attacks/places.ts';
import { codeFor, goodChecklist } from '../journeys/counter.ts';
import { hire, seat, staffCookie } from '../journeys/staff.ts';
import { Walker } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { doubleText, isWide, violationsOf } from './page-facts.ts';
import { pathOf, press } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

/** Seats an agent at a page, as a sign-in by passkey would. */
async function work(page: Page, place: number): Promise<void> {
  await page.goto(site.origin + paths.deskSignIn);
  const own = (await page.context().cookies()).find(({ name }) => name === 'reclave-browser')?.value ?? '';
  const seated = new Walker(() => assert.fail('It asks nothing'));
  seated.cookies.set('__Host-reclave-browser', own);
  await seat(site, seated, await hire(site, place, ['agent']), 'agent');
  const value = seated.cookies.get(staffCookie) ?? '';
  await page.context().addCookies([{ name: 'reclave-staff', value, url: site.origin }]);
}

/** Fills in the checklist as an honest agent does. */
async function fillChecklist(page: Page): Promise<void> {
  for (const [name, value] of Object.entries(goodChecklist)) {
    const field = page.locator(`[name="${name}"]`);
    if (value === '1' && (await field.getAttribute('type')) === 'checkbox') await field.check();
    else if (name === 'documento' || name === 'segunda') await field.selectOption(value);
    else await field.fill(value);
  }
}

const formOf = (action: string): string => `form[action="${action}"] button`;

for (const width of [360, 1280])
  test(`axe finds nothing and nothing is lost from the search to the slip, at ${width}`, async () => {
    const { page, context } = await openPage(browser, { width });
    const person = await openPage(browser, { width, script: false });
    await work(page, width);
    const found: string[] = [];
    const look = async (at: Page, name: string): Promise<void> => {
      if (at === page) found.push(...(await violationsOf(at)).map((one) => `${name}: ${one}`));
      for (const sheet of ['', doubleText])
        if (await isWide(at, sheet)) found.push(`${name} is wide ${sheet}`);
    };
    await page.goto(site.origin + paths.deskTickets);
    await look(page, 'tickets');
    await page.goto(site.origin + paths.deskSearch);
    // The browser gives the focus a moment after the page.
    await page.waitForFunction("document.activeElement.id === 'doc'");
    await look(page, 'search');
    await press(page, formOf(paths.deskSearch));
    await look(page, 'search with errors');
    await page.fill('#doc', somebody(width === 360 ? 1 : 2).number);
    await page.check('#motivo');
    await press(page, formOf(paths.deskSearch));
    assert.ok(pathOf(page).startsWith(paths.deskRecord));
    await look(page, 'record');
    await press(page, formOf(paths.deskReveal));
    await look(page, 'record with errors');
    await press(page, `form:has([value="email"][name="asunto"]) button`);
    await look(page, 'checklist');
    await press(page, formOf(paths.deskProve));
    await look(page, 'checklist with errors');
    await fillChecklist(page);
    await press(page, formOf(paths.deskProve));
    await look(page, 'contact');
    const to = `nueva${width}@otro.example`;
    await page.fill('#contacto', to);
    await press(page, formOf(paths.deskNameContact));
    await look(page, 'read back');
    await press(page, 'button[name=leido][value="1"]');
    await look(page, 'confirming');
    const own = pathOf(page).startsWith(paths.deskCase) ? page.url() : '';
    const address = /\/ventanilla\/[A-Z]+-[A-Z]+-\d{4}/.exec(await page.content())?.[0] ?? '';
    await person.page.goto(site.origin + address);
    await look(person.page, 'the person');
    await person.page.fill('#codigo', (await codeFor(site, to)) ?? '');
    await press(person.page);
    assert.equal(pathOf(person.page), paths.atWindowDone);
    await page.goto(own);
    await look(page, 'review');
    await press(page, formOf(paths.deskSubmit));
    await look(page, 'review with an error');
    await page.goto(`${own}/sin-confirmar`);
    await look(page, 'not confirmed');
    await page.goto(own);
    await page.fill('#nota', 'Perdió su correo de antes');
    await press(page, formOf(paths.deskSubmit));
    await look(page, 'sent');
    await page.goto(`${own}/comprobante`);
    await look(page, 'slip');
    assert.deepEqual(found, []);
    await Promise.all([context.close(), person.context.close()]);
  });
