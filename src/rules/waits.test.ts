import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import {
  type Attempts,
  afterFailure,
  afterSuccess,
  isNetworkSpray,
  isSpray,
  judge,
  mostInARow,
  noAttempts,
  type SignInCounts,
} from './waits.ts';

const rule = {
  freeTries: 5,
  firstWaitSeconds: 30,
  longestWaitSeconds: 3600,
  disabledAt: 50,
  sprayedNumbersPerHour: 30,
  failedNumbersPerNetworkPerHour: 60,
};
const tight = { ...rule, freeTries: 3, disabledAt: 20 };
const start = new Date('2026-11-24T10:00:00Z');
const later = (at: Date, seconds: number) => new Date(at.getTime() + seconds * 1000);
const failed = (failures: number): Attempts => ({ failures, lastAt: failures > 0 ? start : null });

/** Failures at this place, and at all places that are no known device. */
const counted = (here: number, everywhere = here, knownDevice = false, total = 0): SignInCounts => ({
  place: failed(here),
  everywhere: failed(everywhere),
  knownDevice,
  total,
});
const fresh = counted(0);

describe('sign-in', () => {
  it('is free five times, and says how many tries are left before a wait', () => {
    for (const known of [false, true])
      for (let failures = 0; failures < 5; failures++)
        assert.deepEqual(judge(counted(failures, failures, known), rule, start), {
          kind: 'free',
          triesBeforeWait: 5 - failures,
        });
  });

  it('then waits thirty seconds, doubling to an hour (PW-19)', () => {
    for (const known of [false, true]) {
      const waits = [5, 6, 7, 8, 9, 10, 11, 12, 13, 49].map((failures) => {
        const standing = judge(counted(failures, 0, known), rule, start);
        return standing.kind === 'waiting'
          ? (standing.until.getTime() - start.getTime()) / 1000
          : standing.kind;
      });
      assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
    }
  });

  it('gives one try when the wait is over, at that very moment', () => {
    assert.equal(judge(counted(5), rule, later(start, 29.999)).kind, 'waiting');
    assert.deepEqual(judge(counted(5), rule, later(start, 30)), { kind: 'free', triesBeforeWait: 1 });
  });

  it('is disabled at fifty failures, at twenty where keys are short, for good (PW-19, PW-23)', () => {
    const decade = later(start, 10 * 365 * 86_400);
    for (const [counts, kind] of [
      [counted(49), 'free'],
      [counted(50), 'disabled'],
      [counted(0, 50), 'disabled'],
      [counted(1, 49), 'free'],
      [counted(50, 0), 'disabled'],
    ] as const)
      assert.equal(judge(counts, rule, decade).kind, kind);
    assert.equal(judge(counted(3), tight, start).kind, 'waiting');
    assert.equal(judge(counted(19), tight, decade).kind, 'free');
    assert.equal(judge(counted(0, 20), tight, decade).kind, 'disabled');
  });

  it('waits where the failures were, and nowhere else: a stranger makes no owner wait', () => {
    for (let everywhere = 0; everywhere < 50; everywhere++)
      assert.deepEqual(judge(counted(0, everywhere), rule, start), { kind: 'free', triesBeforeWait: 5 });
  });

  it('a known device stays open when strangers disabled the number, and has tries of its own', () => {
    for (const everywhere of [0, 20, 50, 500])
      for (let here = 0; here < 5; here++)
        assert.deepEqual(judge(counted(here, everywhere, true), rule, start), {
          kind: 'free',
          triesBeforeWait: 5 - here,
        });
    assert.equal(judge(counted(50, 0, true), rule, start).kind, 'disabled');
  });

  it('a wrong key counts at its place, and for the number unless the device is known', () => {
    assert.deepEqual(afterFailure(counted(2, 7), start), counted(3, 8, false, 1));
    assert.deepEqual(afterFailure(counted(2, 7, true, 9), start), counted(3, 7, true, 10));
    assert.deepEqual(afterFailure(fresh, start).place, { failures: 1, lastAt: start });
  });

  it('starts anew after success: the number from a network, only the device from a known one', () => {
    assert.deepEqual(afterSuccess(counted(4, 30, false, 34)), { ...fresh, place: noAttempts });
    assert.deepEqual(afterSuccess(counted(4, 30, true, 34)), counted(0, 30, true));
  });
});

