/**
 * What a patient attacker may expect to get: every identity number is known and can be tried, so limits of one number alone bound
 * nothing (RT-11). Each road is tries times chance, with every factor that holds it; the smallest factor is the bound.
 */

import type { Policy } from '../policy.ts';
import { mostInARow } from '../waits.ts';
import { networkClosedAt } from './breaker.ts';

/** What is assumed, and stated wherever a bound is. A larger figure of any of these never lowers it. */
export type Attacker = {
  /** How many identity numbers there are to try. */
  readonly numbers: number;
  /** Networks (/24) it sends from. */
  readonly networks: number;
  readonly days: number;
  /** Whether it stays below every breaker, so that nobody is told. */
  readonly quiet: boolean;
  /** Requests a second the installation answers at most. */
  readonly requestsPerSecond: number;
  /** Owners who have a message of their own alive on a day: guessing at theirs takes no start. */
  readonly ownersADay: number;
  /** Share of all people with the most common key that the blocklist lets pass. */
  readonly topKeyShare: number;
  /** How many keys of about that share it knows. */
  readonly commonKeys: number;
  /** Days after which an owner's own success gives a number new tries, on average. */
  readonly renewedAfterDays: number;
};

/** A country of 20 million numbers, for a year, from a thousand networks. The shares are ours: nobody has measured this blocklist. */
export const usualAttacker: Attacker = {
  numbers: 20_000_000,
  networks: 1000,
  days: 365,
  quiet: false,
  requestsPerSecond: 1000,
  ownersADay: 50_000,
  topKeyShare: 0.000_001,
  commonKeys: 10_000,
  renewedAfterDays: 30,
};

export type Factor = { readonly name: string; readonly tries: number };

/** One road to somebody's account. `expected` is the smallest factor times `chance`. */
export type Road = {
  readonly name: 'code' | 'paper-code' | 'letter' | 'link' | 'key';
  readonly formula: string;
  readonly factors: readonly Factor[];
  readonly chance: number;
  readonly expected: number;
};

export type Exposure = { readonly roads: readonly Road[]; readonly expected: number };

const daySeconds = 86_400;
const hoursOf = (days: number): number => 24 * days;
const tenMinutesOf = (days: number): number => 144 * days;
/** Characters of 32 different ones in a code on paper, and how many of them a person has. */
const paperBits = 80;
const savedCodes = 8;

function road(name: Road['name'], formula: string, factors: readonly Factor[], chance: number): Road {
  const tries = Math.min(...factors.map((factor) => factor.tries));
  return { name, formula, factors, chance, expected: tries * chance };
}

/** Codes of every kind share one allowance of a number, which needs a case: the attacker's own start, or the owner's message. */
function codeTries({ code, starts, breaker }: Policy, by: Attacker): Factor[] {
  const { days, networks, quiet } = by;
  const startsOf = starts.perNetworkPerTenMinutes.v4 * (quiet ? 1 : networkClosedAt) * tenMinutesOf(days);
  const factors = [
    { name: 'numbers × tries a day × days', tries: by.numbers * code.triesPerDay * (days + 1) },
    {
      name: 'starts of its networks, and messages of owners, × tries a day',
      tries: (networks * startsOf + by.ownersADay * (days + 1)) * code.triesPerDay,
    },
  ];
  if (!quiet) return factors;
  return [
    ...factors,
    {
      name: 'starts of the whole system below its limit × tries a day',
      tries: (starts.wholeSystemPerMinute * 1440 * days + by.ownersADay * (days + 1)) * code.triesPerDay,
    },
    {
      name: 'wrong codes of its networks below the breaker',
      tries: networks * breaker.failuresPerNetworkPerHour * hoursOf(days),
    },
    {
      name: 'wrong codes of the whole system below the breaker',
      tries: Math.min(breaker.failuresPerMinute * 60, breaker.failuresPerHour) * hoursOf(days),
    },
  ];
}

/** How often one number can be tried from one place: the free tries, then one after each wait. */
export function triesAtPlace(
  { freeTries, firstWaitSeconds, longestWaitSeconds }: Policy['signIn'],
  seconds: number,
): number {
  let tries = freeTries;
  let left = seconds;
  for (let wait = firstWaitSeconds; wait < longestWaitSeconds; wait *= 2) {
    if (left < wait) return tries;
    left -= wait;
    tries += 1;
  }
  return tries + Math.floor(left / longestWaitSeconds);
}

function keyTries({ signIn }: Policy, by: Attacker): Factor[] {
  const { days, networks } = by;
  const inARow = Math.min(signIn.disabledAt, mostInARow);
  const factors = [
    {
      name: 'numbers × failures until disabled × renewals',
      tries: by.numbers * inARow * (1 + days / by.renewedAfterDays),
    },
    {
      name: 'numbers × networks × tries between waits',
      tries: by.numbers * networks * triesAtPlace(signIn, days * daySeconds),
    },
    {
      name: 'common keys × numbers an hour before a key is a spray',
      tries: by.commonKeys * signIn.sprayedNumbersPerHour * hoursOf(days),
    },
    { name: 'requests it is answered', tries: by.requestsPerSecond * days * daySeconds },
  ];
  if (!by.quiet) return factors;
  const tries = networks * signIn.failedNumbersPerNetworkPerHour * hoursOf(days);
  return [...factors, { name: 'failed numbers of its networks below the robot check', tries }];
}

/** The expected number of accounts somebody gets into who knows every number, and, for codes, every address on file. */
export function exposure(policy: Policy, attacker: Attacker = usualAttacker): Exposure {
  const { numbers, requestsPerSecond, days } = attacker;
  const ofCodes = codeTries(policy, attacker);
  const answered = { name: 'requests it is answered', tries: requestsPerSecond * days * daySeconds };
  const roads = [
    road('code', 'tries × 10^-digits', ofCodes, 10 ** -policy.code.digits),
    road('paper-code', 'tries × 8 codes × 2^-80', ofCodes, savedCodes * 2 ** -paperBits),
    road('letter', 'tries × 2^-80', ofCodes, 2 ** -paperBits),
    road('link', 'tries × numbers × 2^-bits', [answered], numbers * 2 ** (-8 * policy.link.bytes)),
    road('key', 'tries × share of the most common key', keyTries(policy, attacker), attacker.topKeyShare),
  ];
  return { roads, expected: roads.reduce((sum, { expected }) => sum + expected, 0) };
}
