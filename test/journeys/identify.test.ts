/** "Which is your number?": every way to type it, every error told in the words of UX C2, and nothing told of who has an account. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { companyNumber } from '../../src/directory/sample-crowd.ts';
import type { Language } from '../../src/rules/policy.ts';
import { paths } from '../../src/web/paths.ts';
import { wordsOf } from '../../src/words/words.ts';
import { textOf, type Walker } from '../walker.ts';
import { openWorld, type TestWorld } from '../world.ts';
import {
  assertError,
  browse,
  citizen,
  identify,
  languages,
  pathOf,
  typedInto,
  unknownNumber,
} from './steps.ts';

let world: TestWorld;
before(async () => {
  world = await openWorld();
});
after(() => world.close());

async function at(profile: string, language: Language = 'es'): Promise<Walker> {
  const walker = browse(world, language);
  await walker.open(paths.chooseProfile);
  await walker.submit({ perfil: profile });
  assert.equal(pathOf(walker), paths.identify);
  return walker;
}

async function atDocument(kind: string, language: Language = 'es'): Promise<Walker> {
  const walker = await at('affiliate', language);
  await walker.open(paths.otherDocument);
  await walker.submit({ documento: kind });
  assert.equal(pathOf(walker), paths.identify);
  return walker;
}

/** A card number whose last digit is off by one. */
const slipped = (number: string): string => number.slice(0, -1) + ((Number(number.at(-1)) + 1) % 10);

/** A RUC that no check digit confirms, as the newer ones are. */
const newRuc = (): string => {
  const ruc = companyNumber(123_457);
  return `${ruc.slice(0, 9)}${(Number(ruc[9]) + 1) % 10}${ruc.slice(10)}`;
};

