import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { canonicalNumber } from '../lib/identity-number.ts';
import { judgeBranch, judgeNumber } from './identifiers.ts';
import type { IdentifierKind, IdentifierRule } from './policy.ts';

const strict: IdentifierRule = { checkDigit: 'error', extraProvinces: ['99'] };
const asking: IdentifierRule = { checkDigit: 'warn', extraProvinces: ['99'] };
const blind: IdentifierRule = { checkDigit: 'off', extraProvinces: [] };

const judge = (kind: IdentifierKind, typed: string, rule = strict) => judgeNumber(kind, typed, rule);
const faultOf = (kind: IdentifierKind, typed: string, rule = strict) => {
  const verdict = judge(kind, typed, rule);
  return verdict.ok ? undefined : verdict.fault;
};
const numberOf = (kind: IdentifierKind, typed: string, rule = strict) => {
  const verdict = judge(kind, typed, rule);
  return verdict.ok ? verdict.identity.number : undefined;
};

/**
 * The card's algorithm written a second time, without the library: weights 2 and 1, nines cast out, modulo
 * 10.
 */
function cardDigit(nine: string): number {
  const sum = [...nine].reduce((total, digit, place) => {
    const times = Number(digit) * (place % 2 === 0 ? 2 : 1);
    return total + (times > 9 ? times - 9 : times);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

/**
 * The RUC's algorithm for companies and public bodies; 10 cannot be written, so such numbers do not exist.
 */
const weightedDigit = (front: string, weights: readonly number[]): number =>
  (11 - ([...front].reduce((sum, digit, place) => sum + Number(digit) * (weights[place] ?? 0), 0) % 11)) % 11;

const digits = (length: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));

test('every province with every check digit agrees with an independent modulo 10', () => {
  const realOrDemo = (province: number) =>
    (province >= 1 && province <= 24) || [30, 50, 99].includes(province);
  for (let province = 0; province < 100; province += 1) {
    for (let third = 0; third < 10; third += 1) {
      for (const tail of ['000000', '123456', '987654', '505050', '999999']) {
        const nine = `${String(province).padStart(2, '0')}${third}${tail}`;
        for (let last = 0; last < 10; last += 1) {
          const expected = realOrDemo(province) && third <= 6 && last === cardDigit(nine);
          assert.equal(judge('ec.ci', nine + last).ok, expected, nine + last);
        }
      }
    }
  }
});

test('every invented province keeps the check digit of the real algorithm', () => {
  for (let province = 0; province < 100; province += 1) {
    const code = String(province).padStart(2, '0');
    const rule: IdentifierRule = { checkDigit: 'error', extraProvinces: [code] };
    const nine = `${code}4135790`.slice(0, 9);
    for (let last = 0; last < 10; last += 1) {
      assert.equal(judge('ec.ci', nine + last, rule).ok, last === cardDigit(nine), nine + last);
    }
  }
});

test('the demo province is refused where the policy does not name it', () => {
  const nine = '991234567';
  assert.deepEqual(faultOf('ec.ci', nine + cardDigit(nine), { checkDigit: 'error', extraProvinces: [] }), {
    kind: 'check-digit',
  });
});

test('1000 random numbers get the verdict of a pure function of the typed text (RE-06)', () => {
  fc.assert(
    fc.property(fc.constantFrom('01', '09', '17', '24', '30', '99'), digits(8), (province, rest) => {
      const number = province + rest;
      const right = Number(number[2]) <= 6 && Number(number[9]) === cardDigit(number.slice(0, 9));
      assert.equal(judge('ec.ci', number).ok, right);
      const asked = judge('ec.ci', number, asking);
      assert.deepEqual(asked, { ok: true, identity: { kind: 'ec.ci', number }, doubtful: !right });
      assert.deepEqual(judge('ec.ci', number, blind), { ...asked, doubtful: false });
    }),
    { numRuns: 1000 },
  );
});

test('a RUC is thirteen digits for ever, also that of a natural person', () => {
  const natural = `991234567${cardDigit('991234567')}001`;
  assert.deepEqual(judge('ec.ruc', natural, asking), {
    ok: true,
    identity: { kind: 'ec.ruc', number: natural },
    doubtful: false,
  });
  const sixth = `176543210${cardDigit('176543210')}001`;
  assert.equal(numberOf('ec.ruc', sixth, strict), sixth);
});

test('the RUC of companies and public bodies keeps its own modulo 11 under the demo province', () => {
  const kinds = [
    { third: '9', weights: [4, 3, 2, 7, 6, 5, 4, 3, 2], front: 9, end: '001' },
    { third: '6', weights: [3, 2, 7, 6, 5, 4, 3, 2], front: 8, end: '0001' },
  ];
  const provinces = fc.constantFrom('99', '17', '09', '24');
  for (const { third, weights, front, end } of kinds) {
    fc.assert(
      fc.property(provinces, digits(front - 3), fc.integer({ min: 0, max: 9 }), (province, serial, last) => {
        const start = province + third + serial;
        const number = start + last + end;
        const right = last === weightedDigit(start, weights);
        // A third digit 6 may also be a natural person, whose own digit stands one place later.
        const natural = third === '6' && Number(number[9]) === cardDigit(number.slice(0, 9));
        assert.equal(judge('ec.ruc', number, strict).ok, right || natural, number);
      }),
      { numRuns: 2000 },
    );
  }
});

test('a RUC that follows no algorithm is doubtful, never refused, under the demo policy', () => {
  assert.deepEqual(judge('ec.ruc', '9977777777001', asking), {
    ok: true,
    identity: { kind: 'ec.ruc', number: '9977777777001' },
    doubtful: true,
  });
});

test('spelling variants collide to one number (ATK-16, RE-07)', () => {
  const number = `991234567${cardDigit('991234567')}`;
  const last = number.slice(9);
  const variants = [
    ` ${number} `,
    `991 234 567-${last}`,
    `9.912.345.67${last}`,
    `${number}\u00a0`,
    `\u200b${number}\ufeff`,
    `991234567\u2011${last}`,
    `991234567\u2013${last}`,
    `\u202d${number}\u202c`,
    [...number].join('\u00ad'),
    [...number].map((d) => String.fromCodePoint(0xff10 + Number(d))).join(''),
    [...number].map((d) => String.fromCodePoint(0x0660 + Number(d))).join(''),
    [...number].map((d) => String.fromCodePoint(0x06f0 + Number(d))).join(''),
    [...number].map((d) => String.fromCodePoint(0x0966 + Number(d))).join(''),
    [...number].map((d) => String.fromCodePoint(0x1d7ce + 20 + Number(d))).join(''),
  ];
  for (const variant of variants) assert.equal(numberOf('ec.ci', variant), number, JSON.stringify(variant));
});

test('what only looks like the number is refused, never another person (ATK-16)', () => {
  const refused = [
    '102030405',
    '102030405.0',
    '1.02030405e8',
    '1.02030405E+8',
    '0x614D0ED',
    '0102030405,0',
    '01020304\u066b5',
    '010203040\u00b25',
    '\u00bd102030405',
    '①②③④⑤⑥⑦⑧⑨⓪',
    '0102030405/1',
    '0102030405 0102030405',
    '[0102030405]',
    "0102030405' or 1=1",
    '一〇二〇三〇四〇五〇',
  ];
  for (const typed of refused) {
    for (const rule of [strict, blind]) assert.equal(judge('ec.ci', typed, rule).ok, false, typed);
  }
});

test('one account has one number: canonical text is its own canonical text (H11)', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (typed) => {
      for (const kind of ['ec.ci', 'ec.ruc', 'fund-code', 'passport'] as const) {
        const verdict = judgeNumber(kind, typed, blind);
        if (!verdict.ok) continue;
        assert.match(verdict.identity.number, /^[A-Z0-9:]+$/);
        assert.deepEqual(judgeNumber(kind, verdict.identity.number, blind), verdict);
      }
      const once = canonicalNumber(typed);
      assert.equal(canonicalNumber(once).replaceAll('.', ''), once.replaceAll('.', ''));
    }),
    { numRuns: 3000 },
  );
});

