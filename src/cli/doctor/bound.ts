import { type Attacker, type Exposure, exposure, usualAttacker } from '../../rules/guessing/exposure.ts';
import type { Policy } from '../../rules/policy.ts';

/** One attacker and what it may expect. */
export type Bound = Exposure & { readonly attacker: Attacker };

const attackers: readonly Attacker[] = [1, 365].flatMap((days) =>
  [1000, 1_000_000].flatMap((networks) =>
    [true, false].map((quiet) => ({ ...usualAttacker, days, networks, quiet })),
  ),
);

/** What a patient attacker may expect under this policy: in a day and a year, from few and many networks, unnoticed or not. */
export const boundsOf = (policy: Policy): readonly Bound[] =>
  attackers.map((attacker) => ({ attacker, ...exposure(policy, attacker) }));

const say = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(2);

/** The bounds in lines: the assumptions, then each attacker with the factor that holds each road. */
export function* sayBounds(bounds: readonly Bound[]): Generator<string> {
  const { numbers, topKeyShare, commonKeys, ownersADay, requestsPerSecond, renewedAfterDays } = usualAttacker;
  yield 'Accounts a patient attacker may expect to get into (docs/operate.md, What guessing brings)';
  yield `  assumed: ${say(numbers)} numbers and every address known; ${say(requestsPerSecond)} requests/s answered; ${say(ownersADay)} owners a day with a message;`;
  yield `  the most common key that passes has a share of ${topKeyShare}, ${say(commonKeys)} keys are about as common; new tries every ${renewedAfterDays} days`;
  for (const { attacker, roads, expected } of bounds) {
    const { days, networks, quiet } = attacker;
    yield `  ${days === 1 ? 'a day' : 'a year'}, ${say(networks)} networks, ${quiet ? 'unnoticed' : 'noticed'}: ${say(expected)}`;
    for (const { name, expected: own, formula, factors, chance } of roads) {
      const least = factors.toSorted((a, b) => a.tries - b.tries)[0];
      yield `    ${name.padEnd(10)} ${say(own)} = ${formula}: ${say(least?.tries ?? 0)} (${least?.name}) × ${chance.toPrecision(2)}`;
    }
  }
}