describe('identify', () => {
  /** What is typed, and what is said of it (UX C2). */
  const faults: readonly (readonly [typed: string, es: string, en: string])[] = [
    ['', 'Escriba su número de cédula', 'Enter your ID card number'],
    ['   ', 'Escriba su número de cédula', 'Enter your ID card number'],
    [
      '991234567',
      'El número de cédula debe tener 10 números. Usted escribió 9: revíselo y complételo',
      'The ID card number must have 10 digits. You typed 9: check it and complete it',
    ],
    [
      '99123456780',
      'El número de cédula debe tener 10 números. Usted escribió 11: revíselo y quite los que sobran',
      'The ID card number must have 10 digits. You typed 11: check it and take out the extra ones',
    ],
    [
      '99123456O8',
      'El número de cédula solo lleva números. Cambie la letra «O» por un cero',
      'The ID card number has digits only. Change the letter "O" to a zero',
    ],
    [
      'l912345678',
      'El número de cédula solo lleva números. Cambie la letra «L» por un uno',
      'The ID card number has digits only. Change the letter "L" to a one',
    ],
    [
      '99123x5678',
      'El número de cédula solo lleva números. Quite «X»',
      'The ID card number has digits only. Take out "X"',
    ],
    [
      '99123*5678',
      'El número de cédula solo lleva números. Quite los demás signos',
      'The ID card number has digits only. Take out the other signs',
    ],
    [
      slipped(unknownNumber(1)),
      'Ese número no corresponde a una cédula. Compare cada número con su cédula',
      'That is not an ID card number. Compare each digit with your card',
    ],
  ];

  for (const language of languages)
    it(`tells what is wrong with a typed card number and keeps it, in ${language} (RE-06)`, async () => {
      const walker = await at('affiliate', language);
      for (const [typed, es, en] of faults) {
        const seen = await walker.submit({ numero: typed });
        assertError(seen, 'numero', language === 'es' ? es : en, language);
        assert.equal(typedInto(seen, 'numero'), typed.trim(), 'What was typed is still there');
      }
    });

  it('says the same of a slip in the number of a known person as of any other (RE-06)', async () => {
    const walker = await at('affiliate');
    const known = await walker.submit({ numero: slipped(citizen(0).number) });
    const told = [known.status, textOf(known.html)];
    const unknown = await walker.submit({ numero: slipped(unknownNumber(1)) });
    assert.deepEqual([unknown.status, textOf(unknown.html)], told);
    const [row] = await world.sql<{ n: number }>('select count(*)::int as n from cases');
    assert.equal(row?.n, 0, 'No case is opened for a typing error');
  });

  it('takes every spelling of a number for the same number (RE-07, ATK-16)', async () => {
    const { number } = citizen(1);
    const groups = [number.slice(0, 3), number.slice(3, 6), number.slice(6, 9), number.slice(9)];
    const wide = [...number].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    const arabic = [...number].map((digit) => String.fromCodePoint(0x0660 + Number(digit))).join('');
    const spellings = [
      number,
      ` ${number}\t`,
      groups.join(' '),
      groups.join('-'),
      `${groups.slice(0, 3).join('.')}-${groups[3]}`,
      groups.join('\u00a0'),
      groups.join('\u200b'),
      groups.join('\u2013'),
      wide,
      arabic,
    ];
    for (const spelling of spellings) {
      const walker = browse(world);
      await identify(walker, spelling);
      assert.ok(
        [paths.answerQuestion, paths.checkRobot].some((path) => path === pathOf(walker)),
        spelling,
      );
    }
    const rows = await world.sql<{ n: number }>('select count(*)::int as n from cases group by name_hash');
    assert.deepEqual(rows, [{ n: spellings.length }]);
  });

  it('opens one case a browser: starting again replaces the one before', async () => {
    const walker = browse(world);
    await identify(walker, citizen(2).number);
    await identify(walker, citizen(3).number);
    const rows = await world.sql<{ because: string | null }>(
      `select stage->>'because' as because from cases order by opened desc, closed_at nulls first`,
    );
    assert.equal(rows.filter(({ because }) => because === 'replaced').length, 1);
  });

  it('leads to the start whoever skips the first pages, and to the step where the case stands', async () => {
    const walker = browse(world);
    for (const path of [
      paths.answerQuestion,
      paths.nameContact,
      paths.enterCode,
      paths.chooseKey,
      paths.stopped,
      paths.checkRobot,
      paths.done,
    ]) {
      await walker.open(path);
      assert.equal(pathOf(walker), paths.start, path);
    }
    for (const path of [paths.nameBranch, paths.nameRepresentative]) {
      await walker.open(path);
      assert.equal(pathOf(walker), paths.identify, path);
    }
    await identify(walker, citizen(4).number);
    for (const path of [
      paths.nameContact,
      paths.enterCode,
      paths.chooseKey,
      paths.stopped,
      paths.checkRobot,
    ]) {
      await walker.open(path);
      assert.equal(pathOf(walker), paths.answerQuestion, path);
    }
  });

  it('asks another document on the same page, in its own words', async () => {
    for (const language of languages) {
      const { otherDocument, identify: say } = wordsOf(language);
      const walker = await at('affiliate', language);
      await walker.open(paths.otherDocument);
      assertError(await walker.submit(), 'documento', otherDocument.errors.empty, language);
      assertError(
        await walker.submit({ documento: 'ec.ruc' }),
        'documento',
        otherDocument.errors.empty,
        language,
      );
      for (const kind of ['fund-code', 'passport'] as const) {
        await walker.open(paths.otherDocument);
        await walker.submit({ documento: kind });
        assert.equal(walker.page.heading, say[kind].label);
      }
    }
  });

  /** By document: what is typed, and what is said of it. */
  const others = [
    ['fund-code', '', 'Escriba su código de identificación', 'Enter your identification code'],
    [
      'fund-code',
      '99000141',
      'El código debe tener 9 caracteres, con la letra F al inicio. Usted escribió 8',
      'The code must have 9 characters, with the letter F first. You typed 8',
    ],
    [
      'fund-code',
      'F9900014O',
      'Después de la F, el código solo lleva números. Cambie la letra «O» por un cero',
      'After the F, the code has digits only. Change the letter "O" to a zero',
    ],
    [
      'passport',
      '',
      'Escriba el número de su pasaporte, como aparece en la hoja de la foto',
      'Enter your passport number as shown on the photo page',
    ],
  ] as const;

  for (const language of languages)
    it(`tells what is wrong with another document and keeps it, in ${language}`, async () => {
      for (const [kind, typed, es, en] of others) {
        const walker = await atDocument(kind, language);
        const seen = await walker.submit({ numero: typed });
        assertError(seen, 'numero', language === 'es' ? es : en, language);
        assert.equal(typedInto(seen, 'numero'), typed);
      }
    });

  it('takes a fund code in small letters, spaced, and any passport', async () => {
    for (const [kind, typed] of [
      ['fund-code', 'f 9900 0141'],
      ['fund-code', 'F99000141'],
      ['passport', 'ab 123456'],
      ['passport', 'ECU:AB123456'],
    ] as const) {
      const walker = await atDocument(kind);
      await walker.submit({ numero: typed });
      assert.equal(pathOf(walker), paths.answerQuestion, typed);
    }
  });

  const companyFaults = [
    ['', 'Escriba el RUC', 'Enter the RUC'],
    [
      '999123456001',
      'El RUC debe tener 13 números. Usted escribió 12',
      'The RUC must have 13 digits. You typed 12',
    ],
    [
      '99912345600O1',
      'El RUC solo lleva números. Cambie la letra «O» por un cero',
      'The RUC has digits only. Change the letter "O" to a zero',
    ],
  ] as const;

  for (const language of languages)
    it(`tells a company what is wrong with its RUC, branch and representative, in ${language}`, async () => {
      const { nameBranch, nameRepresentative, identify: say } = wordsOf(language);
      const walker = await at('employer', language);
      for (const [typed, es, en] of companyFaults) {
        const seen = await walker.submit({ numero: typed });
        assertError(seen, 'numero', language === 'es' ? es : en, language);
        assert.equal(typedInto(seen, 'numero'), typed);
      }
      await walker.submit({ numero: companyNumber(123_456) });
      assert.equal(walker.page.heading, nameBranch.label);
      for (const [typed, text] of [
        ['', nameBranch.errors.empty],
        ['00001', nameBranch.errors.length(5)],
        ['A', nameBranch.errors.letters('A')],
      ] as const) {
        const seen = await walker.submit({ sucursal: typed });
        assertError(seen, 'sucursal', text, language);
        assert.equal(typedInto(seen, 'sucursal'), typed);
      }
      await walker.submit({ sucursal: '1' });
      assert.equal(walker.page.heading, nameRepresentative.label['ec.ci']);
      for (const [typed, text] of [
        ['', say['ec.ci'].errors.empty],
        ['123', say['ec.ci'].errors.length(3, 10)],
        [slipped(unknownNumber(1)), say['ec.ci'].errors['check-digit']],
      ] as const) {
        const seen = await walker.submit({ numero: typed });
        assertError(seen, 'numero', text, language);
        assert.equal(typedInto(seen, 'numero'), typed);
      }
      await walker.submit({ numero: unknownNumber(1) });
      assert.equal(pathOf(walker), paths.nameContact, 'Companies meet no questions');
    });

  for (const language of languages)
    it(`asks once more about a RUC whose check digit is off, and lets it pass, in ${language}`, async () => {
      const { identify: say } = wordsOf(language);
      const typed = newRuc();
      const walker = await at('employer', language);
      const doubted = await walker.submit({ numero: typed });
      assertError(doubted, 'numero', say['ec.ruc'].errors['check-digit'], language);
      assert.equal(typedInto(doubted, 'numero'), typed);
      const insist = new RegExp(`<button[^>]*name="confirmado" value="${typed}">${say.goOnAnyway}</button>`);
      assert.match(doubted.html, insist);
      const other = await walker.submit({
        numero: `${typed.slice(0, 9)}${(Number(typed[9]) + 1) % 10}001`,
        confirmado: typed,
      });
      assert.notEqual(pathOf(walker), paths.nameRepresentative);
      assert.ok(other.status === 422 || pathOf(walker) === paths.nameBranch);
      await walker.open(paths.identify);
      await walker.submit({ numero: typed });
      await walker.submit({ numero: typed, confirmado: typed });
      assert.equal(pathOf(walker), paths.nameBranch);
    });
});

