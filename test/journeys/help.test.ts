/** What stands around the walk: pages that explain, the language link, addresses that machines look for. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { askMessage, textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  assertNotice,
  browse,
  caseWordsOf,
  citizen,
  identify,
  languages,
  pathOf,
  reachContact,
  unknownNumber,
} from './steps.ts';

describe('help', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const get = (path: string, headers: Record<string, string> = {}) =>
    world.app.fetch(
      new Request(`https://clave.ceibo.example${path}`, {
        headers: { host: 'clave.ceibo.example', ...headers },
      }),
      {
        ip: '203.0.113.4',
      },
    );

  for (const language of languages)
    it(`every help page is there, with a heading and the same help box, in ${language}`, async () => {
      const { frame, help } = wordsOf(language);
      for (const page of [
        'mensajes',
        'ayudar',
        'ciber',
        'oficinas',
        'privacidad',
        'accesibilidad',
        'estado',
      ]) {
        const seen = await browse(world, language).open(`${paths.help}${page}`);
        assert.equal(seen.status, 200, page);
        assert.ok(seen.heading.length > 3, page);
        assert.ok(textOf(seen.html).includes(frame.help.title));
        assert.ok(seen.html.includes('tel:1800000000'));
      }
      assert.ok((await browse(world, language).open(`${paths.help}estado`)).html.includes(help.status.yes));
      const offices = textOf((await browse(world, language).open(`${paths.help}oficinas`)).html);
      for (const office of world.config.institution.offices) assert.ok(offices.includes(office.name));
    });

  for (const language of languages)
    it(`an address that is none says so and leads back, in ${language}`, async () => {
      const { notFound } = wordsOf(language).problems;
      for (const path of [
        `${paths.help}nada`,
        '/nada',
        '/recuperar',
        '/.env',
        '/wp-login.php',
        '/recuperar/clave/',
      ])
        assertNotice(await browse(world, language).open(path), notFound, 404);
    });

  it('"it was not me" says what to do, with and without a change', async () => {
    for (const language of languages) {
      const { notMe } = wordsOf(language);
      const seen = await browse(world, language).open(paths.notMe);
      assert.equal(seen.heading, notMe.title);
      for (const text of [...notMe.nothingChanged.text, notMe.changed.heading])
        assert.ok(textOf(seen.html).includes(text));
    }
  });

  it('machines find where a key is changed, and that other addresses are none (PW-12)', async () => {
    const change = await get('/.well-known/change-password');
    assert.ok([302, 303, 307].includes(change.status));
    assert.equal(change.headers.get('location'), paths.start);
    const none = await get('/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200');
    assert.equal(none.status, 404);
    const security = await (await get('/.well-known/security.txt')).text();
    assert.match(security, /^Contact: mailto:ayuda@clave\.ceibo\.example\nExpires: 2027-/);
    assert.match(await (await get('/robots.txt')).text(), /Disallow: \//);
  });

  it('the language link keeps the step and what was typed into the case, and is remembered', async () => {
    const walker = browse(world);
    await reachContact(world, walker, citizen(0).number);
    const words = caseWordsOf(walker);
    const link = /<a class="lang" href="([^"]*)"/.exec(walker.page.html)?.[1] ?? '';
    assert.equal(link, '?lang=en');
    await walker.open(link);
    assert.equal(pathOf(walker), paths.nameContact);
    assert.equal(walker.page.url.search, '', 'The address is clean again');
    assert.equal(caseWordsOf(walker), words);
    assert.match(walker.page.html, /<html lang="en">/);
    await walker.open(paths.nameContact);
    assert.match(walker.page.html, /<html lang="en">/);
    await walker.open('?lang=es');
    assert.match(walker.page.html, /<html lang="es-EC">/);
    await walker.open('?lang=xx');
    assert.match(walker.page.html, /<html lang="es-EC">/, 'A language that is none changes nothing');
  });

  it('the language link keeps the other parameters of an address', async () => {
    const walker = browse(world);
    await walker.open(`${paths.signIn}?portal=banco&lang=en`);
    assert.equal(walker.page.url.pathname + walker.page.url.search, `${paths.signIn}?portal=banco`);
    assert.equal(textOf(walker.page.html).includes('Banco Ceibo online'), true);
  });

  it('the language link of a page carries on what its address says, by known names and shapes only (RT-24)', async () => {
    const walker = browse(world);
    const linkAt = async (path: string): Promise<string> => {
      await walker.open(path);
      const link = /<a class="lang" href="([^"]*)"/.exec(walker.page.html)?.[1] ?? '';
      return link.replaceAll('&amp;', '&');
    };
    const back = encodeURIComponent(paths.activity);
    for (const [query, kept] of [
      ['?portal=banco', '&portal=banco'],
      [`?volver=${back}`, `&volver=${back}`],
      ['?volver=//evil.example', ''],
      ['?volver=https://evil.example/cuenta/', ''],
      ['?volver=/cuenta/actividad%0d%0aX:y', ''],
      ['?portal=%22%3E%3Cscript%3E&otro=1', ''],
      ['?__proto__=x&constructor=y', ''],
      ['?lang=es&lang=en&portal=fondo', undefined],
    ] as const) {
      const link = await linkAt(`${paths.signIn}${query}`);
      if (kept !== undefined) assert.equal(link, `?lang=en${kept}`, query);
      assert.ok(!link.includes('evil'), link);
    }
    await walker.open(await linkAt(`${paths.signIn}?volver=${back}&portal=banco`));
    assert.equal(walker.page.url.search, `?volver=${back}&portal=banco`);
    const { number, key } = citizen(1);
    await walker.submit({ numero: number, clave: key }, paths.signIn);
    assert.equal(pathOf(walker), paths.activity, 'It still leads back');
    assert.equal(await linkAt(`${paths.activity}?tipo=recovery&pagina=2`), '?lang=es&tipo=recovery&pagina=2');
  });

  it('the language link works on every page of the walk', async () => {
    const walker = browse(world);
    const turn = async (): Promise<void> => {
      const before = pathOf(walker);
      for (const [language, tag] of [
        ['en', 'en'],
        ['es', 'es-EC'],
      ]) {
        await walker.open(`?lang=${language}`);
        assert.equal(pathOf(walker), before);
        assert.ok(walker.page.html.includes(`<html lang="${tag}">`), before);
      }
    };
    await walker.open('/');
    await turn();
    await walker.open(paths.chooseProfile);
    await turn();
    await identify(walker, unknownNumber(1));
    await turn();
    await askMessage(walker, 'all-is-well');
    await turn();
    await walker.open(paths.otherWays);
    await turn();
  });

  it('an own form without cookies is told about cookies, a form kept too long about that', async () => {
    const { noCookies, formExpired } = wordsOf('es').problems;
    const walker = browse(world);
    await walker.open(paths.chooseProfile);
    const { fields } = walker.form();
    walker.cookies.clear();
    const bare = await walker.post(paths.chooseProfile, { ...fields, perfil: 'affiliate' });
    assert.equal(bare.status, 403);
    assert.ok(textOf(await bare.text()).includes(noCookies.title));
    await walker.open(paths.chooseProfile);
    const old = await walker.post(paths.chooseProfile, { ...fields, perfil: 'affiliate' });
    assert.equal(old.status, 403);
    assert.ok(textOf(await old.text()).includes(formExpired.title));
  });
});
