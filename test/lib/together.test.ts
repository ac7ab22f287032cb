import assert from 'node:assert/strict';
import { test } from 'node:test';
import { together } from '../../src/lib/together.ts';

/** Doubles what it is asked, when it is let; and who asked together. */
function doubling() {
  const rounds: number[][] = [];
  const held: (() => void)[] = [];
  const ask = together<number, number>(async (all) => {
    rounds.push([...all]);
    await new Promise<void>((resolve) => held.push(resolve));
    if (all.includes(13)) throw new Error('thirteen');
    return all.includes(7) ? [] : all.map((one) => one * 2);
  });
  const letGo = async (): Promise<void> => {
    held.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { rounds, ask, letGo };
}

test('those who ask while an answer is under way share the next, and each gets their own', async () => {
  const { rounds, ask, letGo } = doubling();
  const first = ask(1);
  const others = [ask(2), ask(3), ask(2)];
  await letGo();
  assert.equal(await first, 2);
  await letGo();
  assert.deepEqual(await Promise.all(others), [4, 6, 4]);
  const last = ask(5);
  await letGo();
  assert.equal(await last, 10);
  assert.deepEqual(rounds, [[1], [2, 3, 2], [5]]);
});

test('a failure is told to all who shared it, and to nobody after them', async () => {
  const { ask, letGo } = doubling();
  const first = ask(1);
  const failing = Promise.allSettled([ask(13), ask(4)]);
  await letGo();
  await first;
  await letGo();
  assert.deepEqual(
    (await failing).map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  const next = ask(6);
  await letGo();
  assert.equal(await next, 12);
});

test('nobody is left without an answer when there are too few', async () => {
  const { ask, letGo } = doubling();
  const asked = assert.rejects(ask(7), /0 answers for 1/);
  await letGo();
  await asked;
});
