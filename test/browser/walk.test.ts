/** The whole walk in a real browser: three kinds of people, two languages, two roads, with script and without. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import type { SampleId } from '../../src/directory/sample.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import type { Words } from '../../src/words/words.ts';
import { goodKey, sample } from '../walker.ts';
import { openBrowser, openPage, openSite, type Site } from './chromium.ts';
import { answerAll, headingOf, nameContact, open, pathOf, press, sayNumber } from './steps.ts';

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
const people: readonly SampleId[] = ['all-is-well', 'pensioner', 'employer-main'];
const languages: readonly Language[] = ['es', 'en'];
let walks = 0;

/** Sets the key, tries it where it opens, and leaves. */
async function setAndTryKey(page: Page, id: SampleId, words: Words, script: boolean): Promise<void> {
  const { identity, person } = sample(id);
  const key = `${goodKey.slice(0, 12)}${10 + walks++}`;
  assert.equal(pathOf(page), paths.chooseKey);
  assert.equal(await headingOf(page), words.chooseKey.title);
  await page.fill('#clave', key);
  if (!script) await page.fill('#clave2', key);
  await press(page, 'button.btn[type=submit]');
  assert.equal(pathOf(page), paths.done);
  assert.equal(await headingOf(page), words.done.title);
  await press(page, 'main a.btn');
  assert.equal(await headingOf(page), words.signIn.title);
  await page.fill('#numero', person?.branch ? `${identity.number}-${person.branch}` : identity.number);
  await page.fill('#clave', key);
  await press(page);
  assert.equal(pathOf(page), paths.account);
  assert.ok((await page.locator('main').innerText()).includes(words.account.works));
  await press(page, 'main .as-link');
  assert.equal(await page.locator('.said').innerText(), words.signIn.signedOut);
}

/** The link, opened where nobody knows the walk yet, and the number said once more. */
async function confirmElsewhere(id: SampleId, words: Words, script: boolean, link: string): Promise<Page> {
  const { page } = await openPage(browser, { script });
  await page.goto(link);
  assert.equal(await headingOf(page), words.followLink.title);
  await press(page);
  assert.equal(pathOf(page), paths.confirmNumber);
  await page.fill('#numero', sample(id).identity.number);
  await press(page);
  return page;
}

/** The page where it began says that it goes on elsewhere: by itself with script, at the next look without. */
async function noticesElsewhere(page: Page, words: Words, script: boolean): Promise<void> {
  if (script) {
    assert.ok(!(await page.locator('#siguio').isVisible()));
    await page.clock.fastForward(16_000);
    await page.locator('#siguio').waitFor();
    assert.equal(await page.locator('#siguio').innerText(), words.enterCode.carriedOn);
  }
  await page.reload();
  assert.equal(pathOf(page), paths.stopped);
  assert.equal(await headingOf(page), words.stopped.elsewhere.title);
}

for (const [who, id] of people.entries())
  for (const [tongue, language] of languages.entries())
    for (const script of [true, false]) {
      const byLink = (who + tongue + Number(script)) % 2 === 1;
      const name = `${id} in ${language}, ${script ? 'with' : 'without'} script, by ${byLink ? 'link in a second browser' : 'code'}`;
      test(`the walk goes from start to sign-in: ${name} (AX-08)`, async () => {
        // Every walk has a day of its own, and so all of its tries.
        site.clock.move(day);
        const { page, context } = await openPage(browser, { script });
        if (script) await page.clock.install();
        const words = await open(page, site, language);
        await sayNumber(page, id);
        assert.equal(await answerAll(page, id, words), sample(id).identity.kind === 'ec.ruc' ? 0 : 4);
        await nameContact(page, id);
        assert.equal(pathOf(page), paths.enterCode);
        const { code, link } = await site.newest();
        if (byLink) {
          const other = await confirmElsewhere(id, words, script, link);
          await noticesElsewhere(page, words, script);
          await setAndTryKey(other, id, words, script);
          await other.context().close();
        } else {
          await page.fill('#codigo', `${code.slice(0, 4)} ${code.slice(4)}`);
          await press(page);
          await setAndTryKey(page, id, words, script);
        }
        await context.close();
      });
    }
