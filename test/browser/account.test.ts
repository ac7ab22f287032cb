/** What people do with their account, from start to end, as they do it: with mouse, keys and script. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { grantChanges } from '../../src/actions/upkeep/grant-changes.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { type Citizen, citizen } from '../journeys/steps.ts';
import { goodKey } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { beginWalk, contactCode, headingOf, linkOf, pathOf, press, proveMailbox, signIn } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const words = wordsOf('es');
const minute = 60_000;

/** A browser nobody has seen. */
const fresh = async (): Promise<Page> => (await openPage(browser)).page;

/** A browser that is signed in, at a page of the account. */
async function signedInAt(who: Citizen, path: string): Promise<Page> {
  const page = await fresh();
  await signIn(page, site, who);
  await page.goto(site.origin + path);
  assert.equal(pathOf(page), path);
  return page;
}

const textOf = (page: Page): Promise<string> => page.innerText('main');
const act = (path: string): string => `main form.act[action="${path}"] button`;

/** Whether somebody can sign in, tried in a browser of its own. */
async function opens({ number }: Citizen, key: string): Promise<boolean> {
  const page = await fresh();
  await page.goto(site.origin + paths.signIn);
  await page.fill('#numero', number);
  await page.fill('#clave', key);
  await press(page);
  const inside = pathOf(page) === paths.account;
  await page.context().close();
  return inside;
}

test('a change of the main e-mail is asked for, confirmed, held, and cancelled by the link in another browser (C21, CC-01)', async () => {
  const page = await signedInAt(citizen(0), paths.contact);
  await press(page, `main a[href="${paths.changeContact}?dato=email"]`);
  await page.fill('#contacto', 'ladrona@otro.example');
  await press(page);
  assert.equal(pathOf(page), paths.confirmContact);
  await page.fill('#codigo', await contactCode({ site }));
  await press(page);
  assert.equal(pathOf(page), paths.contactHeld);
  assert.ok((await textOf(page)).includes('ladrona@otro.example'));
  const reader = await fresh();
  await reader.goto(await linkOf({ site }, 'contact-will-change'));
  assert.equal(pathOf(reader), paths.cancelChange, 'The script took the token from the address bar');
  await press(reader);
  assert.equal(
    await headingOf(reader),
    words.cancelChange.cancelled(words.contact.names.email.your, '').title,
  );
  await page.goto(site.origin + paths.contact);
  assert.equal(await page.locator(act(paths.cancelOwnChange)).count(), 0, 'Nothing is under way');
  site.clock.move(73 * 60 * minute);
  await grantChanges(site.world);
  const later = await signedInAt(citizen(0), paths.contact);
  assert.ok(!(await textOf(later)).includes('otro.example'));
});

test('the key is changed: the former opens nothing, another browser is out, and this one stays in (C26, SE-02)', async () => {
  const who = citizen(1);
  const other = await signedInAt(who, paths.sessions);
  const page = await signedInAt(who, paths.changeKey);
  await page.fill('#clave', who.key);
  await press(page);
  assert.equal(pathOf(page), paths.newKey);
  await page.locator('#clave').pressSequentially(goodKey);
  await press(page, 'button.btn[type=submit]');
  assert.ok((await textOf(page)).includes(words.changeKey.changed));
  await page.goto(site.origin + paths.sessions);
  assert.equal(pathOf(page), paths.sessions);
  await other.goto(site.origin + paths.sessions);
  assert.equal(pathOf(other), paths.signIn);
  assert.equal(await opens(who, who.key), false);
  assert.equal(await opens(who, goodKey), true);
});

test('codes on paper are made, and one of them recovers the key where there is no mailbox, once (C25, RC-11)', async () => {
  const who = citizen(2);
  const page = await signedInAt(who, paths.savedCodes);
  await press(page);
  const codes = await page.locator('.codes code').allInnerTexts();
  assert.equal(new Set(codes).size, 8);
  const useOne = async (walk: Page, code: string): Promise<void> => {
    await beginWalk({ page: walk, site }, who);
    await walk.goto(site.origin + paths.otherWays);
    await walk.check('[value=paper]');
    await press(walk);
    await walk.fill('#papel', code);
    await press(walk);
  };
  const walk = await fresh();
  await useOne(walk, codes[0] ?? '');
  assert.equal(pathOf(walk), paths.chooseKey);
  await walk.fill('#clave', goodKey);
  await press(walk, 'button.btn[type=submit]');
  assert.equal(pathOf(walk), paths.done);
  assert.equal(await opens(who, goodKey), true);
  site.clock.move(2 * minute);
  const again = await fresh();
  await useOne(again, codes[0] ?? '');
  assert.equal(pathOf(again), paths.enterSavedCode, 'It works once');
  assert.equal(await again.locator('.errors').count(), 1);
});

test('a session left open elsewhere is ended from the list, and nobody else’s is (SE-06)', async () => {
  const who = citizen(3);
  const left = await signedInAt(who, paths.activity);
  const page = await signedInAt(who, paths.sessions);
  await press(page, act(paths.sessions));
  assert.ok((await textOf(page)).includes(words.sessions.ended));
  assert.equal(await page.locator('main .cards li').count(), 1);
  await left.reload();
  assert.equal(pathOf(left), paths.signIn);
  await page.reload();
  assert.equal(pathOf(page), paths.sessions);
});

test('"it was not me": the link shuts the account, and two methods are what opens it (C18, RC-07)', async () => {
  const who = citizen(4);
  const thief = await fresh();
  await beginWalk({ page: thief, site }, who);
  await proveMailbox({ page: thief, site }, who);
  await thief.fill('#clave', goodKey);
  await press(thief, 'button.btn[type=submit]');
  await signIn(thief, site, { number: who.number, key: goodKey });
  const owner = await fresh();
  await owner.goto(await linkOf({ site }, 'key-changed'));
  assert.equal(pathOf(owner), paths.disavow, 'The script took the token from the address bar');
  assert.equal(await headingOf(owner), words.disavow.title);
  await press(owner);
  assert.equal(await headingOf(owner), words.disavow.pressed.title);
  await thief.goto(site.origin + paths.account);
  assert.equal(pathOf(thief), paths.signIn);
  for (const key of [goodKey, who.key]) assert.equal(await opens(who, key), false);
  site.clock.move(2 * minute);
  const walk = await fresh();
  await beginWalk({ page: walk, site }, who);
  await proveMailbox({ page: walk, site }, who);
  assert.equal(pathOf(walk), paths.proveAgain, 'One mailbox opens nothing');
});