it('a key is a spray when it was tried on more numbers than the policy allows, not at that many (PW-24)', () => {
  assert.deepEqual(
    [0, 29, 30, 31, 1000].map((numbers) => isSpray(numbers, rule)),
    [false, false, false, true, true],
  );
  assert.deepEqual(
    [0, 60, 61].map((numbers) => isNetworkSpray(numbers, rule)),
    [false, false, true],
  );
});

it('whoever tries without end gets no more tries than the rule says, whatever the pauses and places', () => {
  const tries = fc.array(fc.record({ pause: fc.nat(7200), network: fc.nat(9) }), {
    minLength: 60,
    maxLength: 200,
  });
  fc.assert(
    fc.property(tries, (all) => {
      const places = new Map<number, Attempts>();
      let everywhere = noAttempts;
      let total = 0;
      let at = start;
      let judged = 0;
      for (const { pause, network } of all) {
        at = later(at, pause);
        const counts = { place: places.get(network) ?? noAttempts, everywhere, knownDevice: false, total };
        if (judge(counts, rule, at).kind !== 'free') continue;
        const after = afterFailure(counts, at);
        places.set(network, after.place);
        ({ everywhere, total } = after);
        judged += 1;
      }
      assert.equal(judged, everywhere.failures);
      assert.ok(judged <= rule.disabledAt);
    }),
  );
});

it('all places together never take more than a hundred wrong keys in a row, and then none is free (NIST SP 800-63B-4, 3.2.2)', () => {
  const tries = fc.array(
    fc.record({ place: fc.nat(11), right: fc.nat(150).map((n) => n === 0), pause: fc.nat(7200) }),
    { minLength: 300, maxLength: 900 },
  );
  fc.assert(
    fc.property(tries, fc.constantFrom(20, 50, 100), (all, disabledAt) => {
      const number = numberWithPlaces({ ...rule, disabledAt });
      let wrongInARow = 0;
      for (const { place, right, pause } of all) {
        if (number.trial(place, right, pause) !== 'free') continue;
        wrongInARow = right ? 0 : wrongInARow + 1;
        assert.ok(wrongInARow <= mostInARow);
      }
    }),
    { numRuns: 60 },
  );
});

it('a hundred wrong keys in a row disable every place, a device that took none among them; the hundredth first', () => {
  const number = numberWithPlaces({ ...rule, disabledAt: 20 });
  const hour = 3600;
  // Five known devices of twenty tries each; strangers have used nothing up.
  for (let one = 0; one < 99; one++) assert.equal(number.trial(Math.floor(one / 20), false, hour), 'free');
  for (const place of [5, 11]) assert.equal(number.look(place), 'free', `${place}`);
  assert.equal(number.trial(4, false, hour), 'free');
  for (const place of [0, 4, 5, 6, 11]) assert.equal(number.look(place), 'disabled', `${place}`);
});

/** A number with places 0 to 5 that are known devices and others that are networks, tried as `tryKey` tries it. */
function numberWithPlaces(policy: typeof rule) {
  const places = new Map<number, Attempts>();
  let everywhere = noAttempts;
  let total = 0;
  let at = start;
  const countsAt = (place: number): SignInCounts => {
    const here = places.get(place) ?? noAttempts;
    return { place: here, everywhere, knownDevice: place < 6, total };
  };
  const look = (place: number) => judge(countsAt(place), policy, at).kind;
  const trial = (place: number, right: boolean, pause: number) => {
    at = later(at, pause);
    const kind = look(place);
    if (kind !== 'free') return kind;
    const after = right ? afterSuccess(countsAt(place)) : afterFailure(countsAt(place), at);
    places.set(place, after.place);
    ({ everywhere, total } = after);
    return kind;
  };
  return { look, trial };
}
