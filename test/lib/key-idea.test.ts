import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { loadBlocklist } from '../../src/lib/keys/blocklist.ts';
import { keyIdea } from '../../src/lib/keys/key-idea.ts';
import { judgeKey, nobody } from '../../src/rules/key-rule.ts';
import type { KeyRule } from '../../src/rules/policy.ts';

const hash = { memoryKiB: 19456, passes: 2, lanes: 1 };
const standard: KeyRule = {
  min: 15,
  max: 128,
  characters: 'any',
  lastKeys: 5,
  hash,
  contextWords: ['ceibo'],
};
const short: KeyRule = { ...standard, min: 6, max: 15, characters: 'letters-and-digits' };

/** 2,048 made-up words of three to eight letters; some hold the institution's name and must not be drawn. */
const words = Array.from({ length: 2048 }, (_, i) => {
  const part = (n: number) => `${'bcdfglmnprstvz'[n % 14]}${'aeiou'[n % 5]}`;
  return i % 100 === 99
    ? `ceibo${part(i)}`
    : `${part(i)}${part(i >> 3)}${part(i >> 6)}${part(i >> 5)}`.slice(0, 3 + (i % 6));
});

describe('an idea for a key', () => {
  it('passes every rule, whatever is drawn', () => {
    const { isCommon } = loadBlocklist();
    const rules = fc.constantFrom(standard, short, { ...standard, min: 30 }, { ...short, max: 12 });
    fc.assert(
      fc.property(rules, fc.infiniteStream(fc.noBias(fc.nat(2 ** 30))), (rule, stream) => {
        const idea = keyIdea(rule, words, (below) => (stream.next().value ?? 0) % below);
        assert.equal(judgeKey(idea, rule, nobody, isCommon), undefined, idea);
      }),
      { numRuns: 1000 },
    );
  });

  it('is four words under the standard rule, and words with digits between them under the short one', () => {
    assert.match(keyIdea(standard, words, randomInt), /^[a-z]+( [a-z]+){3,}$/);
    assert.match(keyIdea(short, words, randomInt), /^([A-Z][a-z]+[0-9]+)+([A-Z][a-z]+)?$/);
    assert.equal(keyIdea(short, words, randomInt).length, 15);
  });

  it('that holds the name of the person is drawn again', () => {
    const about = { ...nobody, names: ['faro'] };
    const few = ['faroles', 'canoa', 'jueves', 'trigo', 'mesa', 'tambor'];
    const passes = (idea: string) => judgeKey(idea, standard, about, () => false) === undefined;
    for (let i = 0; i < 50; i++) assert.doesNotMatch(keyIdea(standard, few, randomInt, passes), /faro/);
    assert.throws(() => keyIdea(standard, few, randomInt, () => false), /no idea passes/);
  });

  it('cannot be made of too few words, and says so', () => {
    assert.throws(() => keyIdea(standard, ['canoa', 'farol'], randomInt), /too short/);
    assert.throws(() => keyIdea(short, [], randomInt), /no short plain words/);
  });

  it('under the short rule has 35 bits even in its likeliest draw', () => {
    // Each choice is uniform, so a draw's chance is one over the product of what it was drawn from.
    for (let i = 0; i < 500; i++) {
      let bits = 0;
      keyIdea(short, words, (below) => {
        bits += Math.log2(below);
        return randomInt(below);
      });
      assert.ok(bits >= 35, `${bits} bits`);
    }
  });
});
