/** The pages of supervisors, auditors and statements in Chromium: for everybody's eyes and hands, and a case approved by a real touch. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { sealBatch } from '../../src/actions/audit/seal.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { type AtWork, atWork, provenCase, sentCase } from '../journeys/desk-steps.ts';
import { citizen } from '../journeys/steps.ts';
import { atDesk, passkeyButton } from './at-desk.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { isWide, violationsOf } from './page-facts.ts';
import { leads, pathOf, press } from './steps.ts';

let browser: Browser;
let site: Site;
let agent: AtWork;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
  agent = await atWork(site, 1, 'agent');
});
after(async () => {
  await browser.close();
  await site.close();
});

const { approve: say } = wordsOf('es');

/** What is wrong with pages at both widths. */
async function wrongWith(page: Page, addresses: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const path of addresses)
    for (const width of [360, 1280]) {
      await page.setViewportSize({ width, height: 740 });
      const answer = await page.goto(site.origin + path);
      if (answer?.status() !== 200) found.push(`${path}: ${answer?.status()}`);
      found.push(...(await violationsOf(page)).map((one) => `${path} at ${width}: ${one}`));
      if (await isWide(page)) found.push(`${path} is wider than ${width}`);
    }
  return found;
}

test('a supervisor reads, begins, and approves by a touch; every page is for everybody (S7, S8, AX-19)', async () => {
  const [id, spare] = [
    await sentCase(site, agent, citizen(0), 'nuevo0@otro.example'),
    await sentCase(site, agent, citizen(1), 'nuevo1@otro.example'),
  ];
  const page = await atDesk(browser, site, 2, 'supervisor');
  const one = `${paths.deskApprove}/${id}`;
  await page.goto(site.origin + one);
  await press(page, `form[action="${paths.deskReview}"] button`);
  assert.deepEqual(
    await wrongWith(page, [
      paths.deskApprove,
      `${paths.deskApprove}/${spare}`,
      one,
      `${one}?decision=devolver`,
      `${one}?decision=rechazar`,
      `${one}?decision=aprobar`,
    ]),
    [],
  );
  await leads(page, () => page.click(passkeyButton));
  assert.equal(pathOf(page), paths.deskApprove);
  assert.ok((await page.innerText('main')).includes(say.done.approved));
  await page.context().close();
});

test('the pages of auditors are for everybody, and whose an event is takes a touch (A1 to A4)', async () => {
  await sealBatch(site.world);
  const [{ seq = '' } = {}] = await site.sql<{ seq: string }>(
    `select seq from audit where event = 'desk-submitted' order by seq limit 1`,
  );
  const page = await atDesk(browser, site, 3, 'auditor');
  const event = paths.auditEvent + seq;
  assert.deepEqual(
    await wrongWith(page, [
      paths.audit,
      `${paths.audit}?tipo=counter`,
      event,
      paths.auditReports,
      `${paths.auditReports}/contacts-without-ticket`,
      `${paths.auditReports}/repeated-pairs`,
      paths.auditReaders,
    ]),
    [],
  );
  await page.goto(site.origin + event);
  await page.check('[name=motivo][value=complaint]');
  await leads(page, () => page.click(passkeyButton));
  assert.ok((await page.innerText('main')).includes(citizen(0).number));
  await page.context().close();
});

test('a statement is for everybody, signed in and at the counter, on screen and on paper', async () => {
  const who = citizen(2);
  const { page } = await openPage(browser, { width: 1024, height: 768 });
  await page.goto(site.origin + paths.signIn);
  await page.fill('#numero', who.number);
  await page.fill('#clave', who.key);
  await press(page);
  await page.goto(site.origin + paths.statement);
  await press(page);
  assert.deepEqual(await wrongWith(page, [paths.statement, pathOf(page)]), []);
  await page.emulateMedia({ media: 'print' });
  assert.equal(await page.locator('.screen-only').first().isVisible(), false);
  const proven = await provenCase(site, agent, citizen(3));
  const desk = await atDesk(browser, site, 4, 'agent');
  await site.sql(
    `update desk_cases set opened_by = (select id from staff where code = 'T-4') where id = $1`,
    [proven],
  );
  await desk.goto(site.origin + paths.deskStatement);
  await press(desk, `form[action="${paths.deskStatement}"] button`);
  assert.deepEqual(await wrongWith(desk, [paths.deskStatement, pathOf(desk)]), []);
  await Promise.all([page.context().close(), desk.context().close()]);
});
