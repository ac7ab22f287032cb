import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type ClientRule,
  clientRule,
  judgeKey,
  type KeyContext,
  nobody,
  normalizeKey,
  passwordRules,
  visibleRules,
} from './key-rule.ts';
import type { KeyRule } from './policy.ts';

const hash = { memoryKiB: 19456, passes: 2, lanes: 1 };
const standard: KeyRule = {
  min: 15,
  max: 128,
  characters: 'any',
  lastKeys: 5,
  hash,
  contextWords: ['Ceibo'],
};
const short: KeyRule = { ...standard, min: 6, max: 15, characters: 'letters-and-digits' };
const ana: KeyContext = {
  numbers: ['9912345678'],
  names: ['Ana María', 'Muñoz-Ibarra'],
  birth: { day: 7, month: 3, year: 1951 },
  phones: ['+593991234000'],
  emails: ['ana.m51@correo.example'],
};
const never = () => false;
const kind = (key: string, rule: KeyRule = standard, about: KeyContext = nobody) =>
  judgeKey(key, rule, about, never)?.kind ?? 'good';

describe('length', () => {
  it('is judged at both bounds of each rule (PW-01, PW-14)', () => {
    const word = 'kd8w2mpa5xrt9qz';
    assert.equal(kind(word.slice(0, 14)), 'too-short');
    assert.equal(kind(word), 'good');
    assert.equal(kind(word.slice(0, 5), short), 'too-short');
    assert.equal(kind(word.slice(0, 6), short), 'good');
    assert.equal(kind(word, short), 'good');
    assert.deepEqual(judgeKey(`${word}1`, short, nobody, never), { kind: 'too-long', typed: 16, max: 15 });
  });

  it('accepts 64 and 128 characters and refuses 129 with the reason (PW-02)', () => {
    const long = Array.from({ length: 129 }, (_, i) => 'kd8w2mpa5xr'[(i * 7 + (i >> 3)) % 11]).join('');
    assert.equal(kind(long.slice(0, 64)), 'good');
    assert.equal(kind(long.slice(0, 128)), 'good');
    assert.deepEqual(judgeKey(long, standard, nobody, never), { kind: 'too-long', typed: 129, max: 128 });
  });

  it('counts code points: fifteen emoji are fifteen, not thirty (PW-03)', () => {
    const emoji = [...'😀🐶🌵🚲🎻🍋🏔🌽🦋🐢🎈🪁🥁🧵🧩'];
    assert.equal(emoji.length, 15);
    assert.equal(kind(emoji.join('')), 'good');
    assert.equal(kind(emoji.slice(1).join('')), 'too-short');
  });

  it('says that nothing was typed', () => assert.equal(kind(''), 'empty'));
});

describe('characters', () => {
  it('are all free under the standard rule, and none is required (PW-03, PW-05)', () => {
    for (const key of [
      'correct horse battery',
      '907361528460937',
      'klmruwbxahqzdpf',
      ' kd8w2mpa5xrt9q ',
      'ключ от дома 77',
    ])
      assert.equal(kind(key), 'good', key);
  });

  it('are letters and digits under the short rule; the fault names the sort, not the character', () => {
    const found = (key: string) => judgeKey(key, short, nobody, never);
    assert.deepEqual(found('kd8 w2m'), { kind: 'characters', found: 'space' });
    assert.deepEqual(found('kd8ñw2m'), { kind: 'characters', found: 'accented-letter' });
    assert.deepEqual(found('kd8!w2m'), { kind: 'characters', found: 'sign' });
  });

  it('keep their case, their spaces and their compatibility forms (PW-04, PW-08)', () => {
    assert.equal(normalizeKey('contrasen\u0303a'), 'contraseña');
    assert.notEqual(normalizeKey('ﬁ'), 'fi');
    assert.equal(normalizeKey(' Ab\u0000 '), ' Ab\u0000 ');
  });
});

