import type { RefuseReason } from '../../../rules/desk/reasons.ts';
import { countApprovedSince } from '../../../store/desk/case-changes.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';
import { startOfDay } from '../find.ts';
import { verifyStaffTouch } from '../touch.ts';
import { applyToCase, type Decided, handOf, holdingCase } from './hold-case.ts';

export type Verdict = 'approved' | 'returned' | 'refused';

/** What a passkey is touched for: this decision on this case as it was sent this time, and nothing else. */
export const touchFor = (verdict: Verdict, id: string, version: number): string =>
  `${verdict}:${id}:${version}`;

/** What the second person says, and by what they show that it is they. */
type Said = {
  readonly verdict: Verdict;
  readonly version: number;
  readonly answer: string;
  readonly question?: string;
  readonly reason?: RefuseReason;
};

/**
 * The second person decides, by a passkey touched for exactly this. `version` is the one they read: what was sent again since is
 * not what they saw. A question or a reason goes back with the case.
 */
export function decideCase(
  world: World,
  staff: OnShift,
  id: string,
  said: Said,
): Promise<Decided | undefined> {
  const { verdict, version, answer, question, reason } = said;
  return holdingCase(world, staff, id, async (seen) => {
    const on = { ...seen, ...(reason !== undefined && { reason }) };
    const { desk, held, kept } = on;
    if (!desk) return undefined;
    const about = touchFor(verdict, id, version);
    const touched = await verifyStaffTouch(world, held.tx, staff, { answer, about });
    const by = await handOf(world, desk, held);
    const papers = {
      ...on.papers,
      ...(question !== undefined && { question }),
      ...(reason !== undefined && { refusedBecause: reason }),
    };
    if (verdict !== 'approved')
      return applyToCase(world, on, { kind: verdict, by, version, touched }, papers);
    const agent = kept.submittedBy ?? kept.openedBy;
    const { all, forAgent } = await countApprovedSince(held.tx, staff.id, startOfDay(world, held.at), agent);
    const active = held.account.status === 'active';
    const pair = { decided: all, forThisAgent: forAgent };
    return applyToCase(world, on, { kind: 'approved', by, version, touched, active, ...pair });
  });
}
