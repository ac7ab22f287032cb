/** The standard institution: no questions, keys of fifteen characters of any kind (QN-05; NIST SP 800-63B-4, 3.1.1.2). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf, Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  assertError,
  browse,
  destinationOf,
  hours,
  identify,
  languages,
  opens,
  pathOf,
  recovery,
  register,
  saveKey,
} from './steps.ts';

/** Well-formed cards of real provinces, since the standard institution takes no invented one: the first is in every textbook. */
const people = ['1712345675', '0102030400'].map((number, index) => ({
  number,
  email: `kis${index}@correo.example`,
  first_name: 'Nora',
  last_name: 'Kis',
}));

describe('the standard institution', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld({ institution: 'standard' });
    await register(world, people);
  });
  after(() => world.close());

  for (const [index, language] of languages.entries())
    it(`walks from the number to a key of fifteen characters and in, without a question, in ${language} (QN-05)`, async () => {
      const { chooseKey, done } = wordsOf(language);
      const who = people[index];
      assert.ok(who);
      const walker = browse(world, language);
      await identify(walker, who.number);
      assert.equal(pathOf(walker), paths.nameContact);
      await walker.open(paths.answerQuestion);
      assert.equal(pathOf(walker), paths.nameContact, 'The address of the questions gives none');
      const token = walker.form().fields._csrf ?? '';
      const forced = await walker.post(paths.answerQuestion, { turno: '0', omitir: '1', _csrf: token });
      assert.equal(forced.headers.get('location'), paths.nameContact);
      const heard = await arriving(world, () => walker.submit({ correo: who.email }));
      assert.deepEqual(heard.map(destinationOf), [who.email]);
      await walker.submit({ codigo: recovery(heard).code });
      assert.equal(pathOf(walker), paths.chooseKey);
      assert.match(walker.page.html, /passwordrules="minlength: 15; maxlength: 128; allowed: unicode;"/);
      for (const [key, text] of [
        ['catorce letras', chooseKey.errors['too-short'](14, 15)],
        ['x'.repeat(129), chooseKey.errors['too-long'](129, 128)],
        ['aaaaaaaaaaaaaaaa', chooseKey.errors.common],
        [`mi cédula ${who.number}`, chooseKey.errors['contains-personal']],
      ] as const)
        assertError(await saveKey(walker, key), 'clave', text, language);
      const key = 'canción de ñandú 🦜 al sol';
      await saveKey(walker, key.normalize('NFD'));
      assert.equal(walker.page.heading, done.title);
      assert.equal(await opens(world, who.number, key), true, 'NFC and NFD are one key (PW-04)');
      assert.equal(await opens(world, who.number, 'cancion de nandu 🦜 al sol'), false);
      world.clock.move(hours(1));
    });

  it('counts fifty failures before a key is disabled (PW-19)', async () => {
    const [who] = people;
    assert.ok(who);
    // One failure is left over from the walk above.
    for (let turn = 1; turn < 49; turn++) {
      world.clock.move(hours(1));
      assert.equal(await opens(world, who.number, 'wrong key of many letters'), false);
    }
    world.clock.move(hours(1));
    assert.equal(
      await opens(world, who.number, 'canción de ñandú 🦜 al sol'),
      true,
      'The fiftieth try may be right',
    );
  });

  it('says nothing of a fictional institution, and nothing of an old system', async () => {
    const walker = new Walker((request) => world.app.fetch(request, { ip: '203.0.113.1' }));
    const { html } = await walker.open('/');
    assert.ok(!textOf(html).includes(wordsOf('es').frame.demo));
  });
});
