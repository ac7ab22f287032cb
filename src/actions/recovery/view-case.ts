import type { Actor } from '../../rules/case.ts';
import { deadline } from '../../rules/decide.ts';
import { nextMessageAt } from '../../rules/messaging.ts';
import { appendAudit } from '../../store/audit.ts';
import { type Case, caseOfBrowser } from '../../store/cases.ts';
import { challengeOfCase } from '../../store/challenges.ts';
import { nameOfStage } from '../../store/stage.ts';
import type { World } from '../world.ts';
import { actorIn, nameOfActor, termsOf } from './advance.ts';
import { openTyped, type Typed } from './typed.ts';

/** What the pages of a walk may know: the case of this browser and what this browser typed into it. */
export type CaseView = {
  readonly found: Case;
  readonly by: Actor;
  readonly typed: Typed;
  /** Until when it may be carried on as it is. */
  readonly deadline: Date;
  readonly over: boolean;
};

/** The case this browser is in, or the last it had. Looking changes nothing. */
export async function viewCase(world: World, browser: Buffer): Promise<CaseView | undefined> {
  const found = await caseOfBrowser(world.db, browser, world.clock.now());
  if (!found) return undefined;
  const until = deadline(
    { stage: found.stage, opened: found.opened, standing: noStanding },
    termsOf(world.institution, found),
  );
  const over = found.stage.kind === 'closed' || world.clock.now() > until;
  return { found, by: actorIn(found, browser), typed: openTyped(world, found), deadline: until, over };
}

// A deadline never depends on what a number has used up.
const noStanding = {
  codeTries: { since: new Date(0), used: 0 },
  screenTries: { since: new Date(0), used: 0 },
  messages: [],
};

/** The clock times of the page that waits for a code. The same for a message nobody got. */
export type MessageTimes = {
  readonly codeUntil: Date;
  readonly linkUntil: Date;
  /** When another message may be asked for; absent when there was the last. */
  readonly nextAt?: Date;
};

export async function messageTimes(world: World, found: Case): Promise<MessageTimes | undefined> {
  const challenge = await challengeOfCase(world.db, found.id);
  const { stage } = found;
  if (!challenge || (stage.kind !== 'awaiting-code' && stage.kind !== 'proving-again')) return undefined;
  const nextAt = nextMessageAt(stage, termsOf(world.institution, found));
  return {
    codeUntil: challenge.codeUntil,
    linkUntil: challenge.linkUntil,
    ...(nextAt && { nextAt }),
  };
}

/** Notes an act sent to a page the case is not at: a double click, or somebody trying doors (ATK-01, AU-01). */
export const noteOutOfTurn = (world: World, { found, by }: CaseView): Promise<void> =>
  appendAudit(world.db, {
    at: world.clock.now(),
    actor: nameOfActor(by),
    event: 'out-of-turn',
    subject: found.nameHash,
    caseId: found.id,
    before: nameOfStage(found.stage),
    refusal: 'out-of-turn',
    policyVersion: world.institution.policy.version,
  });
