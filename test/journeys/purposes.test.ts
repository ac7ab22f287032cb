/** The lesser walks: a key that is only locked, and a first one. Each begins at the start page and ends by its own name. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { purposeWords } from '../../src/words/purposes.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, sample, skipQuestions, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { nameHashOfNumber } from './paper.ts';
import {
  arriving,
  browse,
  caseWordsOf,
  citizen,
  destinationOf,
  languages,
  minutes,
  opens,
  pathOf,
  recovery,
  saveKey,
  signIn,
  textOfLetter,
} from './steps.ts';

describe('the lesser walks', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Follows the link of the start page with this text, and says who it is. */
  async function start(walker: Walker, text: string, number: string): Promise<void> {
    const { html } = await walker.open('/');
    const link = [...html.matchAll(/<a[^>]* href="([^"]*)"[^>]*>([^<]*)<\/a>/g)].find(
      ([, , one]) => one === text,
    );
    assert.ok(link?.[1], `No link says ${text}`);
    await walker.open(link[1].replaceAll('&amp;', '&'));
    await walker.submit({ perfil: 'affiliate' });
    await walker.submit({ numero: number });
    await skipQuestions(walker);
    assert.equal(pathOf(walker), paths.nameContact);
  }

  /** From the start to the message. */
  async function receive(walker: Walker, text: string, who: { number: string; email: string }) {
    const heard = await arriving(world, async () => {
      await start(walker, text, who.number);
      await walker.submit({ correo: who.email, seguro: '1' });
    });
    return recovery(heard);
  }

  const textOfStart = (language: Language, which: 'unlock' | 'firstKey'): string =>
    wordsOf(language).start[which];

  const lastEnd = (number: string) =>
    world.sql<{ event: string; evidence: string | null }>(
      `select event, evidence from audit where subject = $1 and after = 'closed:completed' order by seq desc limit 1`,
      [nameHashOfNumber(world, number)],
    );

  for (const language of languages)
    it(`unlocks a key typed wrong too often, and the old one works again, in ${language} (RC-08, RC-09)`, async () => {
      const words = wordsOf(language);
      const who = citizen(language === 'es' ? 0 : 1);
      const signedIn = browse(world);
      await signIn(signedIn, who.number, who.key);
      assert.equal(pathOf(signedIn), paths.account);
      for (let turn = 0; turn < 20; turn++) {
        await signIn(browse(world), who.number, 'Wrong7Key9');
        world.clock.move(minutes(2 + (turn > 8 ? 60 : 15)));
      }
      assert.equal(await opens(world, who.number, who.key), false, 'It is locked');
      const walker = browse(world, language);
      const message = await receive(walker, textOfStart(language, 'unlock'), who);
      assert.equal(message.purpose, 'unlock');
      await walker.submit({ codigo: message.code });
      assert.equal(pathOf(walker), paths.unlock);
      for (const text of words.unlock.text) assert.ok(textOf(walker.page.html).includes(text));
      await walker.submit({}, paths.askTime);
      assert.equal(pathOf(walker), paths.unlock);
      const caseWords = caseWordsOf(walker);
      const heard = await arriving(world, () => walker.submit({}, paths.unlock));
      assert.equal(pathOf(walker), paths.done);
      assert.equal(walker.page.heading, purposeWords(words, 'unlock').done);
      assert.deepEqual(heard.map(destinationOf), [who.email]);
      assert.deepEqual(
        heard.map(({ message: { kind } }) => kind),
        ['unlocked'],
      );
      assert.ok(textOfLetter(heard[0] ?? assert.fail()).includes(caseWords));
      assert.equal(await opens(world, who.number, who.key), true, 'The old key works');
      assert.deepEqual(await lastEnd(who.number), [{ event: 'unlock-chosen', evidence: 'mailbox' }]);
    });

  it('unlocks what wrong keys locked and no other lock (RC-08)', async () => {
    for (const [id, lock] of [
      ['locked', null],
      ['administrative-lock', 'administrative'],
    ] as const) {
      const { identity, person } = sample(id);
      const walker = browse(world);
      const who = { number: identity.number, email: person?.email ?? '' };
      const { code } = await receive(walker, textOfStart('es', 'unlock'), who);
      const of = async () =>
        (
          await world.sql<{ lock: string | null; key_hash: string }>(
            'select lock, key_hash from accounts where id = (select account_id from cases where words = $1)',
            [caseWordsOf(walker)],
          )
        )[0];
      const was = await of();
      await walker.submit({ codigo: code });
      await walker.submit({}, paths.unlock);
      assert.equal(pathOf(walker), paths.done);
      const [row] = await world.sql<{ lock: string | null; key_hash: string }>(
        'select lock, key_hash from accounts where key_hash = $1',
        [was?.key_hash],
      );
      assert.deepEqual(row, { lock, key_hash: was?.key_hash });
    }
  });

  it('an account suspended meanwhile is not unlocked (RC-08)', async () => {
    const who = citizen(2);
    const walker = browse(world);
    const { code } = await receive(walker, textOfStart('es', 'unlock'), who);
    await walker.submit({ codigo: code });
    await world.sql(
      `update accounts set status = 'suspended' where id = (select account_id from cases where words = $1)`,
      [caseWordsOf(walker)],
    );
    const heard = await arriving(world, () => walker.submit({}, paths.unlock));
    assert.equal(pathOf(walker), paths.stopped);
    assert.equal(walker.page.heading, wordsOf('es').stopped.barred.title);
    assert.deepEqual(heard, []);
  });

  it('whoever came to unlock may still create a new key', async () => {
    const who = citizen(3);
    const walker = browse(world);
    const { code } = await receive(walker, textOfStart('es', 'unlock'), who);
    await walker.submit({ codigo: code });
    await walker.submit({}, paths.wantKey);
    assert.equal(pathOf(walker), paths.chooseKey);
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
    assert.equal(await opens(world, who.number, goodKey), true);
  });

  it('no other browser unlocks, or takes the walk to a new key (RT-08)', async () => {
    const who = citizen(4);
    const walker = browse(world);
    const { code } = await receive(walker, textOfStart('es', 'unlock'), who);
    const owner = browse(world);
    await owner.open(paths.enterCodeElsewhere);
    await owner.submit({ numero: who.number, codigo: code });
    assert.equal(pathOf(owner), paths.unlock);
    const _csrf = walker.token;
    for (const path of [paths.unlock, paths.wantKey]) {
      const answer = await walker.post(path, { _csrf });
      assert.equal(answer.headers.get('location'), paths.stopped, path);
    }
    await owner.submit({}, paths.unlock);
    assert.equal(pathOf(owner), paths.done);
    const again = await owner.post(paths.unlock, { _csrf: owner.token });
    assert.equal(again.headers.get('location'), paths.stopped, 'Once is enough');
  });

  for (const language of languages)
    it(`a first key is created by its own words, in ${language}`, async () => {
      const { identity, person } = sample('never-had-a-key');
      world.clock.move(minutes(61));
      const words = wordsOf(language);
      const own = purposeWords(words, 'first-key');
      const walker = browse(world, language);
      const who = { number: identity.number, email: person?.email ?? '' };
      const message = await receive(walker, textOfStart(language, 'firstKey'), who);
      assert.equal(message.purpose, 'first-key');
      const link = new URL(message.link).pathname;
      const landing = await walker.open(link);
      assert.equal(landing.heading, own.landing);
      await walker.submit();
      assert.equal(pathOf(walker), paths.chooseKey);
      assert.ok(textOf(walker.page.html).includes(own.chooseKey));
      const key = language === 'es' ? goodKey : `${goodKey}b`;
      await saveKey(walker, key);
      assert.equal(walker.page.heading, own.done);
      assert.equal(await opens(world, identity.number, key), true);
    });

  it('the start forgets what another walk was for', async () => {
    const walker = browse(world);
    await walker.open(`${paths.chooseProfile}?tramite=desbloquear`);
    assert.equal(walker.page.heading, purposeWords(wordsOf('es'), 'unlock').profile);
    await walker.open(`${paths.chooseProfile}?tramite=sobornar`);
    assert.equal(walker.page.heading, purposeWords(wordsOf('es'), 'unlock').profile);
    await walker.open(`${paths.chooseProfile}?tramite=recuperar`);
    assert.equal(walker.page.heading, wordsOf('es').chooseProfile.title);
  });
});
