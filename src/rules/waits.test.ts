import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { type Attempts, afterFailure, afterSuccess, signInStanding } from './waits.ts';

const rule = {
  freeTries: 5,
  firstWaitSeconds: 30,
  longestWaitSeconds: 3600,
  disabledAt: 50,
  sprayedNumbersPerHour: 30,
};
const tight = { ...rule, freeTries: 3, disabledAt: 20 };
const start = new Date('2026-11-24T10:00:00Z');
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const failed = (failures: number): Attempts => ({ failures, lastAt: failures > 0 ? start : null });

describe('sign-in', () => {
  it('is free five times, and says how many tries are left before a wait', () => {
    for (let failures = 0; failures < 5; failures++)
      assert.deepEqual(signInStanding(failed(failures), rule, start), {
        kind: 'free',
        triesBeforeWait: 5 - failures,
      });
  });

  it('then waits thirty seconds, doubling to an hour (PW-19)', () => {
    const waits = [5, 6, 7, 8, 9, 10, 11, 12, 13, 49].map((failures) => {
      const standing = signInStanding(failed(failures), rule, start);
      return standing.kind === 'waiting'
        ? (standing.until.getTime() - start.getTime()) / 1000
        : standing.kind;
    });
    assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  it('gives one try when the wait is over, at that very moment', () => {
    assert.equal(signInStanding(failed(5), rule, later(start, 29.999)).kind, 'waiting');
    assert.deepEqual(signInStanding(failed(5), rule, later(start, 30)), { kind: 'free', triesBeforeWait: 1 });
  });

  it('is disabled at fifty failures, at twenty where keys are short, for good (PW-19, PW-23)', () => {
    const decade = later(start, 10 * 365 * 86_400);
    assert.equal(signInStanding(failed(49), rule, decade).kind, 'free');
    assert.equal(signInStanding(failed(50), rule, decade).kind, 'disabled');
    assert.equal(signInStanding(failed(3), tight, start).kind, 'waiting');
    assert.equal(signInStanding(failed(19), tight, decade).kind, 'free');
    assert.equal(signInStanding(failed(20), tight, decade).kind, 'disabled');
  });

  it('starts anew after success', () => {
    assert.deepEqual(signInStanding(afterSuccess(), rule, start), { kind: 'free', triesBeforeWait: 5 });
  });
});

it('whoever tries without end gets no more tries than the rule says, whatever the pauses', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(7200), { minLength: 60, maxLength: 200 }), (pauses) => {
      let attempts = afterSuccess();
      let at = start;
      let judged = 0;
      for (const pause of pauses) {
        at = later(at, pause);
        if (signInStanding(attempts, rule, at).kind !== 'free') continue;
        attempts = afterFailure(attempts, at);
        judged += 1;
      }
      assert.equal(judged, attempts.failures);
      assert.ok(judged <= rule.disabledAt);
    }),
  );
});
