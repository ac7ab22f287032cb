import type { CaseRefusal } from '../../../rules/desk/case.ts';
import { mayDecide } from '../../../rules/desk/four-eyes.ts';
import { type RevealField, type RevealReason, revealFields } from '../../../rules/desk/reasons.ts';
import type { Signal } from '../../../rules/desk/signals.ts';
import { freshStanding } from '../../../rules/standing.ts';
import { type Account, accountById } from '../../../store/accounts.ts';
import { countApprovedSince } from '../../../store/desk/case-changes.ts';
import { type DeskCase, deskCaseById, stateOf } from '../../../store/desk/cases.ts';
import { contactOf, openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';
import { startOfDay } from '../find.ts';
import { revealField } from '../reveal.ts';
import { handOf } from './hold-case.ts';
import { signalsOfCase } from './queue.ts';
import { type CaseView, viewDeskCase } from './view-case.ts';

/** A case as the second person reads it. */
export type Review = {
  readonly seen: CaseView;
  readonly signals: readonly Signal[];
  /** Why this supervisor will not be let decide; said before they read on, and judged again when they do. */
  readonly hindrance: CaseRefusal | undefined;
  /** What of the record there is to read whole. */
  readonly fields: readonly RevealField[];
};

/** One case for its second person. Looking changes nothing. */
export async function reviewOf(world: World, staff: OnShift, id: string): Promise<Review | undefined> {
  const seen = await viewDeskCase(world, staff, id);
  const account = seen && (await accountById(world.db, seen.kept.accountId));
  if (!seen || !account) return undefined;
  const personal = openPersonal(world, account);
  return {
    seen,
    signals: await signalsOfCase(world, staff, seen.kept, account),
    hindrance: await hindranceOf(world, staff, seen.kept, account),
    fields: revealFields.filter((one) => one === 'name' || contactOf(personal, one) !== undefined),
  };
}

/** What the rules would answer to an approval with a right touch, as things stand. */
async function hindranceOf(world: World, staff: OnShift, kept: DeskCase, account: Account) {
  const { policy } = world.institution;
  const at = world.clock.now();
  if (kept.stage.kind === 'closed') return 'case-over' as const;
  if (kept.stage.kind !== 'awaiting') return 'out-of-turn' as const;
  const by = await handOf(
    world,
    { staff, tx: world.db },
    { account, personal: openPersonal(world, account) },
  );
  const today = startOfDay(world, at);
  const { all, forAgent } = await countApprovedSince(world.db, staff.id, today, kept.submittedBy ?? '');
  const { version } = kept;
  const tried = { kind: 'approved', by, version, touched: true, active: true, at } as const;
  const state = { ...stateOf(kept), standing: freshStanding(at) };
  const no = mayDecide(state, { ...tried, decided: all, forThisAgent: forAgent }, { policy });
  // Whom the share hinders may still send back or refuse.
  return no === 'too-many-for-one-agent' ? undefined : no;
}

/** Reads one masked field of the case's account whole, for the second person. */
export async function revealInCase(
  world: World,
  staff: OnShift,
  id: string,
  asked: { readonly field: RevealField; readonly reason: RevealReason },
): Promise<string | undefined> {
  const kept = await deskCaseById(world.db, id);
  const account = kept && (await accountById(world.db, kept.accountId));
  return account && revealField(world, staff, account, { ...asked, caseId: id });
}
