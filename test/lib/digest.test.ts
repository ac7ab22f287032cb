/** Keyed hashes are what the standard says: other programs, and later releases, must find what was kept under them. */
import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keyedHasher } from '../../src/lib/digest.ts';

it('a keyed hash is HMAC-SHA-256 (RFC 4231, sections 4.3 and 4.7), whatever was hashed before', () => {
  const short = keyedHasher(Buffer.from('Jefe'));
  const long = keyedHasher(Buffer.alloc(131, 0xaa));
  for (let turn = 0; turn < 2; turn++) {
    assert.equal(
      short('what do ya want for nothing?').toString('hex'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    );
    assert.equal(
      long('Test Using Larger Than Block-Size Key - Hash Key First').toString('hex'),
      '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
    );
  }
});
