/** "Check your inbox": the code, how it may be typed, how often it may be tried, and how often a message is sent. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { askMessage, sample, textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  arriving,
  askFor,
  assertError,
  assertNotice,
  browse,
  type Citizen,
  caseWordsOf,
  citizen,
  hours,
  languages,
  minutes,
  otherCode,
  pathOf,
  receive,
  recovery,
  unknownNumber,
} from './steps.ts';

describe('enter-code', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const again = (walker: Walker) => walker.submit({}, paths.askMessage);

  for (const language of languages)
    it(`tells what is wrong with a typed code and writes none back, in ${language}`, async () => {
      const { errors } = wordsOf(language).enterCode.email;
      const who = citizen(language === 'es' ? 0 : 1);
      const walker = browse(world, language);
      const { code, caseWords } = await receive(world, walker, who);
      for (const [typed, text] of [
        ['', errors.empty(8)],
        [' - ', errors.empty(8)],
        ['1234567', errors.length(7, 8)],
        ['123456789', errors.length(9, 8)],
        ['1234567O', errors.characters(8)],
        [otherCode(code), errors.wrong(caseWords, 4)],
        [otherCode(code, 2), errors.wrong(caseWords, 3)],
      ] as const) {
        const seen = await walker.submit({ codigo: typed });
        assertError(seen, 'codigo', text, language);
        assert.ok(!/<input id="codigo"[^>]* value=/.test(seen.html), 'R4');
      }
      world.clock.move(minutes(10) + 1000);
      const late = await walker.submit({ codigo: code });
      const time = textOf(late.html).match(/\d\d:\d\d/g) ?? [];
      const said = [...new Set(time)].map((one) => errors.expired(language === 'es' ? `las ${one}` : one));
      assert.ok(
        said.some((text) => textOf(late.html).includes(text)),
        'Until when it worked',
      );
      assert.equal(late.status, 422);
      const wrong = await walker.submit({ codigo: otherCode(code, 3) });
      assertError(wrong, 'codigo', errors.wrong(caseWords, 2), language);
    });

  it('a code works until its last second', async () => {
    const walker = browse(world);
    const { code } = await receive(world, walker, citizen(2));
    world.clock.move(minutes(10));
    await walker.submit({ codigo: code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('takes a code however it is grouped', async () => {
    const spell: readonly ((code: string) => string)[] = [
      (code) => `${code.slice(0, 4)} ${code.slice(4)}`,
      (code) => ` ${code.slice(0, 4)}-${code.slice(4)} `,
      (code) => [...code].join('.'),
      (code) => [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join(''),
      (code) => [...code].join('\u00a0'),
    ];
    for (const [index, spelled] of spell.entries()) {
      const walker = browse(world);
      const { code } = await receive(world, walker, citizen(3 + index));
      await walker.submit({ codigo: spelled(code) });
      assert.equal(pathOf(walker), paths.chooseKey, spelled(code));
    }
  });

  it('after five wrong codes the right one is refused, in that case, in others, in any browser (RT-10)', async () => {
    const who = citizen(8);
    const walker = browse(world);
    const { code } = await receive(world, walker, who);
    for (let left = 4; left > 0; left--)
      assert.ok(
        textOf((await walker.submit({ codigo: otherCode(code, left) })).html).includes(` ${left} intento`),
      );
    const stopped = await walker.submit({ codigo: otherCode(code, 5) });
    assert.equal(stopped.status, 429);
    assert.equal(stopped.heading, 'Este trámite se detuvo');
    await walker.open(paths.enterCode);
    assert.equal((await walker.submit({ codigo: code })).status, 429);
    const elsewhere = browse(world);
    await elsewhere.open(paths.enterCodeElsewhere);
    assert.equal((await elsewhere.submit({ numero: who.number, codigo: code })).status, 429);
    world.clock.move(hours(2));
    const other = browse(world);
    const second = await receive(world, other, who);
    assert.equal(
      (await other.submit({ codigo: second.code })).status,
      429,
      'A new code does not refresh the tries',
    );
    world.clock.move(hours(22));
    const next = browse(world);
    const third = await receive(world, next, who);
    await next.submit({ codigo: third.code });
    assert.equal(pathOf(next), paths.chooseKey, 'A day later there are tries again');
  });

  it('tries are counted over cases and browsers together (RT-10)', async () => {
    const who = citizen(9);
    const browsers = [browse(world), browse(world), browse(world)];
    for (const walker of browsers) await askFor(world, walker, who);
    const left: string[] = [];
    for (const walker of [...browsers, ...browsers]) {
      await walker.open(paths.enterCode);
      const seen = await walker.submit({ codigo: `${left.length}`.padStart(8, '0') });
      left.push(seen.status === 429 ? '-' : (/queda[n]? (\d)/.exec(textOf(seen.html))?.[1] ?? '?'));
    }
    assert.deepEqual(left, ['4', '3', '2', '1', '-', '-']);
  });

  it('a refused page sent again costs no try; another wrong code does (RT-10)', async () => {
    const walker = browse(world);
    await askFor(world, walker, citizen(17));
    const seen = await Promise.all(
      Array.from({ length: 10 }, () =>
        walker.post(paths.enterCode, { codigo: '00000000', _csrf: walker.token }),
      ),
    );
    for (const answer of seen) assert.match(textOf(await answer.text()), /quedan 4 intentos/);
    assert.match(textOf((await walker.submit({ codigo: '00000001' })).html), /quedan 3 intentos/);
    assert.match(textOf((await walker.submit({ codigo: '00000000' })).html), /quedan 2 intentos/);
  });

  it('the right code pressed twice goes on and costs no try (R18, OP-06)', async () => {
    const walker = browse(world);
    const { code } = await receive(world, walker, citizen(18));
    const { token } = walker;
    const counted = async () => {
      const [row] = await world.sql<{ taken: number; used: number }>(
        `select (select count(*)::int from audit where event = 'code-entered' and refusal is null) as taken,
           (select sum(code_used)::int from standings) as used`,
      );
      return row ?? assert.fail();
    };
    const before = await counted();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => walker.post(paths.enterCode, { codigo: code, _csrf: token })),
    );
    for (const { status, headers } of answers)
      assert.deepEqual([status, headers.get('location')], [303, paths.chooseKey]);
    const { taken, used } = await counted();
    assert.deepEqual([taken - before.taken, used - before.used], [1, 0]);
  });

  it('the code of one case never works in another of the same number, nor of another (RT-07)', async () => {
    const [one, two] = [browse(world), browse(world)];
    const first = await receive(world, one, citizen(10));
    const second = await receive(world, two, citizen(11));
    assert.equal((await one.submit({ codigo: second.code })).status, 422);
    const same = browse(world);
    const newer = await receive(world, same, citizen(10));
    await one.open(paths.enterCode);
    assert.equal((await one.submit({ codigo: newer.code })).status, 422);
    assert.equal((await same.submit({ codigo: first.code })).status, 422);
    await same.submit({ codigo: newer.code });
    assert.equal(pathOf(same), paths.chooseKey);
  });

  for (const language of languages)
    it(`another message too soon is answered by a page that says when, in ${language}`, async () => {
      const { tooSoon, noMore, resent } = wordsOf(language).enterCode;
      const walker = browse(world, language);
      await askFor(world, walker, {
        number: unknownNumber(language === 'es' ? 1 : 2),
        email: 'ana@correo.example',
      });
      for (const wait of [60, 120, 300]) {
        world.clock.move(wait * 1000 - 1000);
        const heard = await again(walker);
        assert.equal(heard.status, 429);
        const time = /\d\d:\d\d/.exec(textOf(/<main[\s\S]*<\/main>/.exec(heard.html)?.[0] ?? ''))?.[0] ?? '';
        assertNotice(heard, tooSoon(language === 'es' ? `a las ${time}` : `at ${time}`), 429);
        await walker.open(paths.enterCode);
        world.clock.move(1000);
        await again(walker);
        assert.equal(pathOf(walker), paths.enterCode);
        assert.ok(textOf(walker.page.html).includes(resent));
        await walker.open(paths.enterCode);
      }
      world.clock.move(minutes(20));
      assert.ok(textOf(walker.page.html).includes(noMore.title), 'The page says that there are no more');
      const token = walker.form().fields._csrf ?? '';
      const answer = await walker.post(paths.askMessage, { _csrf: token });
      assert.equal(answer.status, 429);
      assert.ok(textOf(await answer.text()).includes(noMore.title));
    });

  it('only the newest message works, by code and by link (RT-06)', async () => {
    const walker = browse(world);
    const first = await receive(world, walker, citizen(12));
    world.clock.move(minutes(1));
    const second = recovery(await arriving(world, () => again(walker)));
    assert.equal(second.caseWords, first.caseWords, 'Both messages name the same case');
    assert.notEqual(second.code, first.code);
    await walker.open(paths.enterCode);
    assert.equal((await walker.submit({ codigo: first.code })).status, 422);
    const { replaced } = wordsOf('es').followLink;
    assertNotice(await browse(world).open(new URL(first.link).pathname), replaced(first.caseWords));
    await walker.submit({ codigo: second.code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('a number gets three messages an hour and five a day, however many cases and browsers ask (RE-07)', async () => {
    const who = citizen(13);
    const ask = async (): Promise<number> =>
      (await arriving(world, () => askFor(world, browse(world), who))).length;
    const heard: number[] = [];
    for (let hour = 0; hour < 3; hour++) {
      for (let turn = 0; turn < 4; turn++) heard.push(await ask());
      world.clock.move(hours(1));
    }
    assert.deepEqual(heard, [1, 1, 1, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
    world.clock.move(hours(24));
    assert.equal(await ask(), 1);
  });

  it('a message that was one too many leaves the one before as it was', async () => {
    const who: Citizen = citizen(14);
    const walker = browse(world);
    await askFor(world, walker, who);
    world.clock.move(minutes(1));
    await again(walker);
    world.clock.move(minutes(2));
    const third = recovery(await arriving(world, () => again(walker)));
    world.clock.move(minutes(5));
    assert.deepEqual(await arriving(world, () => again(walker)), [], 'The fourth in an hour is not sent');
    await walker.submit({ codigo: third.code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('correcting the address to a wrong one leaves the message that was sent as it was', async () => {
    const who = citizen(15);
    const walker = browse(world);
    const { code } = await receive(world, walker, who);
    await walker.submit({}, paths.chooseChannel);
    await walker.submit({ correo: 'otra@correo.example' });
    await walker.submit({ codigo: code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('the script learns when the person carried on elsewhere, and nothing else (RT-08)', async () => {
    const who = citizen(16);
    const walker = browse(world);
    const { code } = await receive(world, walker, who);
    const state = async () =>
      await world.app.fetch(
        new Request('https://clave.ceibo.example/recuperar/revise/estado', {
          headers: {
            host: 'clave.ceibo.example',
            cookie: [...walker.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          },
        }),
        { ip: '10.0.0.1' },
      );
    assert.equal((await state()).status, 204);
    const elsewhere = browse(world);
    await elsewhere.open(paths.enterCodeElsewhere);
    await elsewhere.submit({ numero: who.number, codigo: code });
    assert.equal(pathOf(elsewhere), paths.chooseKey);
    const answer = await state();
    assert.equal(answer.status, 200);
    assert.equal(await answer.text(), wordsOf('es').enterCode.carriedOn);
    await walker.open(paths.enterCode);
    assertNotice(walker.page, wordsOf('es').stopped.elsewhere);
  });

  it('a case is over after its hour, or with its last link', async () => {
    for (const language of languages) {
      const walker = browse(world, language);
      await askFor(world, walker, { number: unknownNumber(10), email: 'ana@correo.example' });
      const words = caseWordsOf(walker);
      world.clock.move(minutes(60) + 1000);
      await walker.submit({ codigo: '12345678' });
      assertNotice(walker.page, wordsOf(language).stopped.expired);
      assert.ok(walker.page.html.includes(words));
    }
  });
});

describe('enter-code-elsewhere', () => {
  let world: TestWorld;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  for (const language of languages)
    it(`takes number and code on a device that knows nothing; one error for both, in ${language}`, async () => {
      const { errors } = wordsOf(language).enterCodeElsewhere;
      const who = citizen(language === 'es' ? 0 : 1);
      const { code } = await receive(world, browse(world, language), who);
      const walker = browse(world, language);
      await walker.open(paths.enterCodeElsewhere);
      const both = await walker.submit({ numero: '', codigo: '' });
      assert.equal(both.status, 422);
      for (const text of [errors.numberEmpty, errors.codeEmpty(8)])
        assert.ok(textOf(both.html).includes(text));
      assertError(await walker.submit({ numero: '', codigo: code }), 'numero', errors.numberEmpty, language);
      assertError(
        await walker.submit({ numero: who.number, codigo: '' }),
        'codigo',
        errors.codeEmpty(8),
        language,
      );
      for (const [numero, codigo] of [
        [who.number, otherCode(code)],
        [who.number, '123'],
        [who.number, 'abcdefgh'],
        [unknownNumber(5), code],
        ['what?', code],
        [citizen(9).number, code],
      ] as const)
        assertError(await walker.submit({ numero, codigo }), 'numero', errors.mismatch, language);
      const groups = `${who.number.slice(0, 9)}-${who.number.slice(9)}`;
      await walker.submit({ numero: groups, codigo: `${code.slice(0, 4)} ${code.slice(4)}` });
      assert.equal(pathOf(walker), paths.chooseKey);
    });

  it('takes a company by its RUC and branch', async () => {
    const { identity, person } = sample('employer-branch');
    const message = recovery(await arriving(world, () => askMessage(browse(world), 'employer-branch')));
    const walker = browse(world);
    await walker.open(paths.enterCodeElsewhere);
    await walker.submit({ numero: `${identity.number}-${person?.branch}`, codigo: message.code });
    assert.equal(pathOf(walker), paths.chooseKey);
  });

  it('stops after five wrong codes for every number alike, asked for or not (RE-04)', async () => {
    const asked = citizen(2);
    await receive(world, browse(world), asked);
    const late = citizen(3);
    await receive(world, browse(world), late);
    const pages = new Map<string, string[]>();
    const guess = async (number: string): Promise<string[]> => {
      const walker = browse(world);
      const seen: string[] = [];
      for (let turn = 0; turn < 7; turn++) {
        await walker.open(paths.enterCodeElsewhere);
        const { status, html } = await walker.submit({ numero: number, codigo: '00000000' });
        seen.push(`${status} ${textOf(html)}`);
      }
      return seen;
    };
    for (const number of [asked.number, citizen(4).number, unknownNumber(20)])
      pages.set(number, await guess(number));
    world.clock.move(hours(2));
    const second = new Map<string, string[]>();
    for (const number of [late.number, citizen(5).number, unknownNumber(21)])
      second.set(number, await guess(number));
    for (const group of [pages, second]) {
      const [first, ...others] = [...group.values()];
      assert.deepEqual(
        first?.map((text) => text.slice(0, 3)),
        [...Array(5).fill('422'), '429', '429'],
      );
      for (const other of others) assert.deepEqual(other, first);
    }
  });
});
