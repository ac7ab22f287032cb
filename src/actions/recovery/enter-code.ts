import { sameSecret } from '../../lib/digest.ts';
import type { Outcome } from '../../rules/case.ts';
import { decide } from '../../rules/decide.ts';
import type { Claim } from '../../rules/identity.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Challenge, codeOfCase, liveChallengeOf } from '../../store/challenges.ts';
import type { Runner } from '../../store/database.ts';
import { lockStandingOf, saveStandingOf } from '../../store/standings.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { advance, type Gathered, termsOf } from './advance.ts';

/** Tries a code on this browser's case, or on the case a number's living message belongs to. */
export const enterCode = (
  world: World,
  visit: { browser: Buffer; caseId: string; code: string },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, async ({ tx, found, at }) =>
    codeFact(world, await codeOfCase(tx, found.id), visit.code, at),
  );

/** What no code is, so that a comparison with nothing costs what a comparison costs. */
const noCode = 'no code was ever issued';

function isCodeOf(world: World, challenge: Challenge | undefined, typed: string): boolean {
  if (challenge)
    return sameSecret(world.keys.open<string>(challenge.code, `challenge ${challenge.id}`), typed);
  world.keys.seal(noCode, noCode);
  return sameSecret(noCode, typed);
}

function codeFact(world: World, challenge: Challenge | undefined, typed: string, at: Date): Gathered {
  const same = isCodeOf(world, challenge, typed);
  const usable = challenge?.live === true && !challenge.endedAt && !challenge.codeSpentAt;
  return {
    fact: {
      kind: 'code-entered',
      matches: same && usable,
      until: challenge?.codeUntil ?? at,
      channel: challenge?.channel ?? 'email',
    },
  };
}

/**
 * The page that takes number and code on any device (UX C10). Only the right code reaches the case of the living message. A
 * wrong one counts against its number and touches no case, so that a number without a message, known or not, costs the same.
 */
export async function enterCodeElsewhere(
  world: World,
  visit: { browser: Buffer; claims: readonly Claim[]; code: string },
): Promise<Outcome> {
  const { browser, code } = visit;
  const [first, ...others] = visit.claims.map((claim) => nameHashOf(world, claim));
  if (!first) throw new TypeError('A code needs a number');
  let tried = { nameHash: first, challenge: await liveChallengeOf(world.db, first) };
  for (const nameHash of others) {
    const challenge = await liveChallengeOf(world.db, nameHash);
    if (challenge && !tried.challenge) tried = { nameHash, challenge };
  }
  const { challenge, nameHash } = tried;
  const right = isCodeOf(world, challenge, code);
  const outcome =
    challenge && right ? await enterCode(world, { browser, caseId: challenge.caseId, code }) : undefined;
  return outcome ?? world.db.transaction((tx) => countWrongCode(world, tx, nameHash));
}

/** Judged on a case that is over: nothing but the number's tries can change. */
async function countWrongCode(world: World, tx: Runner, nameHash: Buffer): Promise<Outcome> {
  const at = world.clock.now();
  const standing = await lockStandingOf(tx, nameHash, at);
  const outcome = decide(
    { stage: { kind: 'closed', because: 'expired', at }, opened: at, standing },
    {
      kind: 'code-entered',
      at,
      by: { starter: false, holder: false },
      matches: false,
      until: at,
      channel: 'email',
    },
    termsOf(world.institution, 'affiliate'),
  );
  await saveStandingOf(tx, nameHash, outcome.state.standing);
  await appendAudit(tx, {
    at,
    actor: 'other',
    event: 'code-entered',
    subject: nameHash,
    ...(outcome.refusal && { refusal: outcome.refusal }),
    policyVersion: world.institution.policy.version,
  });
  return outcome;
}