describe('personal data (PW-10)', () => {
  const what = (key: string) => {
    const fault = judgeKey(key, { ...standard, min: 6 }, ana, never);
    return fault?.kind === 'contains-personal' ? fault.what : fault?.kind;
  };
  it('is found in the spellings people use', () => {
    assert.equal(what('k9912345678w'), 'number');
    assert.equal(what('99-1234-5678'), 'number');
    assert.equal(what('8765432199xk'), 'number');
    assert.equal(what('casa07031951'), 'birth');
    assert.equal(what('casa19510307'), 'birth');
    assert.equal(what('casa070351x'), 'birth');
    assert.equal(what('07/03/1951 casa'), 'birth');
    assert.equal(what('k1234000w'), 'phone');
    assert.equal(what('Munoz2026'), 'name');
    assert.equal(what('MUÑOZ2026'), 'name');
    assert.equal(what('1b4rr4xk'), 'name');
    assert.equal(what('ana.m51xk'), 'email');
    assert.equal(what('anam51xkw'), 'email');
  });

  it('shorter than four letters, or parted by a space, is not held against anyone', () => {
    assert.equal(what('banano k7 ventana'), undefined);
    assert.equal(what('mesa riada tambor'), undefined);
  });

  it('is not an excuse to fail on an empty context', () => {
    assert.equal(
      kind('kd8w2m', short, { ...nobody, numbers: [''], names: [''], phones: [''], emails: [''] }),
      'good',
    );
  });
});

it('the institution is found in the key, whatever the case or the digits in it', () => {
  for (const key of ['Ceibo2026', 'xkceibo', 'C31b0xk'])
    assert.equal(kind(key, short), 'contains-institution', key);
});

it('keys made by a pattern are common without any list', () => {
  const patterns = [
    'aaaaaa',
    '123456',
    '987654321',
    'abcdef',
    'qwerty',
    'poiuytrewq',
    '121212',
    'abc123',
    'xkdxkdxkd',
    '1qaz2wsx',
  ];
  for (const key of patterns) assert.equal(kind(key, short), 'common', key);
  for (const key of ['1 2 3 4 5 6 7 8 9 0', '...............', 'a-a-a-a-a-a-a-a'])
    assert.equal(kind(key), 'common', key);
  for (const key of ['kd8w2m', 'abc7kq', '12k34w', 'qwekd8']) assert.equal(kind(key, short), 'good', key);
});

it('the blocklist is asked last, with the normalised key', () => {
  const asked: string[] = [];
  const fault = judgeKey('contrasen\u0303a larga kd', standard, nobody, (key) => asked.push(key) > 0);
  assert.deepEqual(fault, { kind: 'common' });
  assert.deepEqual(asked, ['contraseña larga kd']);
});

it('no fault holds a part of the key', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      fc.constantFrom(standard, short),
      (key, rule) => {
        const { kind: _, ...facts } = judgeKey(`${key}#Zq`, rule, ana, never) ?? { kind: 'good' };
        for (const fact of Object.values(facts))
          assert.ok(typeof fact === 'number' || !String(fact).includes('Zq'));
      },
    ),
  );
});

describe('what follows from the one rule (PW-13, PW-14)', () => {
  it('is the attribute for managers', () => {
    assert.equal(passwordRules(short), 'minlength: 6; maxlength: 15; allowed: lower, upper, digit;');
    assert.equal(passwordRules(standard), 'minlength: 15; maxlength: 128; allowed: unicode;');
  });

  it('is the list of rules people read', () => {
    assert.deepEqual(visibleRules(short), ['length', 'characters', 'own-number', 'not-common']);
    assert.deepEqual(visibleRules(standard), ['length', 'own-number', 'not-common']);
  });

  it('is the live check of the browser, which agrees on all it covers', () => {
    const number = ana.numbers[0] ?? '';
    const piece = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 9 }),
      fc.stringMatching(/^[a-zA-Z0-9]{0,9}$/),
      fc.constantFrom(number, '99 12345-678', '8765432199', ' ', 'ñ', 'n\u0303', '９９1234５678'),
    );
    const keys = fc.array(piece, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(keys, fc.constantFrom(short, standard), (key, rule) => {
        const verdict = judgeKey(key, rule, { ...nobody, numbers: [number] }, never);
        const covered = ['empty', 'too-short', 'too-long', 'characters', 'contains-personal'];
        const expected = verdict && covered.includes(verdict.kind) ? verdict.kind : 'good';
        assert.equal(inBrowser(key, clientRule(rule, number)), expected);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The check of the script in `public/`, word for word: it has the rule only as JSON. */
function inBrowser(typed: string, rule: ClientRule): string {
  const { min, max, plain, own }: ClientRule = JSON.parse(JSON.stringify(rule));
  const key = typed.normalize('NFC');
  const length = Array.from(key).length;
  if (length === 0) return 'empty';
  if (length < min) return 'too-short';
  if (length > max) return 'too-long';
  if (plain && /[^A-Za-z0-9]/.test(key)) return 'characters';
  const bare = key
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  const backwards = own.split('').reverse().join('');
  if (own && (bare.includes(own) || bare.includes(backwards))) return 'contains-personal';
  return 'good';
}
