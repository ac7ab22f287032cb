/** "Which e-mail did you register?": compared in silence, and never a destination (EM-01, EM-02). */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { formsOf, textOf } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  askFor,
  assertError,
  browse,
  citizen,
  destinationOf,
  hours,
  languages,
  pathOf,
  reachContact,
  recovery,
  register,
  typedInto,
  unknownNumber,
} from './steps.ts';

const evil = 'yo@evil.example';

describe('name-contact', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`tells what is wrong with a typed address and keeps it, in ${language}`, async () => {
      const { errors } = wordsOf(language).nameContact.email;
      const walker = browse(world, language);
      await reachContact(world, walker, unknownNumber(1));
      for (const [typed, text] of [
        ['', errors.empty],
        ['  ', errors.empty],
        ['ana.correo.example', errors['no-at']],
        ['ana@', errors['no-domain']],
        ['ana torres@correo.example', errors.malformed],
        ['ana@correo', errors.malformed],
        ['ana@correo..example', errors.malformed],
        ['<ana@correo.example>', errors.malformed],
      ] as const) {
        const seen = await walker.submit({ correo: typed });
        assertError(seen, 'correo', text, language);
        assert.equal(typedInto(seen, 'correo'), typed.trim());
      }
    });

  for (const language of languages)
    it(`tells what is wrong with a typed mobile and keeps it, in ${language}`, async () => {
      const { errors } = wordsOf(language).nameContact.phone;
      const walker = browse(world, language);
      await reachContact(world, walker, unknownNumber(2));
      await walker.submit({}, paths.chooseChannel);
      for (const [typed, text] of [
        ['', errors.empty],
        ['099', errors.malformed],
        ['ana@correo.example', errors.malformed],
        ['+593 99 000 0015 ext. 3', errors.malformed],
      ] as const) {
        const seen = await walker.submit({ correo: typed });
        assertError(seen, 'correo', text, language);
        assert.equal(typedInto(seen, 'correo'), typed);
      }
      await walker.submit({}, paths.chooseChannel);
      assert.match(walker.page.html, /type="email"/, 'and the way back to the e-mail');
    });

  for (const language of languages)
    it(`asks about a likely slip in the provider's name; yes and no are both taken, in ${language}`, async () => {
      const { nameContact, enterCode } = wordsOf(language);
      for (const [pick, chosen] of [
        [0, 'ana@gmail.com'],
        [1, 'ana@gmial.com'],
      ] as const) {
        const walker = browse(world, language);
        await reachContact(world, walker, unknownNumber(3 + pick));
        const asked = await walker.submit({ correo: 'ana@gmial.com' });
        assert.equal(asked.heading, nameContact.typo.title);
        assert.equal(asked.status, 200);
        const buttons = [...asked.html.matchAll(/<button[^>]*name="correo" value="([^"]*)">([^<]*)</g)];
        assert.deepEqual(
          buttons.map(([, value, text]) => [value, text]),
          [
            ['ana@gmail.com', nameContact.typo.yes],
            ['ana@gmial.com', nameContact.typo.no],
          ],
        );
        await walker.submit({ correo: buttons[pick]?.[1] ?? '' });
        assert.equal(walker.page.heading, enterCode.email.title);
        assert.ok(textOf(walker.page.html).includes(`${chosen} `));
        assert.equal(walker.page.html.includes('https://mail.google.com/'), pick === 0);
      }
    });

  it('sends to the stored address in its stored spelling, however capitals were typed', async () => {
    const who = citizen(0);
    const walker = browse(world);
    const typed = { number: who.number, email: ` ${who.email.toUpperCase()} ` };
    const heard = await arriving(world, () => askFor(world, walker, typed));
    assert.deepEqual(heard.map(destinationOf), [who.email]);
  });

  it('no other spelling is the registered address, and none is ever written to (EM-01, EM-02)', async () => {
    const spellings = (user: string): string[] => [
      `${user.replace('i', '\u0131')}@correo.example`,
      `${user.replace('i', '\u0130')}@correo.example`,
      `${user.replace('k', '\u212a')}@correo.example`,
      `${user}@\u212aorreo.example`,
      `${user}@c\u043erreo.example`,
      `${user}@correo\u3002example`,
      `${user}@\uff43orreo.example`,
      `${user}\u200b@correo.example`,
      `${user}+otro@correo.example`,
      `${user.replace('.', '')}@correo.example`,
      `${user}@correo.example.evil.example`,
      `${user}@correo.example,${evil}`,
      `${evil},${user}@correo.example`,
      `${evil};${user}@correo.example`,
      `${user}@correo.example ${evil}`,
      `"${user}@correo.example" <${evil}>`,
      `<${evil}> ${user}@correo.example`,
      `${user}@correo.example\r\nBcc: ${evil}`,
      `${user}@correo.example\nBcc:${evil}`,
      `${user}@correo.example%0aBcc:${evil}`,
      `${user}@correo.example\\0${evil}`,
      `["${user}@correo.example","${evil}"]`,
      `${user}@[127.0.0.1]`,
      evil,
    ];
    const count = spellings('karina.kis').length;
    const people = Array.from({ length: count + 1 }, (_, index) => ({
      number: unknownNumber(1000 + index),
      email: `karina.kis${index}@correo.example`,
    }));
    await register(world, people);
    const heard = await arriving(world, async () => {
      for (const [index, { number }] of people.slice(0, count).entries()) {
        const walker = browse(world);
        await reachContact(world, walker, number);
        await walker.submit({ correo: spellings(`karina.kis${index}`)[index] ?? '', seguro: '1' });
      }
    });
    assert.deepEqual(heard, []);
    const last = people.at(-1);
    assert.ok(last);
    const control = await arriving(world, () => askFor(world, browse(world), last));
    assert.deepEqual(control.map(destinationOf), [last.email], 'The right spelling does get it');
  });

  it('arrays, doubled fields and JSON are no address at all (RT-12)', async () => {
    const who = citizen(1);
    const walker = browse(world);
    await reachContact(world, walker, who.number);
    const { fields } = walker.form(paths.nameContact);
    const token = encodeURIComponent(fields._csrf ?? '');
    const heard = await arriving(world, async () => {
      for (const body of [
        `correo=${who.email}&correo=${evil}&_csrf=${token}`,
        `correo[]=${who.email}&correo[]=${evil}&_csrf=${token}`,
        `correo[0]=${who.email}&_csrf=${token}`,
        `correo=${who.email}&para=${evil}&_csrf=${token}`,
        `correo=${who.email}%00${evil}&_csrf=${token}`,
      ])
        assert.equal((await walker.post(paths.nameContact, body)).status, 400, body);
      const json = JSON.stringify({ correo: [who.email, evil], _csrf: fields._csrf });
      const answer = await walker.post(paths.nameContact, json, { 'content-type': 'application/json' });
      assert.equal(answer.status, 400);
    });
    assert.deepEqual(heard, []);
    await walker.open(paths.nameContact);
    recovery(await arriving(world, () => walker.submit({ correo: who.email })));
  });

  it('one mailbox gets no more than six messages an hour, whoever asks for whom (EM-17)', async () => {
    const family = Array.from({ length: 7 }, (_, index) => ({
      number: unknownNumber(2000 + index),
      email: 'familia.kis@correo.example',
    }));
    await register(world, family);
    const ask = (who: { number: string; email: string }) =>
      arriving(world, () => askFor(world, browse(world), who));
    const heard: number[] = [];
    for (const who of family) heard.push((await ask(who)).length);
    assert.deepEqual(heard, [1, 1, 1, 1, 1, 1, 0]);
    world.clock.move(hours(1));
    const [first] = family;
    assert.ok(first);
    assert.equal((await ask(first)).length, 1);
  });

  it('the address can be corrected at once, and starts from what was typed', async () => {
    const who = citizen(2);
    const walker = browse(world);
    await askFor(world, walker, { number: who.number, email: 'personna102@correo.example' });
    await walker.submit({}, paths.chooseChannel);
    assert.equal(pathOf(walker), paths.nameContact);
    assert.equal(typedInto(walker.page, 'correo'), 'personna102@correo.example');
    recovery(await arriving(world, () => walker.submit({ correo: who.email })));
    assert.equal(pathOf(walker), paths.enterCode);
  });

  it('corrections are counted: a fifth address in one case is not taken (RE-07)', async () => {
    for (const language of languages) {
      const walker = browse(world, language);
      await askFor(world, walker, { number: unknownNumber(50), email: 'uno@correo.example' });
      for (const name of ['dos', 'tres', 'cuatro']) {
        await walker.submit({}, paths.chooseChannel);
        await walker.submit({ correo: `${name}@correo.example` });
        assert.equal(pathOf(walker), paths.enterCode);
      }
      await walker.submit({}, paths.chooseChannel);
      const { noMore } = wordsOf(language).enterCode;
      const seen = await walker.submit({ correo: 'cinco@correo.example' });
      assert.equal(seen.status, 429);
      assert.equal(seen.heading, noMore.title);
      assert.ok(seen.html.includes(paths.otherWays));
    }
  });

  it('every page of the step leads on for who has no such mailbox (RC-15)', async () => {
    const walker = browse(world);
    await reachContact(world, walker, unknownNumber(60));
    assert.ok(walker.page.html.includes(`href="${paths.otherWays}"`));
    assert.ok(formsOf(walker.page.html).some(({ action }) => action === paths.chooseChannel));
  });
});
