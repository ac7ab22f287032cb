/** "Create your new key": what is refused and why, what a refusal costs (nothing), and the last page. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { askMessage, goodKey, sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  assertError,
  assertNotice,
  browse,
  type Citizen,
  citizen,
  hours,
  languages,
  minutes,
  opens,
  otherCode,
  pathOf,
  prove,
  recovery,
  saveKey,
  signIn,
  textOfLetter,
} from './steps.ts';

describe('choose-key', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`tells what is wrong with a key, writes none back, and leaves the case as it was, in ${language} (R11)`, async () => {
      const { errors } = wordsOf(language).chooseKey;
      const walker = browse(world, language);
      const asked = recovery(await arriving(world, () => askMessage(walker, 'more-contacts')));
      await walker.submit({ codigo: asked.code });
      const { identity, person } = sample('more-contacts');
      const { birth } = person ?? {};
      assert.ok(birth);
      const two = (part: number): string => String(part).padStart(2, '0');
      for (const [key, text] of [
        ['', errors.empty],
        ['Ab3d5', errors['too-short'](5, 6)],
        ['A', errors['too-short'](1, 6)],
        ['Zumbido4Trece9xx', errors['too-long'](16, 15)],
        ['Zumbido Trece9', errors.characters.space],
        ['Zumbidó4Trece9', errors.characters['accented-letter']],
        ['ñumbido4Trece9', errors.characters['accented-letter']],
        ['Zumbido4Trece!', errors.characters.sign],
        [`${identity.number}`, errors['contains-personal']],
        [[...identity.number].reverse().join(''), errors['contains-personal']],
        [`x${two(birth.day)}${two(birth.month)}${birth.year}`, errors['contains-personal']],
        ['Carla2026x', errors['contains-personal']],
        ['YepezRoldan77', errors['contains-personal']],
        ['x0000015Trece', errors['contains-personal']],
        ['Ceibo20261', errors['contains-institution']],
        ['F0nd0seguro7', errors['contains-institution']],
        ['password', errors.common],
        ['aaaaaaaa', errors.common],
        ['abc12345', errors.common],
        [person?.key ?? '', errors.previous],
      ] as const) {
        const seen = await saveKey(walker, key);
        assertError(seen, 'clave', text, language);
        assert.ok(!/<input[^>]* name="clave2?"[^>]* value=/.test(seen.html), 'R4');
        if (key.length > 1) assert.ok(!textOf(seen.html).includes(key), key);
      }
      await saveKey(walker, goodKey);
      if (language === 'es')
        assert.equal(pathOf(walker), paths.done, 'Twenty refusals later the key is taken');
      else assertError(walker.page, 'clave', errors.previous, language);
      world.clock.move(hours(1));
    });

  for (const language of languages)
    it(`asks the key twice where there is no script, in ${language} (UX R12)`, async () => {
      const { errors } = wordsOf(language).chooseKey;
      const walker = browse(world, language);
      await prove(world, walker, citizen(language === 'es' ? 0 : 1));
      assert.match(walker.page.html, /<noscript>[\s\S]*name="clave2"[\s\S]*<\/noscript>/);
      const save = (clave: string, clave2: string) => walker.submit({ clave, clave2 }, paths.chooseKey);
      assertError(await save(goodKey, ''), 'clave', errors.repeatEmpty, language);
      assertError(await save(goodKey, 'Zumbido4Trece8'), 'clave', errors.repeatDiffers, language);
      assertError(await save(goodKey, goodKey.toLowerCase()), 'clave', errors.repeatDiffers, language);
      const withScript = await walker.submit({ clave: goodKey, repetida: 'no' }, paths.chooseKey);
      assert.equal(withScript.heading, wordsOf(language).done.title, 'The script shows the key instead');
    });

  it('the rules stand above the field and in the attribute that key keepers read (PW-13, PW-14)', async () => {
    const walker = browse(world);
    await prove(world, walker, citizen(2));
    const { html } = walker.page;
    assert.ok(html.indexOf('id="reglas"') < html.indexOf('id="clave"'));
    assert.ok(textOf(html).includes('Entre 6 y 15 letras y números'));
    assert.match(html, /passwordrules="minlength: 6; maxlength: 15; allowed: lower, upper, digit;"/);
    assert.match(html, /<input[^>]* name="usuario"[^>]* autocomplete="username"/);
    const idea = /<span class="idea" id="idea">([^<]*)<\/span>/.exec(html)?.[1] ?? '';
    await saveKey(walker, idea);
    assert.equal(pathOf(walker), paths.done, 'The idea is a key that is taken');
  });

  it('refuses the last five keys and takes the sixth again', async () => {
    const who: Citizen = citizen(3);
    const keys = ['Mochila7Viento3', 'Trompeta2Nube8', 'Girasol4Puente6', 'Linterna9Rana1', 'Cometa5Bosque2'];
    for (const key of keys) {
      const walker = browse(world);
      await prove(world, walker, who);
      await saveKey(walker, key);
      assert.equal(pathOf(walker), paths.done, key);
      world.clock.move(hours(24));
    }
    const walker = browse(world);
    await prove(world, walker, who);
    const { previous } = wordsOf('es').chooseKey.errors;
    for (const key of keys) assertError(await saveKey(walker, key), 'clave', previous);
    await saveKey(walker, who.key);
    assert.equal(pathOf(walker), paths.done, 'The key before those five is not remembered');
  });

  for (const language of languages)
    it(`gives more time, ten times, and says until when, in ${language} (WCAG 2.2.1)`, async () => {
      const { chooseKey, stopped } = wordsOf(language);
      const walker = browse(world, language);
      await prove(world, walker, citizen(language === 'es' ? 4 : 5));
      const shown = (): string =>
        /\d\d:\d\d/.exec(
          textOf(/<form class="time"[\s\S]*?<\/form>/.exec(walker.page.html)?.[0] ?? ''),
        )?.[0] ?? '';
      for (let turn = 0; turn < 10; turn++) {
        world.clock.move(minutes(14));
        const before = shown();
        await walker.submit({}, paths.askTime);
        assert.notEqual(shown(), before);
        const time = language === 'es' ? `las ${shown()}` : shown();
        assert.ok(textOf(walker.page.html).includes(chooseKey.moreTimeGiven(time)));
      }
      const last = shown();
      await walker.submit({}, paths.askTime);
      assert.equal(shown(), last, 'The eleventh gives nothing more');
      world.clock.move(minutes(15) + 1000);
      await saveKey(walker, goodKey);
      assertNotice(walker.page, stopped.expired);
      assert.ok(walker.page.html.includes(`href="${paths.chooseProfile}"`));
    });

  it('who runs out of time keeps the old key, and begins again', async () => {
    const who = citizen(6);
    const walker = browse(world);
    await prove(world, walker, who);
    world.clock.move(minutes(15) + 1000);
    await saveKey(walker, goodKey);
    assertNotice(walker.page, wordsOf('es').stopped.expired);
    assert.equal(await opens(world, who.number, goodKey), false);
    assert.equal(await opens(world, who.number, who.key), true);
    await prove(world, walker, who);
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
  });

  it('saving twice does no harm: the second leads to the same last page', async () => {
    const who = citizen(7);
    const walker = browse(world);
    await prove(world, walker, who);
    const form = walker.form(paths.chooseKey);
    const fields = { ...form.fields, clave: goodKey, clave2: goodKey };
    const heard = await arriving(world, async () => {
      for (let turn = 0; turn < 2; turn++) await walker.post(form.action, fields);
    });
    assert.equal(heard.length, 1);
    await walker.open(paths.chooseKey);
    assert.equal(pathOf(walker), paths.done);
  });
});

describe('done', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  async function finish(who: Citizen, walker: Walker = browse(world)): Promise<Walker> {
    await prove(world, walker, who);
    await saveKey(walker, goodKey);
    assert.equal(pathOf(walker), paths.done);
    return walker;
  }

  it('nobody is signed in by recovering; the new key signs in right after, the old one does not (RC-01)', async () => {
    const who = citizen(0);
    const walker = await finish(who);
    assert.ok(![...walker.cookies.keys()].some((name) => name.endsWith('session')));
    await walker.open(paths.account);
    assert.equal(pathOf(walker), paths.signIn);
    assert.equal(await opens(world, who.number, who.key), false);
    const seen = await signIn(walker, who.number, goodKey);
    assert.equal(seen.url.pathname, paths.account);
  });

  it('completion ends every session, other case, code and link of the number (RC-02, RT-06)', async () => {
    const who = citizen(1);
    const sessions = [browse(world), browse(world)];
    for (const walker of sessions) {
      await signIn(walker, who.number, who.key);
      assert.equal(pathOf(walker), paths.account);
    }
    const other = browse(world);
    await prove(world, other, who);
    await finish(who);
    for (const walker of sessions) {
      await walker.open(paths.account);
      assert.equal(pathOf(walker), paths.signIn);
    }
    await saveKey(other, 'Mochila7Viento3');
    assertNotice(other.page, wordsOf('es').stopped['key-changed']);
    assert.equal(await opens(world, who.number, 'Mochila7Viento3'), false);
    assert.equal(await opens(world, who.number, goodKey), true);
  });

  it('asking for a recovery changes nothing until it is completed (RE-08)', async () => {
    const who = citizen(2);
    const session = browse(world);
    await signIn(session, who.number, who.key);
    const walker = browse(world);
    const { code } = await prove(world, walker, who);
    await session.open(paths.account);
    assert.equal(pathOf(session), paths.account);
    const other = browse(world);
    await other.open(paths.enterCodeElsewhere);
    await other.submit({ numero: who.number, codigo: otherCode(code) });
    assert.equal(await opens(world, who.number, who.key), true);
  });

  it('no message ever holds the key (RC-18)', async () => {
    for (const letter of await world.mail()) {
      const text = textOfLetter(letter);
      assert.ok(!text.includes(goodKey));
    }
  });

  for (const language of languages)
    it(`gives a receipt of two words and a time, with nothing to steal in it, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 3 : 4);
      const walker = browse(world, language);
      const { caseWords } = await prove(world, walker, who);
      await saveKey(walker, goodKey);
      const text = textOf(walker.page.html);
      assert.ok(text.includes(caseWords));
      assert.match(
        text,
        language === 'es' ? /24 de noviembre de 2026, \d\d:\d\d/ : /24 November 2026, \d\d:\d\d/,
      );
      for (const secret of [who.number, who.email, goodKey])
        assert.ok(!walker.page.html.includes(secret), secret);
      const again = await walker.open(paths.done);
      assert.equal(again.heading, wordsOf(language).done.title, 'It can be looked at again');
    });

  it('leads back to the portal that was begun from', async () => {
    const walker = browse(world);
    await walker.open(`${paths.chooseProfile}?portal=banco&perfil=affiliate`);
    const who = citizen(5);
    await walker.submit({ numero: who.number });
    while (pathOf(walker) === paths.answerQuestion) await walker.submit({ omitir: '1' });
    const heard = await arriving(world, () => walker.submit({ correo: who.email }));
    await walker.submit({ codigo: recovery(heard).code });
    await saveKey(walker, goodKey);
    assert.ok(walker.page.html.includes(`href="${paths.signIn}?portal=banco"`));
    await walker.open(`${paths.signIn}?portal=banco`);
    await walker.submit({ numero: who.number, clave: goodKey }, paths.signIn);
    assert.equal(walker.page.heading, wordsOf('es').account.title('Banco Ceibo en línea'));
  });

  for (const language of languages)
    it(`finish clears what the walk left in the browser, in ${language} (UX R19)`, async () => {
      const walker = await finish(citizen(language === 'es' ? 6 : 7), browse(world, language));
      const seen = await walker.submit({}, paths.finish);
      assertNotice(seen, wordsOf(language).done.finished);
      assert.equal(seen.headers.get('clear-site-data'), '"cache", "storage"');
      const left = [...walker.cookies.keys()].filter((name) => !name.endsWith('language'));
      assert.deepEqual(left, []);
      await walker.open(paths.done);
      assert.equal(pathOf(walker), paths.start);
    });
});