test('digits of two numbers never meet under separators', () => {
  const separators = fc.constantFrom(' ', '-', '\u00a0', '\u200b', '\u2010', '');
  fc.assert(
    fc.property(digits(10), fc.array(separators, { minLength: 10, maxLength: 10 }), (number, between) => {
      const typed = [...number].map((digit, place) => digit + between[place]).join('');
      assert.equal(numberOf('ec.ci', typed, blind), number);
    }),
  );
});

test('each message of the page has its own fault', () => {
  assert.deepEqual(faultOf('ec.ci', ' \u200b- '), { kind: 'empty' });
  assert.deepEqual(faultOf('ec.ci', '991234567'), { kind: 'length', expected: 10, typed: 9 });
  assert.deepEqual(faultOf('ec.ruc', '991234567800'), { kind: 'length', expected: 13, typed: 12 });
  assert.deepEqual(faultOf('ec.ci', '99O2345678'), { kind: 'letters', letter: 'O' });
  assert.deepEqual(faultOf('ec.ci', '99/2345678'), { kind: 'letters', letter: null });
  assert.deepEqual(faultOf('ec.ci', '9912345678'), { kind: 'check-digit' });
});

test('a fund code is F and eight digits in any case', () => {
  for (const typed of ['F12345678', 'f 1234 5678', '\uff4612345678']) {
    assert.equal(numberOf('fund-code', typed), 'F12345678', typed);
  }
  assert.deepEqual(faultOf('fund-code', '12345678'), { kind: 'length', expected: 9, typed: 8 });
  assert.deepEqual(faultOf('fund-code', '123456789'), { kind: 'length', expected: 9, typed: 9 });
  assert.deepEqual(faultOf('fund-code', 'F1234567'), { kind: 'length', expected: 9, typed: 8 });
  assert.deepEqual(faultOf('fund-code', 'F1234567O'), { kind: 'letters', letter: 'O' });
  assert.deepEqual(faultOf('fund-code', '\u042412345678'), { kind: 'letters', letter: '\u0424' });
});

test('a passport is 5 to 15 letters and digits, its country in front if given', () => {
  assert.equal(numberOf('passport', 'ab 123-456'), 'AB123456');
  assert.equal(numberOf('passport', 'ecu:ab123456'), 'ECU:AB123456');
  assert.deepEqual(faultOf('passport', 'AB12'), { kind: 'length', expected: 5, typed: 4 });
  assert.deepEqual(faultOf('passport', 'A'.repeat(16)), { kind: 'length', expected: 15, typed: 16 });
  assert.deepEqual(faultOf('passport', 'ECUADOR:AB1234'), { kind: 'letters', letter: null });
  assert.deepEqual(faultOf('passport', '\u0410\u0412123456'), { kind: 'letters', letter: null });
});

test('a branch is padded to four digits', () => {
  for (const typed of ['1', '01', '0001', ' 1 ', '\uff11']) {
    assert.deepEqual(judgeBranch(typed), { ok: true, branch: '0001' });
  }
  assert.deepEqual(judgeBranch(''), { ok: false, fault: { kind: 'empty' } });
  assert.deepEqual(judgeBranch('00001'), { ok: false, fault: { kind: 'length', expected: 4, typed: 5 } });
  assert.deepEqual(judgeBranch('1A'), { ok: false, fault: { kind: 'letters', letter: 'A' } });
});
