/** A thumb that presses twice, a page read again, a step back: each act of the walk has one effect (UX 7.14). */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { paths } from '../../src/web/paths.ts';
import { goodKey, sample } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { askMessage, headingOf, leads, open, pathOf, press, proveByCode } from './steps.ts';

let browser: Browser;
let site: Site;
before(async () => {
  [browser, site] = await Promise.all([openBrowser(), openSite()]);
});
after(async () => {
  await browser.close();
  await site.close();
});

const day = 25 * 60 * 60 * 1000;
const ana = sample('all-is-well').identity.number;

type Effects = { readonly messages: number; readonly changes: number; readonly sessions: number };

/** What the acts so far have done to the world. */
async function effects(): Promise<Effects> {
  const mail = await site.mail();
  const of = (kind: string): number => mail.filter(({ message }) => message.kind === kind).length;
  const [row] = await site.sql<{ n: string }>('select count(*) n from sessions');
  return { messages: of('recover'), changes: of('key-changed'), sessions: Number(row?.n) };
}

/** Presses twice, as fast as a mouse can, and waits until the page that follows is there and still. */
async function pressTwice(page: Page, selector = 'main button.btn[type=submit]'): Promise<void> {
  await leads(page, () => page.locator(selector).first().dblclick());
  await page.waitForLoadState('networkidle');
}

/** The whole walk by code, then sign-in and out, with every button pressed twice. */
async function walkTwice(page: Page, script: boolean, key: string): Promise<void> {
  await open(page, site, 'es', paths.chooseProfile);
  await page.check('[value=affiliate]');
  await pressTwice(page);
  await page.fill('#numero', ana);
  await pressTwice(page);
  for (let asked = 0; pathOf(page) === paths.answerQuestion; asked++) {
    assert.ok(asked < 4, 'A second press answered nothing');
    await pressTwice(page, '[name=omitir]');
  }
  await page.fill('#correo', sample('all-is-well').person?.email ?? '');
  await pressTwice(page);
  assert.equal(pathOf(page), paths.enterCode);
  await page.fill('#codigo', (await site.newest()).code);
  await pressTwice(page);
  assert.equal(pathOf(page), paths.chooseKey);
  await pressTwice(page, '.time button');
  await page.fill('#clave', key);
  if (!script) await page.fill('#clave2', key);
  await pressTwice(page, 'button.btn[type=submit]');
  assert.equal(pathOf(page), paths.done);
  await press(page, 'main a.btn');
  await page.fill('#numero', ana);
  await page.fill('#clave', key);
  await pressTwice(page);
  assert.equal(pathOf(page), paths.account);
}

for (const script of [true, false])
  test(`every button of the walk pressed twice does once what it does, ${script ? 'with' : 'without'} script (UX 7.14)`, async () => {
    site.clock.move(day);
    const before = await effects();
    const { page, context } = await openPage(browser, { script });
    const from = site.arrived.length;
    await walkTwice(page, script, `${goodKey.slice(0, 12)}${script ? 'Si' : 'No'}`);
    const now = await effects();
    assert.equal(now.messages - before.messages, 1);
    assert.equal(now.changes - before.changes, 1);
    const sent = site.arrived.slice(from).filter(({ method }) => method === 'POST');
    // With script the second press never leaves; without, it arrives and finds the work done.
    if (script)
      assert.equal(
        sent.length,
        new Set(['perfil', 'identidad', 'correo', 'revise', 'tiempo', 'clave', 'ingresar']).size + 4,
      );
    if (script) assert.equal(now.sessions - before.sessions, 1);
    await context.close();
  });

test('a page read again after an act does not act again (OP-06)', async () => {
  site.clock.move(day);
  const { page, context } = await openPage(browser);
  const posts = (): number => site.arrived.filter(({ method }) => method === 'POST').length;
  const again = async (): Promise<void> => {
    const [before, path] = [posts(), pathOf(page)];
    await page.reload();
    assert.deepEqual([posts(), pathOf(page)], [before, path]);
  };
  await askMessage(page, site, 'all-is-well');
  await again();
  await page.fill('#codigo', (await site.newest()).code);
  await press(page);
  await again();
  await press(page, '.time button');
  await again();
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  await again();
  await context.close();
});

test('going back after the end finds no page that takes a key, a code or an answer once more (RT-23)', async () => {
  site.clock.move(day);
  const { page, context } = await openPage(browser);
  await proveByCode(page, site, 'pensioner');
  await page.fill('#clave', goodKey);
  await press(page, 'button.btn[type=submit]');
  const before = await effects();
  const taking: string[] = [paths.chooseKey, paths.enterCode, paths.nameContact, paths.answerQuestion];
  for (let steps = 0; steps < 8 && (await page.goBack()) !== null; steps++) {
    assert.ok(!taking.includes(pathOf(page)), pathOf(page));
    assert.ok(!(await page.content()).includes(goodKey));
  }
  assert.deepEqual(await effects(), before);
  await context.close();
});

test('a step back and the same form once more goes on with the case there is', async () => {
  site.clock.move(day);
  const { page, context } = await openPage(browser);
  await askMessage(page, site, 'pensioner');
  const before = await effects();
  await page.goBack();
  assert.equal(pathOf(page), paths.enterCode);
  assert.deepEqual(await effects(), before);
  await page.fill('#codigo', (await site.newest()).code);
  await press(page);
  assert.equal(pathOf(page), paths.chooseKey);
  await context.close();
});

test('a form given back by the browser can be sent again', async () => {
  const { page, context } = await openPage(browser);
  await open(page, site, 'es', paths.chooseProfile);
  await page.check('[value=employer]');
  await press(page);
  await page.goBack();
  await page.check('[value=affiliate]');
  await press(page);
  assert.equal(pathOf(page), paths.identify);
  assert.ok((await headingOf(page)).includes('cédula'));
  await context.close();
});
