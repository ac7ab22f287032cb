import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AdmissionLimits, createAdmission, type Rank } from '../../src/web/request/admission.ts';

const long = 3_600_000;
const stranger = { rank: 'new', network: 'one' } as const;

/** A place to work at, and hands that hold it until they are told to let go. */
function opened(limits: Partial<AdmissionLimits> = {}) {
  const admission = createAdmission({
    atOnce: 1,
    longestLine: 2,
    mostOfNetwork: { inside: 9, new: 9 },
    longestWaitMilliseconds: long,
    ...limits,
  });
  const said: string[] = [];
  const hold = (rank: Rank, name: string, network = 'one') => {
    const { promise, resolve: letGo } = Promise.withResolvers<void>();
    const passed = admission.pass({ rank, network }, async () => {
      said.push(name);
      await promise;
    });
    void passed.then((done) => done ?? said.push(`${name} refused`));
    return { letGo, passed };
  };
  return { admission, said, hold };
}

test('whoever is inside goes before who came earlier and is new', async () => {
  const { said, hold } = opened();
  const first = hold('new', 'first');
  const newcomer = hold('new', 'newcomer');
  const insider = hold('inside', 'insider');
  first.letGo();
  await first.passed;
  insider.letGo();
  await insider.passed;
  newcomer.letGo();
  await newcomer.passed;
  assert.deepEqual(said, ['first', 'insider', 'newcomer']);
});

test('a full line refuses newcomers at once; who is inside takes the place of the last of them', async () => {
  const { said, hold } = opened();
  const first = hold('new', 'first');
  const [second, third] = [hold('new', 'second'), hold('new', 'third')];
  assert.equal(await hold('new', 'fourth').passed, undefined);
  const insider = hold('inside', 'insider');
  assert.equal(await third.passed, undefined);
  for (const one of [first, insider, second]) {
    one.letGo();
    await one.passed;
  }
  assert.deepEqual(said, ['first', 'fourth refused', 'third refused', 'insider', 'second']);
});

test('a line of nobody but insiders refuses the next, newcomer or not', async () => {
  const { hold } = opened();
  const held = [hold('inside', 'a'), hold('inside', 'b'), hold('inside', 'c')];
  assert.equal(await hold('inside', 'd').passed, undefined);
  assert.equal(await hold('new', 'e').passed, undefined);
  for (const one of held) {
    one.letGo();
    assert.ok(await one.passed);
  }
});

test('nobody waits for longer than is bearable, and who gave up takes no place', async () => {
  const { admission, hold } = opened({ longestWaitMilliseconds: 1 });
  const first = hold('new', 'first');
  assert.equal(await hold('new', 'second').passed, undefined);
  first.letGo();
  await first.passed;
  assert.deepEqual(await admission.pass(stranger, async () => 'third'), { done: 'third' });
});

test('work that breaks gives its place back', async () => {
  const { admission } = opened();
  const broken = admission.pass(stranger, () => Promise.reject(new Error('broken')));
  await assert.rejects(broken, /broken/);
  assert.deepEqual(await admission.pass(stranger, async () => 'next'), { done: 'next' });
});

test('of four places given on one is a newcomer’s, so that many who pretend to be inside shut nobody out', async () => {
  const { said, hold } = opened({ longestLine: 9 });
  const first = hold('new', 'first');
  const newcomer = hold('new', 'newcomer');
  const insiders = [1, 2, 3, 4, 5].map((place) => hold('inside', `insider ${place}`));
  const [one, two, three, ...later] = insiders;
  for (const each of [first, one, two, three, newcomer, ...later]) {
    each?.letGo();
    await each?.passed;
  }
  assert.deepEqual(said.slice(0, 6), [
    'first',
    'insider 1',
    'insider 2',
    'insider 3',
    'newcomer',
    'insider 4',
  ]);
});

test('a process that is behind lets nobody new in, and whoever is inside goes on', async () => {
  let behind = true;
  const { admission } = opened({ isBehind: () => behind });
  assert.equal(await admission.pass(stranger, async () => 'newcomer'), undefined);
  assert.deepEqual(await admission.pass({ ...stranger, rank: 'inside' }, async () => 'insider'), {
    done: 'insider',
  });
  behind = false;
  assert.deepEqual(await admission.pass(stranger, async () => 'later'), { done: 'later' });
});

test('newcomers of one network hold their share of the line and no more; others of it are refused, and who is inside is not', async () => {
  const { said, hold } = opened({ longestLine: 4, mostOfNetwork: { inside: 9, new: 2 } });
  const first = hold('new', 'first');
  const waiting = [hold('new', 'second'), hold('new', 'third')];
  const fourth = hold('new', 'fourth');
  const neighbour = hold('new', 'neighbour', 'two');
  const insider = hold('inside', 'insider');
  for (const one of [first, insider, ...waiting, fourth, neighbour]) {
    one.letGo();
    await one.passed;
  }
  assert.deepEqual(said, ['first', 'fourth refused', 'insider', 'second', 'third', 'neighbour']);
});

test('who pretends to be inside from one network leaves a part of the line to those who are', async () => {
  const { said, hold } = opened({ longestLine: 4, mostOfNetwork: { inside: 2, new: 1 } });
  const first = hold('inside', 'first');
  const pretended = [hold('inside', 'second'), hold('inside', 'third')];
  const fourth = hold('inside', 'fourth');
  const real = hold('inside', 'real', 'two');
  for (const one of [first, ...pretended, fourth, real]) {
    one.letGo();
    await one.passed;
  }
  assert.deepEqual(said, ['first', 'fourth refused', 'second', 'third', 'real']);
});
