/** What "it was not me" undoes: the last days, and always what its notice tells of (RC-07). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import { type Disavowed, decideDisavowal } from '../../src/rules/account/disavowal.ts';

const now = new Date('2026-12-10T12:00:00Z');
const daysAgo = (days: number): Date => minutesAfter(now, -days * 24 * 60);
const rule = { days: 10, undoDays: 7 };

const seen: Disavowed = {
  happened: daysAgo(1),
  until: daysAgo(-9),
  usedAt: null,
  keySetAt: null,
  formerKeys: [],
  changes: [],
};

const decide = (given: Partial<Disavowed>) => decideDisavowal({ ...seen, ...given }, now, rule);
const keyAfter = (given: Partial<Disavowed>) => {
  const undoing = decide(given);
  assert.ok(undoing.kind === 'undo');
  return undoing.key;
};

describe('a disavowal', () => {
  it('works to its last instant and not an instant longer, and once', () => {
    assert.equal(decide({ until: now }).kind, 'undo');
    assert.equal(decide({ until: minutesAfter(now, -0.001) }).kind, 'expired');
    assert.equal(decide({ usedAt: daysAgo(0) }).kind, 'pressed');
    assert.equal(decide({ usedAt: daysAgo(2), until: daysAgo(1) }).kind, 'pressed');
  });

  it('puts back the key of before, and leaves none when all are of that time', () => {
    assert.equal(keyAfter({}), 'keep');
    assert.equal(keyAfter({ keySetAt: daysAgo(8) }), 'keep');
    assert.equal(keyAfter({ keySetAt: daysAgo(1) }), 'forget');
    assert.equal(keyAfter({ keySetAt: daysAgo(1), formerKeys: [daysAgo(3), daysAgo(2)] }), 'forget');
    assert.deepEqual(keyAfter({ keySetAt: daysAgo(1), formerKeys: [daysAgo(3), daysAgo(30), daysAgo(8)] }), {
      putBack: daysAgo(8),
    });
  });

  it('undoes what its notice tells of, also when that is longer ago than the rest', () => {
    assert.deepEqual(keyAfter({ happened: daysAgo(9), keySetAt: daysAgo(9), formerKeys: [daysAgo(40)] }), {
      putBack: daysAgo(40),
    });
    assert.equal(keyAfter({ happened: daysAgo(1), keySetAt: daysAgo(9) }), 'keep');
  });

  it('cancels what is open and undoes what took effect, the newest first', () => {
    const undoing = decide({
      changes: [
        { id: 'old', stage: { kind: 'effective', at: daysAgo(8) } },
        { id: 'first', stage: { kind: 'effective', at: daysAgo(6) } },
        { id: 'second', stage: { kind: 'effective', at: daysAgo(2) } },
        { id: 'code', stage: { kind: 'to-confirm', sent: 1, sentAt: daysAgo(0) } },
        { id: 'held', stage: { kind: 'held', since: daysAgo(1), effectiveAt: daysAgo(-2), reminded: false } },
        { id: 'over', stage: { kind: 'cancelled', at: daysAgo(1) } },
      ],
    });
    assert.ok(undoing.kind === 'undo');
    assert.deepEqual(undoing.undo, ['second', 'first']);
    assert.deepEqual(undoing.cancel, ['code', 'held']);
  });
});
