/** A member of staff at a real browser, with an authenticator that always finds its person. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { StaffRole } from '../../src/rules/desk/staff.ts';
import { paths } from '../../src/web/paths.ts';
import { hire } from '../journeys/staff.ts';
import { openPage, type Site } from './chromium.ts';
import { leads, pathOf, press } from './steps.ts';

/** The one button of a page that asks the passkey. */
export const passkeyButton = 'form[data-huella] button';

/** A browser with an authenticator of its own. */
export async function openDevice(browser: Browser): Promise<Page> {
  const { page } = await openPage(browser, { width: 1024, height: 768 });
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable', { enableUI: false });
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

/** A member who enrolled, signed in and chose a shift, at work in one role. */
export async function atDesk(browser: Browser, site: Site, place: number, role: StaffRole): Promise<Page> {
  const page = await openDevice(browser);
  const { invitation } = await hire(site, place, [role]);
  await page.goto(site.origin + paths.deskEnrol + invitation);
  await press(page);
  await leads(page, () => page.click(passkeyButton));
  await leads(page, () => page.click(passkeyButton));
  await page.selectOption('#oficina', 'centro-norte');
  await page.fill('#ventanilla', '3');
  await press(page);
  assert.equal(pathOf(page), paths.desk);
  return page;
}
