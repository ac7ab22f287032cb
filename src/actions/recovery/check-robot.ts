import type { Outcome } from '../../rules/case.ts';
import { spendCheck } from '../../store/limits.ts';
import type { World } from '../world.ts';
import { advance } from './advance.ts';
import { workFor } from './identify.ts';

/** Goes on after the wait, or at once when the visitor's machine solved a check as hard as the load asks. */
export const checkRobot = (
  world: World,
  visit: { browser: Buffer; caseId: string; work: number },
): Promise<Outcome | undefined> =>
  advance(world, visit.caseId, visit.browser, ({ state }) => {
    const level = state.stage.kind === 'pacing' ? state.stage.pressure : 1;
    return {
      fact: { kind: 'pace-kept', solved: visit.work >= workFor(world.institution.policy, level) },
    };
  });

/** Uses up a solved check: false when it was used before, by anybody (SE-16). */
export const useRobotCheck = (world: World, solution: Buffer, until: Date): Promise<boolean> =>
  spendCheck(world.counters, solution, until);
