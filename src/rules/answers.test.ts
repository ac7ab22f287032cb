import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { canonicalAnswer, judgeAnswer } from './answers.ts';

it('the same answer written in other ways is one (QN-11)', () => {
  const same = [
    ['Muñoz', 'MUNOZ', 'muñoz ', 'mun\u0303oz'],
    ['San José', 'san-jose', '  SAN   JOSÉ'],
    ['La Favorita C.A.', 'la favorita ca'],
    ["O'Brien", 'obrien', 'O’Brien'],
    ['Guayaquil, Guayas', 'guayaquil guayas'],
  ];
  for (const spellings of same)
    assert.equal(new Set(spellings.map(canonicalAnswer)).size, 1, spellings.join());
  assert.notEqual(canonicalAnswer('Muñoz'), canonicalAnswer('Nuñez'));
});

it('a canonical answer is its own canonical answer', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (typed) => {
      assert.equal(canonicalAnswer(canonicalAnswer(typed)), canonicalAnswer(typed));
    }),
  );
});

it('nothing, spaces and signs alone are no answer', () => {
  for (const typed of ['', '   ', ' .-! ']) assert.deepEqual(judgeAnswer(typed), { kind: 'empty' });
  assert.equal(judgeAnswer('7'), undefined);
});
