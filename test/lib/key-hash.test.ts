import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { dummyHash, hashKey, needsRehash, verifyKey } from '../../src/lib/keys/key-hash.ts';
import { Busy, createTurnstile } from '../../src/lib/keys/turnstile.ts';

const cost = { memoryKiB: 1024, passes: 1, lanes: 1 };
const old = { id: '1', secret: randomBytes(32) };
const current = { id: '2', secret: randomBytes(32) };

describe('a stored key', () => {
  it('names its pepper and its cost, and has a salt of its own (PW-15)', async () => {
    const [one, two] = await Promise.all([
      hashKey('canoa farol', cost, current),
      hashKey('canoa farol', cost, current),
    ]);
    assert.match(one, /^p2\$argon2id\$v=19\$m=1024,t=1,p=1\$[A-Za-z0-9+/]{22}\$/);
    assert.notEqual(one, two);
  });

  it('verifies whole, in its own case, and with its own pepper only (PW-08, PW-16)', async () => {
    const stored = await hashKey('Canoa farol', cost, current);
    assert.equal(await verifyKey(stored, 'Canoa farol', [old, current]), true);
    assert.equal(await verifyKey(stored, 'canoa farol', [current]), false);
    assert.equal(await verifyKey(stored, 'Canoa faro', [current]), false);
    assert.equal(await verifyKey(stored, 'Canoa farol', [{ id: '2', secret: randomBytes(32) }]), false);
  });

  it('still verifies after the pepper was rotated, and then asks to be renewed (PW-16)', async () => {
    const stored = await hashKey('canoa farol', cost, old);
    assert.equal(await verifyKey(stored, 'canoa farol', [current, old]), true);
    assert.equal(needsRehash(stored, cost, '2'), true);
    assert.equal(needsRehash(stored, cost, '1'), false);
    for (const change of [{ memoryKiB: 2048 }, { passes: 2 }, { lanes: 2 }])
      assert.equal(needsRehash(stored, { ...cost, ...change }, '1'), true);
  });

  it('whose pepper is missing is a fault, not a wrong key', async () => {
    const stored = await hashKey('canoa farol', cost, old);
    await assert.rejects(verifyKey(stored, 'canoa farol', [current]), /no pepper with id 1/);
    await assert.rejects(verifyKey('$2b$10$x', 'canoa farol', [current]), /not a stored key hash/);
    await assert.rejects(hashKey('x', cost, { ...old, id: 'a$b' }), /pepper id/);
  });

  it('is the same composed and decomposed, but not under compatibility forms (PW-04)', async () => {
    const stored = await hashKey('contrase\u00f1a de fi', cost, current);
    assert.equal(await verifyKey(stored, 'contrasen\u0303a de fi', [current]), true);
    assert.equal(await verifyKey(stored, 'contrase\u00f1a de \ufb01', [current]), false);
  });

  it('is not cut at 72 bytes, nor at a NUL (PW-02, PW-08)', async () => {
    const long = 'k'.repeat(72);
    const [longStored, nulStored] = await Promise.all([
      hashKey(`${long}uno`, cost, current),
      hashKey('canoa\u0000farol', cost, current),
    ]);
    assert.equal(await verifyKey(longStored, `${long}uno`, [current]), true);
    assert.equal(await verifyKey(longStored, `${long}dos`, [current]), false);
    assert.equal(await verifyKey(nulStored, 'canoa\u0000farol', [current]), true);
    assert.equal(await verifyKey(nulStored, 'canoa\u0000trigo', [current]), false);
    assert.equal(await verifyKey(nulStored, 'canoa', [current]), false);
  });

  it('of nobody costs the same and fits no key', async () => {
    const stored = await dummyHash(cost, current);
    assert.equal(needsRehash(stored, cost, '2'), false);
    assert.equal(await verifyKey(stored, '', [current]), false);
  });
});

describe('the turnstile (PW-17)', () => {
  it('lets through as many at once as it was told, in order, and refuses past the line', async () => {
    const { pass } = createTurnstile(2, 3);
    const finish: (() => void)[] = [];
    const begun: number[] = [];
    const work = (name: number) =>
      pass(async () => {
        begun.push(name);
        await new Promise<void>((done) => finish.push(done));
        return name;
      });
    const all = [1, 2, 3, 4, 5].map(work);
    await turn();
    assert.deepEqual(begun, [1, 2]);
    await assert.rejects(work(6), Busy);
    for (let i = 0; i < 5; i++) {
      finish.shift()?.();
      await turn();
    }
    assert.deepEqual(await Promise.all(all), [1, 2, 3, 4, 5]);
    assert.deepEqual(begun, [1, 2, 3, 4, 5]);
  });

  it('frees the place of work that failed', async () => {
    const { pass } = createTurnstile(1, 0);
    await assert.rejects(
      pass(() => Promise.reject(new Error('broken'))),
      /broken/,
    );
    assert.equal(await pass(async () => 7), 7);
  });
});
