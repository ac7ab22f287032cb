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

/** Digits no code has, so that a comparison with nothing costs what a comparison costs. */
const noCode = 'no code was ever issued';

function codeFact(world: World, challenge: Challenge | undefined, typed: string, at: Date): Gathered {
  const issued = challenge ? world.keys.open<string>(challenge.code, `challenge ${challenge.id}`) : noCode;
  const same = sameSecret(issued, typed);
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
 * The page that takes number and code on any device (UX C10). A number without a living message, known or not, is judged on
 * a case that is over: the try counts against the number all the same.
 */
export async function enterCodeElsewhere(
  world: World,
  visit: { browser: Buffer; claims: readonly Claim[]; code: string },
): Promise<Outcome> {
  const names = visit.claims.map((claim) => nameHashOf(world, claim));
  for (const nameHash of names) {
    const challenge = await liveChallengeOf(world.db, nameHash);
    const outcome =
      challenge &&
      (await enterCode(world, { browser: visit.browser, caseId: challenge.caseId, code: visit.code }));
    if (outcome) return outcome;
  }
  const [first] = names;
  if (!first) throw new TypeError('A code needs a number');
  return world.db.transaction((tx) => countLooseCode(world, tx, first));
}

async function countLooseCode(world: World, tx: Runner, nameHash: Buffer): Promise<Outcome> {
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
