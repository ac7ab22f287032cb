import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { assets } from '../../src/web/page/assets.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browse, citizen, languages, pathOf, signIn } from './steps.ts';

const pages = [
  paths.account,
  paths.sessions,
  paths.contact,
  `${paths.changeContact}?dato=phone`,
  paths.activity,
  paths.passkeys,
  paths.savedCodes,
  paths.changeKey,
  paths.enrolQuestions,
  paths.personalExport,
];

describe('the pages of an account', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`are whole, at most 10 KB each with all they load, and say until when they are open, in ${language} (SE-03, UX 5)`, async () => {
      const walker = browse(world, language);
      await signIn(walker, citizen(0).number, citizen(0).key);
      const { files } = assets(world.world);
      for (const page of pages) {
        const { status, html } = await walker.open(page);
        assert.deepEqual([status, pathOf(walker)], [200, page.replace(/\?.*/, '')]);
        const loaded = [...html.matchAll(/(?:src|href)="(\/public\/[^"]+)"/g)].map(([, path = '']) => path);
        const weights = loaded.map((path) => files.get(path)?.gzip.length ?? Number.NaN);
        const whole = gzipSync(html).length + weights.reduce((sum, one) => sum + one, 0);
        assert.ok(whole <= 10_240, `${page}: ${whole}`);
        assert.ok(textOf(html).includes(wordsOf(language).sessionTime.more), page);
        assert.doesNotMatch(html, /<script(?![^>]* src=)|\son\w+=|\sstyle=/, page);
      }
    });

  it('can all be reached from the first of them', async () => {
    const walker = browse(world);
    await signIn(walker, citizen(2).number, citizen(2).key);
    const { html } = await walker.open(paths.account);
    const reached = pages.filter((page) => page !== paths.account && !page.includes('?'));
    for (const page of reached) assert.ok(html.includes(`href="${page}"`), page);
  });

  it('lead to the sign-in without a session, and back again after it (SE-04)', async () => {
    const walker = browse(world);
    for (const page of pages) {
      await walker.open(page);
      assert.equal(pathOf(walker), paths.signIn, page);
    }
    await walker.open(paths.activity);
    await walker.submit({ numero: citizen(1).number, clave: citizen(1).key }, paths.signIn);
    assert.equal(pathOf(walker), paths.activity);
  });
});
