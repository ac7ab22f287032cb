/** The steps of the walk as a person does them with mouse and keys, in either language, with script or without. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import type { SampleId } from '../../src/directory/sample.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { type Words, wordsOf } from '../../src/words/words.ts';
import { sample } from '../walker.ts';
import type { Site } from './chromium.ts';

const mainButton = 'main .btn[type=submit]';

/** Does something that leads to another page, and waits for that page. */
export async function leads(page: Page, act: () => Promise<unknown>): Promise<void> {
  await Promise.all([page.waitForEvent('load'), act()]);
}

/** Clicks what leads to another page: the first button of the page's form, or what is named. */
export const press = (page: Page, selector = mainButton): Promise<void> =>
  leads(page, () => page.locator(selector).first().click());

export const pathOf = (page: Page): string => new URL(page.url()).pathname;

/** The page's one heading, as it is read. */
export const headingOf = async (page: Page): Promise<string> =>
  (await page.locator('h1').innerText()).replace(/\s+/g, ' ').trim();

/** Opens the start in a language, chosen by its link as a person would. */
export async function open(page: Page, site: Site, language: Language = 'es', path = '/'): Promise<Words> {
  await page.goto(site.origin + path);
  if ((await page.locator('html').getAttribute('lang')) !== wordsOf(language).tag)
    await press(page, `a.lang[href="?lang=${language}"]`);
  return wordsOf(language);
}

/** From the start to the page after the number. */
export async function sayNumber(page: Page, id: SampleId): Promise<void> {
  const { identity, person } = sample(id);
  const company = identity.kind === 'ec.ruc';
  await press(page, 'main a.btn');
  await page.check(`[value=${company ? 'employer' : id === 'pensioner' ? 'pensioner' : 'affiliate'}]`);
  await press(page);
  await page.fill('#numero', identity.number);
  await press(page);
  if (!company) return;
  if (pathOf(page) === paths.identify) await press(page, '[name=confirmado]');
  await page.fill('#sucursal', person?.branch ?? '');
  await press(page);
  await page.fill('#numero', person?.representative?.number ?? '');
  await press(page);
}

/** Answers the question of this page as the sample person would. */
async function answer(page: Page, id: SampleId, words: Words): Promise<void> {
  const { person } = sample(id);
  const { work, enrolled } = words.answerQuestion;
  const heading = await headingOf(page);
  if (await page.locator('#dia').isVisible()) {
    await page.fill('#dia', String(person?.birth?.day));
    await page.selectOption('#mes', String(person?.birth?.month));
    return;
  }
  const job = person?.work.find(({ year }) => heading === work.title(year));
  if (job) {
    const option = page.locator('.choice label', { hasText: job.employer });
    if ((await option.count()) > 0) await option.click();
    else await page.check('[value=ninguna]');
    return;
  }
  const question = Object.entries(enrolled.texts).find(([, text]) => text === heading)?.[0] ?? '';
  await page.fill('#respuesta', person?.answers[question] ?? 'Nada');
}

/** Answers every question there is. */
export async function answerAll(page: Page, id: SampleId, words: Words): Promise<number> {
  let asked = 0;
  for (; pathOf(page) === paths.answerQuestion; asked++) {
    assert.ok(asked < 10, 'The questions do not end');
    await answer(page, id, words);
    await press(page);
  }
  return asked;
}

/** Leaves every question unanswered. */
export async function skipAll(page: Page): Promise<void> {
  while (pathOf(page) === paths.answerQuestion) await press(page, '[name=omitir]');
}

/** Types the registered e-mail, or another. */
export async function nameContact(page: Page, id: SampleId, contact?: string): Promise<void> {
  await page.fill('#correo', contact ?? sample(id).person?.email ?? 'nadie@correo.example');
  await press(page);
}

/** From anywhere to "check your inbox". */
export async function askMessage(
  page: Page,
  site: Site,
  id: SampleId,
  language: Language = 'es',
): Promise<void> {
  await open(page, site, language);
  await sayNumber(page, id);
  await skipAll(page);
  await nameContact(page, id);
}

/** From anywhere to the page of the new key, by the code. */
export async function proveByCode(
  page: Page,
  site: Site,
  id: SampleId,
  language: Language = 'es',
): Promise<void> {
  await askMessage(page, site, id, language);
  await page.fill('#codigo', (await site.newest()).code);
  await press(page);
  assert.equal(pathOf(page), paths.chooseKey);
}

/** Signs in with number and key. */
export async function signIn(
  page: Page,
  site: Site,
  { number, key }: { readonly number: string; readonly key: string },
): Promise<void> {
  await page.goto(site.origin + paths.signIn);
  await page.fill('#numero', number);
  await page.fill('#clave', key);
  await press(page);
  assert.equal(pathOf(page), paths.account);
}

type At = { readonly page: Page; readonly site: Site };

/** The newest link of a notice of one kind. */
export async function linkOf(
  { site }: Pick<At, 'site'>,
  kind: 'contact-will-change' | 'key-changed',
): Promise<string> {
  const links = (await site.mail()).flatMap(({ message }) => (message.kind === kind ? [message.link] : []));
  return links.at(-1) ?? assert.fail(`No message ${kind}`);
}

/** The newest code that went to a new contact. */
export async function contactCode({ site }: Pick<At, 'site'>): Promise<string> {
  const codes = (await site.mail())
    .flatMap(({ message }) => (message.kind === 'confirm-contact' ? [message] : []))
    .sort((a, b) => (String(a.codeUntil) < String(b.codeUntil) ? -1 : 1))
    .map(({ code }) => code);
  return codes.at(-1) ?? assert.fail('No code for a contact');
}

/** From anywhere to the page after the questions. */
export async function beginWalk(
  { page, site }: At,
  who: { readonly number: string },
  purpose = 'recuperar',
): Promise<void> {
  await page.goto(`${site.origin}${paths.chooseProfile}?tramite=${purpose}&perfil=affiliate`);
  if (pathOf(page) === paths.chooseProfile) {
    await page.check('[value=affiliate]');
    await press(page);
  }
  await page.fill('#numero', who.number);
  await press(page);
  await skipAll(page);
}

/** From the question for the mailbox to what comes after its code. */
export async function proveMailbox({ page, site }: At, who: { readonly email: string }): Promise<void> {
  await page.fill('#correo', who.email);
  await press(page);
  await page.fill('#codigo', (await site.newest()).code);
  await press(page);
}
