/** Keyed hashes, put together from plain ones, beside those of the platform. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { keyedHasher } from '../../src/lib/digest.ts';

const key = Buffer.from('Jefe');

describe('a keyed hash', () => {
  it('is HMAC-SHA-256, as in RFC 4231, section 4.3', () => {
    assert.equal(
      keyedHasher(key)('what do ya want for nothing?').toString('hex'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
  });

  it('is what the platform makes of any key and text, whatever was hashed before', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 5 });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), texts, (bytes, all) => {
        const find = keyedHasher(Buffer.from(bytes));
        for (const text of [...all, 'ñ'.repeat(3000), 'a'.repeat(20_000), ''])
          assert.deepEqual(find(text), createHmac('sha256', bytes).update(text).digest());
      }),
      { numRuns: 100 },
    );
  });

  it('is not made under a key that is longer than a block, which would have to be hashed first', () => {
    assert.throws(() => keyedHasher(Buffer.alloc(65)), RangeError);
  });
});
