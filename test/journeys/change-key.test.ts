/** C26: another key while signed in: the current one first, and then what every new key is held to (PW-18, RC-02, RC-06). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { changeKey } from '../../src/actions/account/security/change-key.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { goodKey, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import { ownerAt, signedIn } from './contact-steps.ts';
import { nameHashOfNumber } from './paper.ts';
import {
  arriving,
  assertError,
  assertNotice,
  browse,
  type Citizen,
  citizen,
  destinationOf,
  languages,
  minutes,
  opens,
  pathOf,
  prove,
  register,
  saveKey,
  signIn,
} from './steps.ts';

describe('changing the key', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const begin = async (walker: Walker, { number, key }: { number: string; key: string }): Promise<void> => {
    await signIn(walker, number, key);
    await walker.open(paths.changeKey);
  };
  const giveCurrent = async (walker: Walker, who: Citizen): Promise<void> => {
    await begin(walker, who);
    await walker.submit({ clave: who.key }, paths.changeKey);
    assert.equal(pathOf(walker), paths.newKey);
  };

  for (const language of languages)
    it(`asks for the current key, and refuses another by the rules of every key, in ${language} (PW-18)`, async () => {
      const who = citizen(language === 'es' ? 0 : 1);
      const words = wordsOf(language);
      const walker = browse(world, language);
      await begin(walker, who);
      assert.equal(walker.page.heading, words.changeKey.title);
      const { errors } = words.changeKey;
      assertError(await walker.submit({ clave: '' }, paths.changeKey), 'clave', errors.empty, language);
      const wrong = await walker.submit({ clave: 'Wrong7Key9' }, paths.changeKey);
      assertError(wrong, 'clave', errors.wrong, language);
      assert.ok(!wrong.html.includes('Wrong7Key9'), 'A key is never written back');
      await walker.submit({ clave: who.key }, paths.changeKey);
      assert.equal(walker.page.heading, words.chooseKey.title);
      const rules = words.chooseKey.errors;
      const refused = (key: string) => walker.submit({ clave: key, clave2: key }, paths.newKey);
      assertError(await refused('ab1'), 'clave', rules['too-short'](3, 6), language);
      assertError(await refused(who.key), 'clave', rules.previous, language);
      assertError(await refused(`${who.number}A`), 'clave', rules['contains-personal'], language);
      const differs = await walker.submit({ clave: goodKey, clave2: 'Other3Key' }, paths.newKey);
      assertError(differs, 'clave', rules.repeatDiffers, language);
      const done = await refused(goodKey);
      assert.equal(pathOf(walker), paths.changeKey);
      assert.ok(textOf(done.html).includes(words.changeKey.changed));
      assert.equal(await opens(world, who.number, goodKey), true);
      assert.equal(await opens(world, who.number, who.key), false);
    });

  it('the new key is no way in by itself: without the current one there is no second page (PW-18)', async () => {
    const who = citizen(2);
    const walker = browse(world);
    await begin(walker, who);
    const { token } = walker;
    const fields = { clave: goodKey, clave2: goodKey, repetida: '', _csrf: token };
    const answer = await walker.post(paths.newKey, fields);
    assert.equal(answer.headers.get('location'), paths.changeKey);
    await walker.open(paths.newKey);
    assert.equal(pathOf(walker), paths.changeKey);
    assert.equal(await opens(world, who.number, who.key), true);
  });

  it('wrong current keys are failed sign-ins: five, and this device waits, the owner elsewhere does not (PW-18)', async () => {
    const who = citizen(3);
    const walker = browse(world);
    await begin(walker, who);
    for (let turn = 0; turn < 4; turn++) await walker.submit({ clave: 'Wrong7Key9' }, paths.changeKey);
    const last = await walker.submit({ clave: 'Wrong7Key9' }, paths.changeKey);
    assert.match(textOf(last.html), /La clave se escribió mal varias veces/);
    const right = await walker.submit({ clave: who.key }, paths.changeKey);
    assert.equal(right.status, 422, 'The right one waits, too');
    assert.equal(await opens(world, who.number, who.key), true);
    world.clock.move(minutes(1));
    await walker.submit({ clave: who.key }, paths.changeKey);
    assert.equal(pathOf(walker), paths.newKey);
  });

  it('the current key is asked again after the time the page names', async () => {
    const who = citizen(4);
    const walker = browse(world);
    await giveCurrent(walker, who);
    world.clock.move(minutes(8));
    await walker.open(paths.newKey);
    assert.equal(pathOf(walker), paths.newKey);
    world.clock.move(minutes(8));
    await saveNew(walker);
    assert.equal(pathOf(walker), paths.changeKey);
    assert.equal(await opens(world, who.number, who.key), true);
  });

  const saveNew = (walker: Walker) => walker.submit({ clave: goodKey, clave2: goodKey }, paths.newKey);

  it('ends every other session and gives this browser a new one (RC-02, SE-01)', async () => {
    const who = citizen(5);
    const [here, there] = [browse(world), browse(world)];
    await signIn(there, who.number, who.key);
    await giveCurrent(here, who);
    const before = here.cookies.get('__Host-reclave-session');
    await saveNew(here);
    const now = here.cookies.get('__Host-reclave-session');
    assert.notEqual(now, before);
    await here.open(paths.account);
    assert.equal(pathOf(here), paths.account);
    await there.open(paths.account);
    assert.equal(pathOf(there), paths.signIn);
    here.cookies.set('__Host-reclave-session', before ?? '');
    await here.open(paths.account);
    assert.equal(pathOf(here), paths.signIn, 'The former cookie is worth nothing');
  });

  for (const language of languages)
    it(`ends every recovery of the number that is under way, its message too, and says why there, in ${language}`, async () => {
      const who = citizen(language === 'es' ? 6 : 12);
      const stranger = browse(world, language);
      await prove(world, stranger, who);
      const owner = browse(world);
      await giveCurrent(owner, who);
      await saveNew(owner);
      await stranger.open(paths.chooseKey);
      assert.equal(pathOf(stranger), paths.stopped);
      assertNotice(stranger.page, wordsOf(language).stopped['key-changed']);
      const open = await world.sql('select from challenges where ended_at is null');
      assert.equal(open.length, 0);
      assert.equal(await opens(world, who.number, goodKey), true);
    });

  it('tells every channel, names no request, and carries no key (RC-06)', async () => {
    const number = '1710034065';
    await register(world, [
      { number, email: 'una@correo.example', second_email: 'dos@correo.example', key: 'Antigua5Llave2' },
    ]);
    const walker = browse(world);
    await begin(walker, { number, key: 'Antigua5Llave2' });
    await walker.submit({ clave: 'Antigua5Llave2' }, paths.changeKey);
    assert.equal(pathOf(walker), paths.newKey);
    const sent = await arriving(world, () => saveNew(walker));
    assert.deepEqual(sent.map(destinationOf).sort(), ['dos@correo.example', 'una@correo.example']);
    for (const { message } of sent) {
      assert.ok(message.kind === 'key-changed' && message.caseWords === undefined);
      assert.match(message.link, /\/no-fui-yo\/[\w-]{40,}$/);
      assert.ok(!JSON.stringify(message).includes(goodKey));
    }
    const [line] = await world.sql(
      "select actor, refusal from audit where event = 'key-changed' order by seq desc limit 1",
    );
    assert.deepEqual(line, { actor: 'owner', refusal: null });
  });

  it('ends a letter on its way, and gives every place its tries back (RC-02, RC-09)', async () => {
    const who = citizen(9);
    const nameHash = nameHashOfNumber(world, who.number);
    await world.sql(
      `insert into letters (id, name_hash, live, code_hash, asked_at, until)
       values (gen_random_uuid(), $1, true, '\\x01', $2, $2::timestamptz + interval '21 days')`,
      [nameHash, world.clock.now()],
    );
    await signIn(browse(world), who.number, 'Wrong7Key9');
    const walker = browse(world);
    await giveCurrent(walker, who);
    await saveNew(walker);
    assert.deepEqual(
      await world.sql('select from letters where name_hash = $1 and used_at is null', [nameHash]),
      [],
    );
    assert.deepEqual(await world.sql('select from sign_in_attempts where name_hash = $1', [nameHash]), []);
  });

  it('tells nothing of former keys to who did not give the current one (PW-18)', async () => {
    const who = citizen(15);
    const walker = await signedIn(world, who);
    const given = {
      key: who.key,
      from: { network: '192.0.2.0', networks: ['192.0.2.0'], devices: undefined },
    };
    assert.deepEqual(await changeKey(world.world, await ownerAt(world, walker), given), { kind: 'stale' });
  });

  for (const language of languages)
    it(`gives more time for the new key while some is left, and none afterwards, in ${language} (WCAG 2.2, 2.2.1)`, async () => {
      const who = citizen(language === 'es' ? 13 : 14);
      const { chooseKey, changeKey } = wordsOf(language);
      const walker = browse(world, language);
      await giveCurrent(walker, who);
      for (let turn = 0; turn < 3; turn++) {
        world.clock.move(minutes(14));
        await walker.submit({}, paths.newKeyTime);
        assert.equal(pathOf(walker), paths.newKey, 'The page stays');
        const time = /\d+:\d\d/.exec(textOf(walker.page.html))?.[0] ?? '';
        assert.ok(textOf(walker.page.html).includes(chooseKey.moreTimeGiven('').trim().split(' ')[0] ?? ''));
        assert.ok(time !== '');
      }
      const late = walker.form(paths.newKeyTime).fields;
      world.clock.move(minutes(10));
      await walker.open(paths.account);
      world.clock.move(minutes(6));
      await walker.post(paths.newKeyTime, late);
      await walker.open(paths.newKey);
      assert.equal(pathOf(walker), paths.changeKey);
      assert.ok(textOf(walker.page.html).includes(changeKey.title));
    });

  it('one check sets one key, however often the form is sent at once (RC-10)', async () => {
    const who = citizen(7);
    const walker = browse(world);
    await giveCurrent(walker, who);
    const form = walker.form(paths.newKey).fields;
    const keys = Array.from({ length: 6 }, (_, turn) => `Zumbido4Trece${turn}x`);
    const answers = await Promise.all(
      keys.map((key) => walker.post(paths.newKey, { ...form, clave: key, clave2: key })),
    );
    const done = keys.filter((_, turn) => answers[turn]?.headers.get('location')?.endsWith('?lista'));
    assert.equal(done.length, 1);
    const changed = `select count(*)::int as n from audit where event = 'key-changed'
      and subject = (select subject from audit order by seq desc limit 1)`;
    assert.deepEqual(await world.sql(changed), [{ n: 1 }]);
    assert.equal(await opens(world, who.number, done[0] ?? ''), true);
  });

  it('a recovery that ends meanwhile leaves the form without its check', async () => {
    const who = citizen(8);
    const walker = browse(world);
    await giveCurrent(walker, who);
    const other = browse(world);
    await prove(world, other, who);
    await saveKey(other, 'Verdor7Lluvioso');
    await saveNew(walker);
    assert.equal(pathOf(walker), paths.signIn);
    assert.equal(await opens(world, who.number, goodKey), false);
    assert.equal(await opens(world, who.number, 'Verdor7Lluvioso'), true);
  });
});
