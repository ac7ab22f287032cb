/** What the little script adds, and that nothing depends on it. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { judgeKey, nobody } from '../../src/rules/key-rule.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, sample } from '../walker.ts';
import { institutionWith, openBrowser, openPage, openSite, type Site } from './chromium.ts';
import {
  askMessage,
  headingOf,
  leads,
  open,
  pathOf,
  press,
  proveByCode,
  sayNumber,
  skipAll,
} from './steps.ts';

let browser: Browser;
let site: Site;
/** One where everybody is asked for the robot check, always. */
let wary: Site;
before(async () => {
  [browser, site, wary] = await Promise.all([
    openBrowser(),
    openSite(),
    openSite(institutionWith(['when: under-load', 'when: always'])),
  ]);
});
after(async () => {
  await browser.close();
  await Promise.all([site.close(), wary.close()]);
});

const words = wordsOf('es');
const minute = 60_000;
const day = 25 * 60 * minute;
const { number } = sample('all-is-well').identity;
const numberPage = `${paths.chooseProfile}?perfil=affiliate`;

async function atNumber(where: Site, script = true): Promise<Page> {
  const { page } = await openPage(browser, { script });
  if (script) await page.clock.install();
  await page.goto(where.origin + numberPage);
  return page;
}

async function atKey(): Promise<Page> {
  site.clock.move(day);
  const { page } = await openPage(browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await proveByCode(page, site, 'all-is-well');
  return page;
}

const speechOf = (page: Page, selector: string): Promise<string> => page.locator(selector).innerText();

test('the number is read back in groups, to the eye at once and to the ear when the typing rests (AX-07)', async () => {
  const page = await atNumber(site);
  await page.clock.pauseAt(Date.now() + minute);
  await page.locator('#numero').pressSequentially('9912');
  assert.equal(await speechOf(page, '#eco'), 'Lleva 4 de 10 números');
  assert.equal(await page.getAttribute('#eco', 'aria-hidden'), 'true');
  await page.locator('#numero').pressSequentially('345678');
  assert.equal(await speechOf(page, '#eco'), '10 números: 991 234 567-8');
  assert.equal(await page.getAttribute('#eco-voz', 'aria-live'), 'polite');
  assert.equal(await page.locator('#eco-voz').textContent(), '');
  await page.clock.fastForward(1000);
  assert.equal(await page.locator('#eco-voz').textContent(), '10 números: 991 234 567-8');
  assert.equal(await page.inputValue('#numero'), '9912345678');
  await page.locator('#numero').pressSequentially('90');
  assert.equal(await speechOf(page, '#eco'), 'Hay 12 números y deben ser 10');
  await page.context().close();
});

test('a number pasted with spaces and hyphens is taken as it is typed on the card (AX-07)', async () => {
  const page = await atNumber(site);
  await page.fill('#numero', ` ${number.slice(0, 3)} ${number.slice(3, 9)}-${number.slice(9)} `);
  await press(page);
  assert.equal(pathOf(page), paths.answerQuestion);
  await page.context().close();
});

test('the rules that light up agree with what the server will say, for every key (PW-14, AX-12)', async () => {
  const page = await atKey();
  const rule = site.world.institution.policy.key;
  const about = { ...nobody, numbers: [number] };
  const reversed = [...number].reverse().join('');
  const keys = [
    'a',
    'Ab1',
    'Ab12c',
    'Ab12cd',
    'Ab 12cd',
    'Ab12cdñ',
    'Ab-12cd',
    'x'.repeat(15),
    'x'.repeat(16),
  ];
  keys.push(
    number,
    `a${number}b`,
    reversed,
    number.slice(1),
    'n\u0303andu12',
    '😀😀😀😀😀😀',
    '１２３４５６',
    goodKey,
  );
  for (const key of keys) {
    await page.fill('#clave', key);
    const lit = async (id: string): Promise<boolean> =>
      ((await page.getAttribute(`#r-${id}`, 'class')) ?? '').includes('met');
    const shape = judgeKey(key, rule, nobody, () => false)?.kind ?? '';
    const badShape = ['empty', 'too-short', 'too-long', 'characters'].includes(shape);
    assert.equal(await lit('length'), !badShape, key);
    const long = { ...rule, min: 1, max: 99, characters: 'any' as const, contextWords: [] };
    const own = judgeKey(key, long, about, () => false)?.kind === 'contains-personal';
    assert.equal(await lit('own-number'), !own, key);
  }
  await page.fill('#clave', '');
  assert.equal(await page.locator('.met').count(), 0);
  await page.context().close();
});

test('what is missing of a key is counted, and said once when the typing rests (AX-12)', async () => {
  site.clock.move(day);
  const { page } = await openPage(browser);
  await page.clock.install();
  await proveByCode(page, site, 'all-is-well');
  for (const [typed, note, speech] of [
    ['Ab1', '· faltan 3', 'Faltan 3 caracteres'],
    ['Ab12c', '· falta 1', 'Falta 1 carácter'],
    ['Ab12cd', '· lleva 6', 'El largo está bien'],
    ['x'.repeat(17), '· sobran 2', 'sobran 2'],
  ] as const) {
    await page.fill('#clave', typed);
    assert.equal(await page.locator('#r-length small').innerText(), note);
    await page.clock.fastForward(1000);
    assert.equal(await page.locator('#clave-estado').textContent(), speech);
  }
  assert.equal(await page.getAttribute('#clave-estado', 'aria-live'), 'polite');
  await page.context().close();
});

test('Mostrar shows the key, renames itself, loses nothing, and hides it again when it is sent (PW-11)', async () => {
  const page = await atKey();
  const key = page.locator('#clave');
  const peek = page.locator('.peek');
  assert.deepEqual(
    await Promise.all(
      ['autocomplete', 'autocapitalize', 'spellcheck', 'type'].map((name) => key.getAttribute(name)),
    ),
    ['new-password', 'none', 'false', 'password'],
  );
  assert.equal(await page.getAttribute('#usuario', 'autocomplete'), 'username');
  assert.equal(await page.inputValue('#usuario'), number);
  await key.fill(goodKey);
  assert.equal(await peek.getAttribute('aria-label'), words.chooseKey.showLabel);
  await peek.click();
  assert.equal(await key.getAttribute('type'), 'text');
  assert.equal(await peek.innerText(), words.chooseKey.hide);
  assert.equal(await peek.getAttribute('aria-label'), words.chooseKey.hideLabel);
  assert.equal(await key.inputValue(), goodKey);
  assert.ok(await key.evaluate((field) => document.activeElement === field));
  // Held back at the last moment, to see how it would have left.
  await page.evaluate(() => addEventListener('submit', (event) => event.preventDefault()));
  await page.locator('main .btn[type=submit]').click();
  assert.equal(await key.getAttribute('type'), 'password');
  assert.equal(await peek.innerText(), words.chooseKey.show);
  await page.context().close();
});

test('a key and a code can be pasted, and there is no second field to fill in (PW-11, AX-11)', async () => {
  site.clock.move(day);
  const { page } = await openPage(browser);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await askMessage(page, site, 'all-is-well');
  const { code } = await site.newest();
  const paste = async (field: string, text: string): Promise<void> => {
    await page.evaluate((copied) => navigator.clipboard.writeText(copied), text);
    await page.focus(field);
    await page.keyboard.press('Control+V');
  };
  await paste('#codigo', `${code.slice(0, 4)} ${code.slice(4)}`);
  await press(page);
  assert.equal(pathOf(page), paths.chooseKey);
  assert.equal(await page.locator('#clave2').count(), 0);
  await paste('#clave', goodKey);
  assert.equal(await page.inputValue('#clave'), goodKey);
  await press(page, 'button.btn[type=submit]');
  assert.equal(pathOf(page), paths.done);
  await page.context().close();
});

test('an idea is a key the rules take, and one press puts it into the field to be read', async () => {
  const page = await atKey();
  await page.locator('summary').click();
  const idea = await page.locator('#idea').innerText();
  await page.click('#usar');
  assert.equal(await page.inputValue('#clave'), idea);
  assert.equal(await page.getAttribute('#clave', 'type'), 'text');
  assert.equal(await page.locator('.met').count(), 2);
  await press(page, 'button.btn[type=submit]');
  assert.equal(pathOf(page), paths.done);
  await page.context().close();
});

test('the quiet check solves itself and is taken: nobody with a script is made to wait (SE-16, AX-08)', async () => {
  const { page } = await openPage(browser);
  await page.goto(wary.origin + numberPage);
  await page.locator('#prueba-estado', { hasText: words.checkRobot.ready }).waitFor();
  assert.equal(await page.getAttribute('#prueba-estado', 'role'), 'status');
  await page.fill('#numero', number);
  await press(page);
  assert.equal(pathOf(page), paths.answerQuestion);
  await page.context().close();
});

test('without script there is a clock time to go on at, and at that time it goes on (AX-08)', async () => {
  // Between two seconds: the time told is the next whole one, never one that is still too early.
  wary.clock.move(400);
  const page = await atNumber(wary, false);
  assert.ok((await page.locator('.auto').innerText()).includes(words.checkRobot.noScript));
  await page.fill('#numero', number);
  await press(page);
  assert.equal(pathOf(page), paths.checkRobot);
  assert.equal(await headingOf(page), words.checkRobot.waitTitle);
  assert.equal(await page.locator('meta[http-equiv=refresh]').count(), 0);
  await press(page);
  assert.ok(
    (await page.locator('.errors').innerText()).includes(words.checkRobot.errors.tooEarly('10:12:04')),
  );
  wary.clock.move(3600);
  await press(page);
  assert.equal(pathOf(page), paths.answerQuestion);
  await page.context().close();
});

test('a check solved while waiting ends the wait (SE-16)', async () => {
  const page = await atNumber(wary);
  await page.evaluate(() => document.querySelector('#prueba')?.remove());
  await page.fill('#numero', sample('pensioner').identity.number);
  await press(page);
  assert.equal(pathOf(page), paths.checkRobot);
  await page.locator('#prueba-estado', { hasText: words.checkRobot.ready }).waitFor();
  await press(page);
  assert.equal(pathOf(page), paths.answerQuestion);
  await page.context().close();
});

test('a link leaves the address bar at once, and still works read again, in English, and when pressed (RT-21)', async () => {
  site.clock.move(day);
  const { page: first } = await openPage(browser);
  await askMessage(first, site, 'all-is-well');
  const { link } = await site.newest();
  const token = link.slice(link.lastIndexOf('/') + 1);
  const { page } = await openPage(browser);
  await page.goto(link);
  assert.equal(page.url(), site.origin + paths.followLink);
  assert.ok(
    (await page.evaluate(() => JSON.stringify(performance.getEntriesByType('resource')))).includes(
      '/public/',
    ),
  );
  await page.reload();
  assert.equal(await headingOf(page), words.followLink.title);
  await press(page, 'a.lang');
  assert.equal(await headingOf(page), wordsOf('en').followLink.title);
  await press(page);
  assert.equal(pathOf(page), paths.confirmNumber);
  assert.ok(!(await page.content()).includes(token));
  const asked = site.arrived.filter(({ path }) => path.includes(token));
  assert.equal(asked.length, 1);
  assert.ok(site.arrived.every(({ referer }) => referer === undefined));
  await Promise.all([first.context().close(), page.context().close()]);
});

test('the way to the mailbox takes no referrer along, and is offered by the typed name alone (RT-21)', async () => {
  site.clock.move(day);
  const { page } = await openPage(browser);
  await open(page, site);
  await sayNumber(page, 'pensioner');
  await skipAll(page);
  await page.fill('#correo', 'nadie@gmail.com');
  await press(page);
  const referers: (string | undefined)[] = [];
  await page.context().route('https://mail.google.com/**', (route) => {
    referers.push(route.request().headers().referer);
    return route.fulfill({ body: 'mail' });
  });
  await leads(page, () => page.click('a.btn.alt'));
  assert.deepEqual(referers, [undefined]);
  await page.context().close();
});
