import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { loadBlocklist, readBlocklist } from '../../src/lib/keys/blocklist.ts';
import { createWordSet } from '../../src/lib/keys/word-set.ts';

const list = loadBlocklist();
const short = { min: 6, max: 15, characters: 'letters-and-digits' } as const;

/** Fifty out of the passwords most used in breaches. */
const samples =
  `123456 password 12345678 qwerty 123456789 111111 1234567 dragon 123123 baseball abc123 football
  monkey letmein shadow master 696969 michael mustang 666666 qwertyuiop 123321 superman 1qaz2wsx
  7777777 jordan jennifer 123qwe 000000 killer trustno1 hunter harley zxcvbnm asdfgh buster
  batman soccer tigger charlie sunshine iloveyou computer michelle jessica pepper freedom
  princess starwars cheese`.split(/\s+/);

describe('the blocklist', () => {
  it('refuses fifty samples, and takes each with six random characters behind it (PW-09)', () => {
    assert.equal(samples.length, 50);
    for (const sample of samples) {
      assert.ok(list.isCommon(sample), sample);
      assert.ok(!list.isCommon(`${sample}k7w2xq`), sample);
    }
  });

  it('knows what people here choose', () => {
    for (const key of [
      'contrasena',
      'contraseña',
      'ecuador',
      'barcelona',
      'teamo',
      'micontrasena',
      'mifamilia',
      'guayaquil',
    ])
      assert.ok(list.isCommon(key), key);
  });

  it('is not deceived by what people do to a common word', () => {
    const varied = [
      'PASSWORD',
      'P4ssw0rd',
      'p@$$w0rd!',
      'Ecuador2026',
      'barcelona1',
      'passwordpassword',
      'drowssap',
      's3cr3t0',
      'l1bert4d',
    ];
    for (const key of varied) assert.ok(list.isCommon(key), key);
  });

  it('takes four words, and random keys of ten characters and more', () => {
    for (const key of [
      'canoa farol jueves trigo',
      'correct horse battery',
      'Canoa4821Farol',
      'ключ от дома 77',
    ])
      assert.ok(!list.isCommon(key), key);
    const alphabet = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
    const draws = fc.sample(fc.array(fc.noBias(fc.nat(61)), { minLength: 10, maxLength: 15 }), {
      numRuns: 20_000,
      seed: 7,
    });
    const refused = draws.filter((draw) => list.isCommon(draw.map((at) => alphabet[at]).join('')));
    assert.ok(refused.length <= 2, `${refused.length} of ${draws.length} random keys refused`);
  });

  it('is long enough to outlast the tries that a short rule allows (PW-22)', () => {
    assert.ok(list.entriesFitting(short) >= 100_000, `${list.entriesFitting(short)} entries fit`);
    assert.ok(list.entriesFitting(short) < list.entriesFitting({ ...short, characters: 'any', min: 3 }));
  });

  it('leaves nothing of itself to whoever tries the commonest keys that pass (PW-22)', () => {
    // People choose a sample with a year, a digit or a capital; the attacker knows that and has twenty tries.
    const tails = ['', '1', '12', '123', '2025', '2026', '01', '99', '7', '10'];
    const choices = samples.flatMap((word) =>
      tails.map((tail) => `${word.charAt(0).toUpperCase()}${word.slice(1)}${tail}`),
    );
    assert.deepEqual(
      choices.filter((key) => !list.isCommon(key)),
      [],
    );
  });

  it('is not read at all rather than in part (PW-09)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'blocklist-'));
    const file = (json: string) => {
      const path = join(folder, 'list.json');
      writeFileSync(path, json);
      return [pathToFileURL(path).href];
    };
    try {
      assert.throws(() => readBlocklist([pathToFileURL(join(folder, 'none.json')).href]), /ENOENT/);
      assert.throws(() => readBlocklist(file('["canoa","far')), /not a whole list/);
      assert.throws(() => readBlocklist(file('{"canoa":1}')), /not a whole list/);
      assert.throws(() => readBlocklist(file('["canoa","farol"]')), /fewer than 100000/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('stays small', () => assert.ok(list.bytes < 6_000_000, `${list.bytes} bytes`));
});

describe('a set of words', () => {
  const bytes = (word: string) => Buffer.from(word, 'latin1');

  it('holds what was added, and nothing else', () => {
    const words = fc.array(fc.stringMatching(/^[ -}]{1,12}$/), { maxLength: 80 });
    fc.assert(
      fc.property(words, words, (added, others) => {
        const set = createWordSet(80, 1000);
        for (const word of added) set.add(bytes(word), 0, word.length);
        for (const word of [...added, ...others]) assert.equal(set.has(word), added.includes(word));
        assert.equal(set.size, new Set(added).size);
        assert.equal(
          set.count(() => true),
          set.size,
        );
      }),
    );
  });

  it('throws when it is full rather than forget a word', () => {
    const set = createWordSet(1, 10);
    set.add(bytes('one'), 0, 3);
    assert.throws(() => set.add(bytes('two'), 0, 3), /full/);
  });
});
