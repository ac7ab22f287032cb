/** What a person may take along: all that is held on them, and nothing that opens anything. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { browse, citizen, languages, pathOf, signIn } from './steps.ts';

describe('personal export', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`is a page to read and the same as a file, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const { personalExport: say, answerQuestion, activity } = wordsOf(language);
      const walker = browse(world, language);
      await signIn(walker, who.number, who.key);
      await walker.open(paths.personalExport);
      assert.equal(walker.page.heading, say.title);
      const text = textOf(walker.page.html);
      for (const held of [
        who.number,
        who.email,
        `${who.birth.day}/${who.birth.month}/`,
        ...who.work.map(({ employer }) => employer),
      ])
        assert.ok(text.includes(held), held);
      for (const id of Object.keys(who.answers))
        assert.ok(text.includes(answerQuestion.enrolled.texts[id as 'first-pet']), id);
      await walker.open(paths.personalExportFile);
      assert.equal(walker.page.headers.get('content-type'), 'application/json; charset=utf-8');
      assert.match(
        walker.page.headers.get('content-disposition') ?? '',
        /^attachment; filename="[a-z-]+\.json"$/,
      );
      const file = JSON.parse(walker.page.html);
      assert.equal(file.identity.identity.number, who.number);
      assert.equal(file.email, who.email);
      assert.deepEqual(file.questions.sort(), Object.keys(who.answers).sort());
      assert.equal(file.sessions.length, 1);
      assert.equal(file.activity[0].event, 'signed-in');
      assert.equal(file.activity[0].what, activity.kinds['signed-in']);
      assert.equal(file.status, 'active');
    });

  it('holds no hash, answer, key or code (PW-15, QN-11)', async () => {
    const who = citizen(2);
    const walker = browse(world);
    await signIn(walker, who.number, who.key);
    await walker.open(paths.savedCodes);
    await walker.submit({}, paths.savedCodes);
    const codes = [...walker.page.html.matchAll(/<code>([^<]+)</g)].map(([, code = '']) => code);
    for (const path of [paths.personalExport, paths.personalExportFile]) {
      await walker.open(path);
      const { html } = walker.page;
      const secrets = [who.key, ...Object.values(who.answers), ...codes, 'argon2', '"type":"Buffer"', 'Hash'];
      for (const secret of secrets) assert.ok(!html.includes(secret), `${path}: ${secret}`);
      assert.doesNotMatch(html.replace(/\/public\/[^"]+|nonce="[^"]+"/g, ''), /\b[0-9a-f]{32,}\b/);
    }
  });

  it('only looks: nothing is written but that the session is alive', async () => {
    const walker = browse(world);
    await signIn(walker, citizen(3).number, citizen(3).key);
    const lines = await world.sql('select count(*) from audit');
    await walker.open(paths.personalExport);
    assert.equal(pathOf(walker), paths.personalExport);
    await walker.open(paths.personalExportFile);
    assert.deepEqual(await world.sql('select count(*) from audit'), lines);
  });
});
