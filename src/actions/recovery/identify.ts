import { randomInt, randomUUID } from 'node:crypto';
import { secondsAfter } from '../../lib/clock.ts';
import type { Pace, Purpose, Stage } from '../../rules/case.ts';
import { decide } from '../../rules/decide.ts';
import { isSlowed } from '../../rules/guessing/breaker.ts';
import type { Claim } from '../../rules/identity.ts';
import type { Language, Policy, ProfileId } from '../../rules/policy.ts';
import { freshStanding } from '../../rules/standing.ts';
import { insertCase } from '../../store/cases.ts';
import { caseWords } from '../../words/case-words.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { termsOf } from './advance.ts';
import { countStart, type Pressure } from './pressure.ts';
import { sealTyped } from './typed.ts';

/** Who says who they are, from where. */
export type Start = {
  readonly claim: Claim;
  readonly profile: ProfileId;
  readonly purpose: Purpose;
  readonly portal: string | null;
  readonly language: Language;
  readonly device: string;
  /** Digest of the browser's cookie. */
  readonly browser: Buffer;
  readonly networks: readonly string[];
  /** The largest number a solved robot check had to search; 0 when none was solved. */
  readonly work: number;
  /** A field no person sees was filled in: such a visitor waits, and is told nothing else. */
  readonly suspicious: boolean;
};

/** The case is open, or this network must come back later. */
export type Started =
  | { readonly kind: 'opened'; readonly stage: Stage['kind'] }
  | { readonly kind: 'network-closed'; readonly until: Date };

/**
 * Opens a case for a number, known or not: the same rows, the same work. The account, if there is one, is joined by the
 * database; this code never learns it.
 */
export async function identify(world: World, start: Start): Promise<Started> {
  const at = world.clock.now();
  const nameHash = nameHashOf(world, start.claim);
  const pressure = await countStart(world, { nameHash, networks: start.networks, at });
  if (pressure.closedUntil) return { kind: 'network-closed', until: pressure.closedUntil };
  const pace = paceOf(world.institution.policy, pressure, start, at);
  const { state } = decide(
    { stage: { kind: 'unopened' }, opened: at, standing: freshStanding(at) },
    { kind: 'number-given', at, by: { starter: true, holder: false }, ...(pace && { pace }) },
    termsOf(world.institution, start),
  );
  const id = randomUUID();
  await insertCase(world.db, {
    id,
    nameHash,
    profile: start.profile,
    purpose: start.purpose,
    portal: start.portal,
    words: `${pick(caseWords)} ${pick(caseWords)}`,
    language: start.language,
    device: start.device,
    starter: start.browser,
    stage: state.stage,
    typed: sealTyped(world, id, { claim: start.claim }),
    opened: at,
    network: world.keys.find(`network ${start.networks[0] ?? ''}`),
    policyVersion: world.institution.policy.version,
  });
  return { kind: 'opened', stage: state.stage.kind };
}

const pick = (words: readonly string[]): string => words[randomInt(words.length)] ?? '';

/** The work a robot check must have done under this load. */
export const workFor = (policy: Policy, level: number): number =>
  Math.round(policy.robot.work * Math.max(1, level));

/** Seconds of the road without script at the limit; load multiplies them. */
const secondsAtLimit = 3;

/** Seconds of that road under this load. */
export const waitFor = ({ robot }: Policy, level: number): number =>
  Math.min(robot.longestWaitSeconds, Math.ceil(secondsAtLimit * Math.max(1, level)));

function paceOf(
  policy: Policy,
  { level, breaker }: Pressure,
  { work, suspicious }: Start,
  at: Date,
): Pace | undefined {
  const { robot } = policy;
  if (isSlowed(breaker))
    return { until: secondsAfter(at, robot.longestWaitSeconds), pressure: level, slowed: true };
  const asked = suspicious || robot.when === 'always' || (robot.when === 'under-load' && level > 1);
  if (!asked || (!suspicious && work >= workFor(policy, level))) return undefined;
  return { until: secondsAfter(at, waitFor(policy, level)), pressure: Math.max(1, level) };
}