describe('choose-profile', () => {
  for (const language of languages)
    it(`asks which key, chooses none by itself, and tells when none is chosen, in ${language}`, async () => {
      const { chooseProfile, identify: say } = wordsOf(language);
      const walker = browse(world, language);
      const first = await walker.open(paths.chooseProfile);
      assert.ok(!/<input[^>]* checked/.test(first.html));
      assertError(await walker.submit(), 'perfil', chooseProfile.errors.empty, language);
      assertError(await walker.submit({ perfil: 'admin' }), 'perfil', chooseProfile.errors.empty, language);
      await walker.submit({ perfil: 'no-se' });
      assert.equal(walker.page.heading, say['ec.ci'].label);
    });

  it('is skipped when the portal said who comes, and the portal is remembered', async () => {
    const walker = browse(world);
    await walker.open('/?portal=banco&perfil=employer');
    const next = /class="btn" href="([^"]*)"/.exec(walker.page.html)?.[1]?.replaceAll('&amp;', '&') ?? '';
    assert.equal(next, `${paths.chooseProfile}?portal=banco&perfil=employer`);
    await walker.open(next);
    assert.equal(walker.page.heading, wordsOf('es').identify['ec.ruc'].label);
  });

  it('passes nothing on that is not the name of a portal or a profile (RT-24)', async () => {
    const walker = browse(world);
    for (const query of [
      'portal=https://evil.example/',
      'perfil=%22%3E%3Cscript%3E',
      'portal=//evil.example',
      'next=/x',
    ]) {
      const seen = await walker.open(`/?${query}`);
      assert.match(seen.html, new RegExp(`class="btn" href="${paths.chooseProfile}"`), query);
      assert.ok(!seen.html.includes('evil'));
    }
    await walker.open(`${paths.chooseProfile}?portal=evil&perfil=root`);
    assert.equal(pathOf(walker), paths.chooseProfile);
  });
});
