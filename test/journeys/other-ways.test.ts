/** Other ways than the mailbox: always all of them, whoever asks, and each leads somewhere (RC-15). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { sample, textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  askFor,
  assertError,
  browse,
  citizen,
  destinationOf,
  identify,
  languages,
  minutes,
  pathOf,
  reachContact,
  recovery,
  unknownNumber,
} from './steps.ts';

describe('other-ways', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const optionsOf = (html: string): string[] =>
    [...html.matchAll(/<input type="radio" name="opcion"[^>]* value="([^"]*)"/g)].map(
      ([, value]) => value ?? '',
    );
  const all = ['email', 'phone', 'second-email', 'passkey', 'paper', 'letter', 'office'];

  for (const language of languages)
    it(`lists every way, asks to choose one, and ends in an office where the others do, in ${language}`, async () => {
      const { otherWays } = wordsOf(language);
      const walker = browse(world, language);
      const seen = await walker.open(paths.otherWays);
      assert.deepEqual(optionsOf(seen.html), all);
      assertError(await walker.submit(), 'opcion', otherWays.errors.empty, language);
      assertError(await walker.submit({ opcion: 'bribe' }), 'opcion', otherWays.errors.empty, language);
      await walker.open(paths.otherWays);
      await walker.submit({ opcion: 'office' });
      assert.equal(walker.page.heading, wordsOf(language).chooseOffice.title);
      assert.ok(walker.page.html.includes('href="/ayuda/oficinas"'));
      assert.ok(walker.page.html.includes('1800 000 000'));
    });

  it('lists the same to a person with three contacts, with none, and to nobody (RE-01)', async () => {
    for (const number of [
      sample('more-contacts').identity.number,
      sample('no-email').identity.number,
      unknownNumber(1),
    ]) {
      const walker = browse(world);
      await reachContact(world, walker, number);
      await walker.open(paths.otherWays);
      assert.deepEqual(optionsOf(walker.page.html), all);
    }
  });

  it('without a case a channel leads to the start of the walk', async () => {
    for (const opcion of ['email', 'phone', 'second-email', 'passkey', 'paper', 'letter']) {
      const walker = browse(world);
      await walker.open(paths.otherWays);
      await walker.submit({ opcion });
      assert.equal(pathOf(walker), paths.chooseProfile);
    }
  });

  it('with a case each way leads to its page, whoever the number is (RC-13, QN-12)', async () => {
    const pages = { passkey: paths.showPasskey, paper: paths.enterSavedCode, letter: paths.enterLetterCode };
    for (const number of [citizen(5).number, unknownNumber(5)])
      for (const [opcion, page] of Object.entries(pages)) {
        const walker = browse(world);
        await reachContact(world, walker, number);
        await walker.open(paths.otherWays);
        await walker.submit({ opcion });
        assert.equal(pathOf(walker), page);
      }
  });

  it('with a case at its questions a channel leads back to them', async () => {
    const walker = browse(world);
    await identify(walker, citizen(0).number);
    await walker.open(paths.otherWays);
    await walker.submit({ opcion: 'phone' });
    assert.equal(pathOf(walker), paths.answerQuestion);
  });

  it('changes the channel also after the first message was sent', async () => {
    const { identity, person } = sample('more-contacts');
    const walker = browse(world);
    await askFor(world, walker, { number: identity.number, email: 'olvidado@correo.example' });
    await walker.open(paths.otherWays);
    await walker.submit({ opcion: 'phone' });
    const heard = await arriving(world, () => walker.submit({ correo: '+593 99 000-0015' }));
    assert.deepEqual(heard.map(destinationOf), [person?.phone]);
    await walker.submit({ codigo: recovery(heard).code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('a contact of another channel is not taken for this one', async () => {
    world.clock.move(minutes(61));
    const { identity, person } = sample('more-contacts');
    const walker = browse(world);
    const asked = { number: identity.number, email: person?.secondEmail ?? '' };
    assert.deepEqual(await arriving(world, () => askFor(world, walker, asked)), []);
  });

  it('a mobile nobody registered gets nothing, and the page says what it always says', async () => {
    const { phone } = wordsOf('es').enterCode;
    for (const number of [citizen(1).number, unknownNumber(2)]) {
      const walker = browse(world);
      await reachContact(world, walker, number);
      await walker.submit({}, paths.chooseChannel);
      assert.deepEqual(await arriving(world, () => walker.submit({ correo: '099 000 0015' })), []);
      assert.equal(walker.page.heading, phone.title);
      assert.ok(textOf(walker.page.html).includes('+593990000015'));
    }
  });
});
