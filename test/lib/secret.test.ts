import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { Secret } from '../../src/lib/secret.ts';

test('a secret prints nowhere and is read only on purpose', () => {
  const secret = new Secret('hush');
  const printed = [
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ deep: { secret } }, { depth: 9, showHidden: true }),
    inspect(secret, { customInspect: false, showHidden: true }),
    String(Object.entries(secret)),
    JSON.stringify(structuredClone(secret)),
  ];
  for (const text of printed) assert.doesNotMatch(text, /hush/);
  assert.equal(secret.reveal(), 'hush');
});
