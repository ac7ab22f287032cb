import { sha256 } from '../../lib/digest.ts';
import type { Outcome, Purpose } from '../../rules/case.ts';
import type { IdentityNumber } from '../../rules/identity.ts';
import type { Language } from '../../rules/policy.ts';
import { type Case, caseById } from '../../store/cases.ts';
import { type Challenge, challengeOfLink } from '../../store/challenges.ts';
import { countFailure } from '../breaker.ts';
import { mailboxProved } from '../mail/health.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { meansOf, noMeans } from './proof/means.ts';
import { aboutCode, openTyped } from './typed.ts';

/** What a link turns out to be. Only a link that was really issued is ever anything but unknown. */
export type LinkView =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'used'; readonly at: Date; readonly words: string }
  | { readonly kind: 'replaced'; readonly words: string }
  | { readonly kind: 'expired'; readonly until: Date; readonly words: string }
  | {
      readonly kind: 'live';
      readonly words: string;
      readonly opened: Date;
      readonly purpose: Purpose;
      readonly device: string;
      /** The language the walk began in: what a browser without a preference is spoken to in. */
      readonly language: Language;
      /** The code of the same message, while it works, for the device where the walk began. */
      readonly code?: string;
      /** Whether this is the browser that began: then the number need not be asked again. */
      readonly own: boolean;
    };

async function find(world: World, token: string): Promise<{ challenge: Challenge; found: Case } | undefined> {
  const challenge = await challengeOfLink(world.db, sha256(token));
  const found = challenge && (await caseById(world.db, challenge.caseId));
  return challenge?.live && found ? { challenge, found } : undefined;
}

/** Looks at a link and changes nothing, however often and by whatever machine it is opened (RT-20). */
export async function viewLink(world: World, token: string, browser: Buffer | undefined): Promise<LinkView> {
  const seen = await find(world, token);
  if (!seen) return { kind: 'unknown' };
  const { challenge, found } = seen;
  const { words } = found;
  if (challenge.endedBecause === 'spent')
    return { kind: 'used', at: challenge.endedAt ?? found.opened, words };
  if (challenge.endedAt) return { kind: 'replaced', words };
  const at = world.clock.now();
  const { stage } = found;
  if (at > challenge.linkUntil) return { kind: 'expired', until: challenge.linkUntil, words };
  if (stage.kind === 'closed') return { kind: 'expired', until: stage.at, words };
  const codeWorks = at <= challenge.codeUntil && !challenge.codeSpentAt;
  return {
    kind: 'live',
    words,
    opened: found.opened,
    purpose: found.purpose,
    device: found.device,
    language: found.language,
    ...(codeWorks && { code: world.keys.open<string>(challenge.code, aboutCode(challenge.id)) }),
    own: browser !== undefined && found.starter.equals(browser),
  };
}

/**
 * Goes on by the link, in the browser that presses the button. A browser that did not begin the walk must also say the
 * number: the mailbox alone names nobody. A wrong number leaves the link as it was.
 */
export async function followLink(
  world: World,
  visit: { browser: Buffer; networks: readonly string[]; token: string; number?: IdentityNumber },
): Promise<Outcome | 'number-needed' | 'wrong-number' | undefined> {
  const seen = await find(world, visit.token);
  if (!seen) {
    await countFailure(world, visit.networks);
    return undefined;
  }
  const own = seen.found.starter.equals(visit.browser);
  if (!own && !visit.number) return 'number-needed';
  const { identity } = openTyped(world, seen.found).claim;
  if (!own && (visit.number?.kind !== identity.kind || visit.number.number !== identity.number))
    return 'wrong-number';
  return advance(world, seen.found.id, visit.browser, async ({ tx, found, at }) => {
    const challenge = await challengeOfLink(tx, sha256(visit.token));
    const live = challenge?.live === true && !challenge.endedAt;
    const { channel, linkUntil } = challenge ?? seen.challenge;
    if (live) await mailboxProved(world, tx, { accountId: found.accountId, channel, at });
    const means = live ? await meansOf(world, tx, found.accountId) : noMeans;
    return { fact: { kind: 'link-followed', live, until: linkUntil, channel, ...means } };
  });
}
