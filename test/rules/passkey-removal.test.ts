/** Taking a passkey away: the last that stays is never lost at once (UX C24). */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { minutesAfter } from '../../src/lib/clock.ts';
import { decideRemoval, isLast, type Leaving, whenDue } from '../../src/rules/account/passkey-removal.ts';

const now = new Date('2026-12-10T12:00:00Z');
const hoursFrom = (hours: number): Date => minutesAfter(now, hours * 60);
const rule = { holdHours: 72, accountsPerContact: 3 };

/** Every account of up to four passkeys, each of which stays, goes later, or should be gone already. */
const fates: readonly Leaving[] = [
  { leavesAt: null },
  { leavesAt: hoursFrom(1) },
  { leavesAt: hoursFrom(-1) },
];
const accounts = (size: number): Leaving[][] =>
  size === 0 ? [[]] : accounts(size - 1).flatMap((fewer) => fates.map((fate) => [...fewer, { ...fate }]));
const all = [0, 1, 2, 3, 4].flatMap(accounts);

const staying = (passkeys: readonly Leaving[]): number =>
  passkeys.filter(({ leavesAt }) => leavesAt === null).length;

describe('taking a passkey away', () => {
  it('leaves one that stays, or waits, in every account of up to four', () => {
    let asked = 0;
    for (const passkeys of all)
      for (const passkey of passkeys) {
        asked++;
        const others = passkeys.filter((one) => one !== passkey);
        const removal = decideRemoval(passkey, others, now, rule);
        if (passkey.leavesAt) assert.deepEqual(removal, { kind: 'nothing' }, 'Asking again moves no day');
        else if (staying(passkeys) > 1) assert.deepEqual(removal, { kind: 'at-once' });
        else assert.deepEqual(removal, { kind: 'held', leavesAt: hoursFrom(72) });
        if (removal.kind === 'at-once') assert.ok(staying(others) > 0);
        assert.equal(isLast(others), staying(others) === 0);
      }
    assert.equal(asked, 3 + 2 * 9 + 3 * 27 + 4 * 81);
  });

  it('does nothing about one that is gone', () => {
    for (const others of all)
      assert.deepEqual(decideRemoval(undefined, others, now, rule), { kind: 'nothing' });
  });

  it('waits to the last instant, and keeps what a shut account has', () => {
    const leavesAt = hoursFrom(72);
    for (const open of [true, false]) {
      assert.equal(whenDue({ leavesAt: null }, hoursFrom(9999), open), 'waits');
      assert.equal(whenDue({ leavesAt }, minutesAfter(leavesAt, -0.001), open), 'waits');
      assert.equal(whenDue({ leavesAt }, leavesAt, open), open ? 'goes' : 'stays');
    }
  });
});
