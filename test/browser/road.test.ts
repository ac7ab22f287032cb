/**
 * The whole road of somebody without a mailbox, in Chromium: a ticket, an agent, the person's own page, a second person with a real
 * touch, three days, and the ordinary walk with the new mailbox. Four browsers, none of which knows another.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { codeFor, goodChecklist } from '../journeys/counter.ts';
import { citizen } from '../journeys/steps.ts';
import { goodKey } from '../walker.ts';
import { atDesk, passkeyButton } from './at-desk.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { beginWalk, leads, pathOf, press, proveMailbox, signIn } from './steps.ts';

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
const newMail = 'nuevo.buzon@otro.example';
const { approve } = wordsOf('es');

/** The same member at the same browser, from here on without script. */
async function withoutScript(page: Page): Promise<Page> {
  const state = await page.context().storageState();
  const context: BrowserContext = await browser.newContext({ javaScriptEnabled: false, storageState: state });
  context.setDefaultTimeout(60_000);
  return context.newPage();
}

/** Takes a ticket in the middle of a walk, and gives its name. */
async function takeTicket(page: Page, who: { readonly number: string }): Promise<string> {
  await beginWalk({ page, site }, who);
  await page.goto(site.origin + paths.otherWays);
  await page.check('[value=office]');
  await press(page);
  await page.selectOption('#oficina', 'centro-norte');
  await press(page);
  while (!/-\d+$/.test(pathOf(page))) await press(page);
  return decodeURIComponent(pathOf(page).split('/').at(-1) ?? '');
}

async function fillChecklist(page: Page): Promise<void> {
  for (const [name, value] of Object.entries({ ...goodChecklist, palabras: '1' })) {
    const field = page.locator(`[name="${name}"]`);
    if ((await field.getAttribute('type')) === 'checkbox') await field.check();
    else if (name === 'documento' || name === 'segunda') await field.selectOption(value);
    else await field.fill(value);
  }
}

/** From the search by ticket to "check and send", without script; the person types the code at their own browser. */
async function serve(agent: Page, person: Page, ticket: string): Promise<void> {
  await agent.goto(site.origin + paths.deskSearch);
  await agent.fill('#doc', ticket);
  await agent.check('[value=ticket]');
  await press(agent);
  await press(agent, `form[action="${paths.deskOpenCase}"]:has([value=email]) button`);
  await fillChecklist(agent);
  await press(agent, `form[action="${paths.deskProve}"] button`);
  await agent.fill('#contacto', newMail);
  await press(agent, `form[action="${paths.deskNameContact}"] button`);
  await press(agent, '[name=leido][value="1"]');
  const address = /\/ventanilla\/[A-Z]+-[A-Z]+-\d{4}/.exec(await agent.innerText('main'))?.[0];
  assert.ok(address, await agent.innerText('main'));
  await person.goto(site.origin + address);
  await person.fill('#codigo', (await codeFor(site, newMail)) ?? '');
  await press(person);
  assert.equal(pathOf(person), paths.atWindowDone);
  await agent.reload();
  await agent.fill('[name=nota]', 'Perdió el correo de antes');
  await press(agent, `form[action="${paths.deskSubmit}"] button`);
}

async function approveCase(supervisor: Page): Promise<void> {
  await supervisor.goto(site.origin + paths.deskApprove);
  await press(supervisor, `main a[href^="${paths.deskApprove}/"]`);
  await press(supervisor, `form[action="${paths.deskReview}"] button`);
  await press(supervisor, 'main a[href*="decision=aprobar"]');
  await leads(supervisor, () => supervisor.click(passkeyButton));
  assert.ok((await supervisor.innerText('main')).includes(approve.done.approved));
}

test('two people and two devices give somebody without a mailbox the way back, and it takes three days (HD-02, HD-03, HD-05, HD-12)', async () => {
  const who = citizen(0);
  const { page: person } = await openPage(browser, { script: false });
  const ticket = await takeTicket(person, who);
  const agent = await withoutScript(await atDesk(browser, site, 1, 'agent'));
  await serve(agent, person, ticket);
  const supervisor = await atDesk(browser, site, 2, 'supervisor');
  await approveCase(supervisor);
  await agent.reload();
  for (const shown of [await agent.content(), await supervisor.content()])
    for (const secret of [newMail, who.email, who.number]) assert.ok(!shown.includes(secret), secret);

  const told = (await site.mail())
    .filter(({ message }) => message.kind === 'asked-at-office' || message.kind === 'contact-will-change')
    .map(({ to, message }) => `${message.kind} ${to.by === 'mail' ? to.address : to.phone}`);
  for (const kind of ['asked-at-office', 'contact-will-change'])
    for (const address of [who.email, newMail]) assert.ok(told.includes(`${kind} ${address}`), told.join());

  site.clock.move(71 * 60 * minute);
  await grantChanges(site.world);
  const { page: early } = await openPage(browser);
  await beginWalk({ page: early, site }, who);
  await early.fill('#correo', newMail);
  const before = (await site.mail()).length;
  await press(early);
  assert.ok(
    !(await site.mail()).slice(before).some(({ to }) => to.by === 'mail' && to.address === newMail),
    'Nothing goes to the new mailbox before its hour',
  );

  site.clock.move(62 * minute);
  await grantChanges(site.world);
  const { page: walker } = await openPage(browser);
  await beginWalk({ page: walker, site }, who);
  await proveMailbox({ page: walker, site }, { email: newMail });
  assert.equal(pathOf(walker), paths.chooseKey);
  await walker.fill('#clave', goodKey);
  await press(walker, 'button.btn[type=submit]');
  assert.equal(pathOf(walker), paths.done);
  await signIn(walker, site, { number: who.number, key: goodKey });
});
