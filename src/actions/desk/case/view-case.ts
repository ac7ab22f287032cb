import type { Checklist } from '../../../rules/desk/proofing.ts';
import type { RefuseReason } from '../../../rules/desk/reasons.ts';
import type { TicketName } from '../../../rules/desk/tickets.ts';
import { type Account, accountById } from '../../../store/accounts.ts';
import { markDeskCaseSeen } from '../../../store/desk/case-changes.ts';
import {
  type DeskCase,
  deskCaseById,
  deskCasesToDecide,
  openDeskCasesOf,
} from '../../../store/desk/cases.ts';
import { memberById } from '../../../store/desk/staff/members.ts';
import { ticketById } from '../../../store/desk/tickets.ts';
import { masked } from '../../../words/masks.ts';
import { contactOf, openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';
import { mayReach } from './hold-case.ts';
import { openPapers } from './papers.ts';

/** A case as staff read it: every contact masked, and never a code or a link. */
export type CaseView = {
  readonly kept: DeskCase;
  readonly subject: 'person' | 'company';
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly checklist: Checklist | undefined;
  readonly note: string | undefined;
  readonly question: string | undefined;
  readonly refusedBecause: RefuseReason | undefined;
  /** Code of the agent who sent it, or opened it. */
  readonly agent: string;
  readonly frozen: boolean;
  /** The ticket the person came with. */
  readonly ticket: TicketName | undefined;
};

/** One case, for who may read it; nobody else learns whether there is one. */
export async function viewDeskCase(world: World, staff: OnShift, id: string): Promise<CaseView | undefined> {
  const kept = await deskCaseById(world.db, id);
  if (!kept || !mayReach(staff, kept)) return undefined;
  const account = await accountById(world.db, kept.accountId);
  return account && show(world, kept, account);
}

async function show(world: World, kept: DeskCase, account: Account): Promise<CaseView> {
  const personal = openPersonal(world, account);
  const papers = openPapers(world, kept);
  const { errand } = kept;
  const from = errand.kind === 'change-contact' ? contactOf(personal, errand.slot) : undefined;
  const agent = await memberById(world.db, kept.submittedBy ?? kept.openedBy);
  return {
    kept,
    subject: personal.claim.subject,
    from: from && masked(from),
    to: papers.to && masked(papers.to),
    checklist: papers.checklist,
    note: papers.note,
    question: papers.question,
    refusedBecause: papers.refusedBecause,
    agent: agent?.code ?? '',
    frozen: account.frozenAt !== null,
    ticket: kept.ticketId === null ? undefined : await ticketById(world.db, kept.ticketId),
  };
}

/** The second person looks at what was sent: from here the time they take to decide is counted. */
export const beginReview = (world: World, { id }: DeskCase): Promise<unknown> =>
  markDeskCaseSeen(world.db, id, world.clock.now());

/** A queue longer than this is no queue any more. */
const mostListed = 200;

/** Cases that wait for a second person, but for those this one worked on. */
export const casesToDecide = async (world: World, staff: OnShift): Promise<DeskCase[]> =>
  (await deskCasesToDecide(world.db, mostListed)).filter(
    ({ hands }) => !hands.some(({ id }) => id === staff.id),
  );

/** What a member has under way at the office of this shift. */
export const ownOpenCases = async (world: World, staff: OnShift): Promise<DeskCase[]> =>
  (await openDeskCasesOf(world.db, staff.id)).filter((kept) => mayReach(staff, kept));
