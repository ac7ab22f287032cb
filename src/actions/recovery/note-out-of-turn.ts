import { appendAudit } from '../../store/audit.ts';
import { nameOfStage } from '../../store/stage.ts';
import type { World } from '../world.ts';
import { nameOfActor } from './advance.ts';
import type { CaseView } from './view-case.ts';

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
