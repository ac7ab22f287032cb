import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { limits } from '../../config/limits.ts';
import { policySchema } from '../../config/schema.ts';
import type { Policy } from '../policy.ts';
import { type Attacker, exposure, type Road, triesAtPlace, usualAttacker } from './exposure.ts';

const usual: Policy = { version: 'test', ...policySchema.parse({}) };
const roadOf = (name: Road['name'], policy = usual, attacker: Partial<Attacker> = {}): Road => {
  const { roads } = exposure(policy, { ...usualAttacker, ...attacker });
  return roads.find((one) => one.name === name) ?? assert.fail();
};

/** Every number a road depends on, and which way is stricter. */
const stricter = {
  'code.digits': 'up',
  'code.triesPerDay': 'down',
  'link.bytes': 'up',
  'starts.perNetworkPerTenMinutes.v4': 'down',
  'starts.wholeSystemPerMinute': 'down',
  'breaker.failuresPerMinute': 'down',
  'breaker.failuresPerHour': 'down',
  'breaker.failuresPerNetworkPerHour': 'down',
  'signIn.freeTries': 'down',
  'signIn.firstWaitSeconds': 'up',
  'signIn.longestWaitSeconds': 'up',
  'signIn.disabledAt': 'down',
  'signIn.sprayedNumbersPerHour': 'down',
  'signIn.failedNumbersPerNetworkPerHour': 'down',
} as const;
type Name = keyof typeof stricter;
// Sound: these are the keys of the table above and nothing else is.
const names = Object.keys(stricter) as Name[];

/** The policy with one number set, by its place. */
function withNumber(policy: Policy, name: Name, value: number): Policy {
  const copy = structuredClone(policy);
  const path = name.split('.');
  let at: Record<string, unknown> = copy;
  // Sound: every name is a path of sections that ends in a number.
  for (const part of path.slice(0, -1)) at = at[part] as Record<string, unknown>;
  at[path.at(-1) ?? ''] = value;
  return copy;
}

const attackers = fc.record({
  numbers: fc.integer({ min: 1, max: 100_000_000 }),
  networks: fc.constantFrom(1, 1000, 1_000_000),
  days: fc.constantFrom(1, 30, 365),
  quiet: fc.boolean(),
  requestsPerSecond: fc.integer({ min: 1, max: 100_000 }),
  ownersADay: fc.integer({ min: 0, max: 1_000_000 }),
  topKeyShare: fc.constantFrom(1e-8, 1e-6, 1e-4),
  commonKeys: fc.integer({ min: 1, max: 1_000_000 }),
  renewedAfterDays: fc.integer({ min: 1, max: 365 }),
});

const policies = fc
  .tuple(...names.map((name) => fc.integer({ min: limits[name].least, max: limits[name].most })))
  .map((values) =>
    names.reduce((policy, name, index) => withNumber(policy, name, values[index] ?? 0), usual),
  );

