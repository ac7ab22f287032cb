import { sameSecret } from '../../lib/digest.ts';
import type { Outcome } from '../../rules/case.ts';
import { decide } from '../../rules/decide.ts';
import type { Claim } from '../../rules/identity.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Challenge, codeOfCase, liveChallengeOrStandIn } from '../../store/challenges.ts';
import type { Runner } from '../../store/database.ts';
import { lockStandingOf, saveStandingOf } from '../../store/standings.ts';
import { countIfWrong } from '../breaker.ts';
import { nameHashOf } from '../personal.ts';
import type { World } from '../world.ts';
import { advance, termsOf } from './advance.ts';
import { meansOf, noMeans } from './proof/means.ts';
import { aboutCode, openTyped } from './typed.ts';

/** Tries a code on this browser's case, or on the case a number's living message belongs to. */
export async function enterCode(
  world: World,
  visit: { browser: Buffer; networks: readonly string[]; caseId: string; code: string },
): Promise<Outcome | undefined> {
  const outcome = await advance(world, visit.caseId, visit.browser, async ({ tx, found, at }) => {
    const challenge = await codeOfCase(tx, found.id);
    const same = isCodeOf(world, challenge, visit.code);
    const matches = same && challenge?.live === true && !challenge.endedAt && !challenge.codeSpentAt;
    const typed = openTyped(world, found);
    const lastWrong = world.keys.find(`wrong code ${found.id} ${visit.code}`).toString('base64url');
    return {
      fact: {
        kind: 'code-entered',
        matches,
        // The right code once more is a second press: it was taken, and costs no try.
        repeated: lastWrong === typed.lastWrong || (same && challenge?.codeSpentAt !== null),
        until: challenge?.codeUntil ?? at,
        channel: challenge?.channel ?? 'email',
        ...(matches ? await meansOf(world, tx, found.accountId) : noMeans),
      },
      typed: { ...typed, lastWrong },
    };
  });
  return countIfWrong(world, visit.networks, outcome);
}

/** What no code is, so that a comparison with nothing costs what a comparison costs. */
const noCode = 'no code was ever issued';

function isCodeOf(world: World, challenge: Challenge | undefined, typed: string): boolean {
  const issued = challenge ? world.keys.open<string>(challenge.code, aboutCode(challenge.id)) : noCode;
  return sameSecret(issued, typed);
}

/**
 * The page that takes number and code on any device (UX C10). Only the right code reaches the case of the living message. A
 * wrong one counts against its number and touches no case, so that a number without a message, known or not, costs the same.
 */
export async function enterCodeElsewhere(
  world: World,
  visit: { browser: Buffer; networks: readonly string[]; claims: readonly Claim[]; code: string },
): Promise<Outcome> {
  const { browser, networks, code } = visit;
  const [first, ...others] = visit.claims.map((claim) => nameHashOf(world, claim));
  if (!first) throw new TypeError('A code needs a number');
  let tried = { nameHash: first, found: await liveChallengeOrStandIn(world.db, first) };
  for (const nameHash of others) {
    const found = await liveChallengeOrStandIn(world.db, nameHash);
    if (found?.own && !tried.found?.own) tried = { nameHash, found };
  }
  const { found, nameHash } = tried;
  const right = isCodeOf(world, found?.challenge, code);
  const caseId = right && found?.own ? found.challenge.caseId : undefined;
  const outcome =
    caseId === undefined ? undefined : await enterCode(world, { browser, networks, caseId, code });
  if (outcome) return outcome;
  const wrong = await world.db.transaction((tx) => countWrongCode(world, tx, nameHash));
  return countIfWrong(world, networks, wrong);
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
      ...noMeans,
    },
    termsOf(world.institution, { profile: 'affiliate', purpose: 'recover' }),
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
