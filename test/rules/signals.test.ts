/** What a second person is asked to look at twice (UX 2.2, S7). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import { type SignalFacts, signalsOf } from '../../src/rules/desk/signals.ts';

const openedAt = new Date('2026-11-24T15:00:00Z');
const calm: SignalFacts = {
  fromDomain: 'correo.example',
  toDomain: 'correo.example',
  changes: 1,
  sameWindow: 0,
  pairLimit: false,
  openedAt,
  submittedAt: minutesAfter(openedAt, 2),
};

describe('the signals of a case', () => {
  it('are none for an unhurried second change to the same domain', () => {
    assert.deepEqual(signalsOf(calm), []);
  });

  it('are each there for one reason, and together in one order', () => {
    const reasons: readonly Partial<SignalFacts>[] = [
      { toDomain: 'otro.example' },
      { changes: 2 },
      { sameWindow: 1 },
      { pairLimit: true },
      { submittedAt: minutesAfter(openedAt, 1) },
    ];
    const names = ['new-domain', 'third-change', 'same-window', 'pair-limit', 'quick'];
    assert.deepEqual(
      reasons.map((one) => signalsOf({ ...calm, ...one })),
      names.map((one) => [one]),
    );
    assert.deepEqual(signalsOf(Object.assign({}, calm, ...reasons)), names);
  });

  it('say nothing of a domain where there was none, or none comes', () => {
    const { fromDomain: _from, ...first } = calm;
    const { toDomain: _to, ...phone } = calm;
    assert.deepEqual([signalsOf({ ...first, toDomain: 'otro.example' }), signalsOf(phone)], [[], []]);
  });
});