describe('the expected success of a patient attacker (RT-11)', () => {
  it('guessing codes at every number for a year under the usual policy: each factor, and the least of them', () => {
    const { factors, chance, expected } = roadOf('code');
    assert.equal(chance, 1e-8);
    assert.deepEqual(
      factors.map(({ tries }) => tries),
      [20e6 * 5 * 366, (1000 * 60 * 10 * 144 * 365 + 50_000 * 366) * 5],
    );
    assert.equal(expected, 20e6 * 5 * 366 * 1e-8);
  });

  it('who stays below the breaker gets less than one code in five years', () => {
    const { factors, expected } = roadOf('code', usual, { quiet: true });
    assert.equal(Math.min(...factors.map(({ tries }) => tries)), 2000 * 24 * 365);
    assert.ok(expected < 0.2, String(expected));
    assert.ok(roadOf('code', usual, { quiet: true, networks: 1_000_000 }).expected < 0.2);
  });

  it('codes on paper, letters and links are never the weak place', () => {
    for (const name of ['paper-code', 'letter', 'link'] as const)
      assert.ok(roadOf(name, usual, { networks: 1_000_000 }).expected < 1e-11, name);
  });

  it('keys: the least of waits, disabling, the spray breaker and what is answered', () => {
    const { factors } = roadOf('key');
    assert.deepEqual(
      factors.map(({ tries }) => Math.round(tries)),
      [
        Math.round(20e6 * 50 * (1 + 365 / 30)),
        20e6 * 1000 * triesAtPlace(usual.signIn, 365 * 86_400),
        10_000 * 30 * 24 * 365,
        1000 * 365 * 86_400,
      ],
    );
    assert.equal(roadOf('key', usual, { quiet: true }).factors.at(-1)?.tries, 1000 * 60 * 24 * 365);
  });

  it('from one place a number is tried five times, then after each wait', () => {
    const rule = { ...usual.signIn, freeTries: 5, firstWaitSeconds: 30, longestWaitSeconds: 3600 };
    assert.equal(triesAtPlace(rule, 29), 5);
    assert.equal(triesAtPlace(rule, 30), 6);
    assert.equal(triesAtPlace(rule, 89), 6);
    assert.equal(triesAtPlace(rule, 90), 7);
    assert.equal(triesAtPlace(rule, 30 + 60 + 120 + 240 + 480 + 960 + 1920), 12);
    assert.equal(triesAtPlace(rule, 30 + 60 + 120 + 240 + 480 + 960 + 1920 + 7200), 14);
  });

  it('the whole is the sum of its roads, and no road has a factor that is no number', () => {
    fc.assert(
      fc.property(policies, attackers, (policy, attacker) => {
        const { roads, expected } = exposure(policy, attacker);
        assert.equal(
          expected,
          roads.reduce((sum, one) => sum + one.expected, 0),
        );
        for (const { factors, expected: own, chance } of roads) {
          assert.ok(factors.every(({ tries }) => Number.isFinite(tries) && tries >= 0));
          assert.equal(own, chance * Math.min(...factors.map(({ tries }) => tries)));
        }
      }),
    );
  });

  it('a stricter number never raises the bound of any road, whatever the others are', () => {
    fc.assert(
      fc.property(policies, attackers, fc.constantFrom(...names), fc.nat(), (policy, attacker, name, by) => {
        const { least, most } = limits[name];
        const path = name.split('.');
        // Sound: every name leads to a number.
        const now = path.reduce<unknown>(
          (at, part) => (at as Record<string, unknown>)[part],
          policy,
        ) as number;
        const up = stricter[name] === 'up';
        const room = up ? most - now : now - least;
        const step = room === 0 ? 0 : 1 + (by % room);
        const after = exposure(withNumber(policy, name, up ? now + step : now - step), attacker);
        const before = exposure(policy, attacker);
        for (const [index, one] of after.roads.entries())
          assert.ok(one.expected <= (before.roads[index]?.expected ?? 0), `${name} raises ${one.name}`);
      }),
      { numRuns: 2000 },
    );
  });

  it('at the usual policy each number matters to some attacker: none is written down for nothing', () => {
    const changes = (name: Name): boolean => {
      const value = stricter[name] === 'up' ? limits[name].most : limits[name].least;
      return [true, false].some((quiet) =>
        [1, 1000].some((networks) =>
          [1, 365].some((days) => {
            const attacker = { ...usualAttacker, quiet, networks, days };
            const other = { ...attacker, commonKeys: 1e9, requestsPerSecond: 1e9 };
            return [attacker, other].some(
              (by) =>
                JSON.stringify(exposure(withNumber(usual, name, value), by)) !==
                JSON.stringify(exposure(usual, by)),
            );
          }),
        ),
      );
    };
    assert.deepEqual(
      names.filter((name) => !changes(name)),
      [],
    );
  });

  it('who is noticed may get more than who is not, never less', () => {
    fc.assert(
      fc.property(policies, attackers, (policy, attacker) => {
        const quiet = exposure(policy, { ...attacker, quiet: true });
        assert.ok(quiet.expected <= exposure(policy, { ...attacker, quiet: false }).expected);
      }),
    );
  });
});
