/** Every row of the attack list, against a server process of this test: `npm run attack` does the same to any server. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Attack, held, holds, Lacking, works } from '../../attack/attack.ts';
import { lineOf } from '../../attack/report.ts';
import { attacks } from '../../attack/rows.ts';
import { allHeld, besiege } from '../../attack/siege.ts';
import { type OwnTarget, openOwn } from '../../attack/target/own.ts';

/** Times are measured on a quiet machine: by --full, and by the bench. */
const takesLong = new Set(['ATK-22']);

let own: OwnTarget;
before(async () => {
  own = await openOwn(false);
});
after(() => own.close());

test('every row of the attack list, and every hole others had, has an attack', () => {
  const rows = Array.from({ length: 58 }, (_, n) => `ATK-${String(n + 1).padStart(2, '0')}`);
  // H17 was never given.
  const holes = Array.from({ length: 35 }, (_, n) => `H${n + 1}`).filter((id) => id !== 'H17');
  const known = new Set(attacks.flatMap(({ ids }) => ids));
  assert.deepEqual(
    [...rows, ...holes].filter((id) => !known.has(id)),
    [],
  );
  assert.deepEqual(
    [...known].filter((id) => !rows.includes(id) && !holes.includes(id)),
    [],
  );
});

for (const attack of attacks)
  test(`${attack.title} (${attack.ids.join(', ')})`, async () => {
    const [outcome] = await besiege(own.target, [attack]);
    assert.ok(outcome);
    const expected = attack.ids.some((id) => takesLong.has(id)) ? ['not-run'] : ['held', 'not-applicable'];
    assert.ok(expected.includes(outcome.verdict.kind), lineOf(outcome));
    assert.notEqual(outcome.log?.kind, 'missing', lineOf(outcome));
  });

test('an attack that goes through is told from one that proves nothing and one that lacks something', async () => {
  const attack = (run: () => unknown, lines: readonly string[] = []): Attack => ({
    ids: ['H1'],
    title: '',
    leaves: { lines },
    needs: [],
    run: async () => {
      run();
      return held('');
    },
  });
  const faulty: Attack = {
    ...attack(() => undefined),
    run: async (target) => {
      target.counted.faults++;
      return held('');
    },
  };
  const outcomes = await besiege(own.target, [
    attack(() => undefined),
    attack(() => holds(false, 'it opened')),
    attack(() => works(false, 'nothing opened')),
    attack(() => {
      throw new Lacking('people');
    }),
    faulty,
    attack(() => undefined, ['never: written']),
  ]);
  assert.deepEqual(
    outcomes.map(({ verdict }) => [verdict.kind, 'failed' in verdict]),
    [
      ['held', false],
      ['broken', false],
      ['not-run', true],
      ['not-run', false],
      ['broken', false],
      ['held', false],
    ],
  );
  assert.deepEqual(
    outcomes.map((one) => allHeld([one])),
    [true, false, false, true, false, false],
  );
});
