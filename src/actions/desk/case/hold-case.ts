import type { Standing } from '../../../rules/case.ts';
import type { CaseRefusal, DeskEvent, DeskOutcome, Hand } from '../../../rules/desk/case.ts';
import { decideDeskCase, deskDueAt } from '../../../rules/desk/decide-case.ts';
import { accountById } from '../../../store/accounts.ts';
import { appendAudit } from '../../../store/audit.ts';
import type { Runner } from '../../../store/database.ts';
import { saveDeskCase } from '../../../store/desk/case-changes.ts';
import { type DeskCase, deskCaseById, lockDeskCase, stateOf } from '../../../store/desk/cases.ts';
import { masked } from '../../../words/masks.ts';
import { type CaseDetails, sealForAudit } from '../../audit/personal.ts';
import { type Held, holding, holdingIn } from '../../contact/hold.ts';
import type { World } from '../../world.ts';
import { asStaff, type DeskHeld, noteDesk, type OnShift } from '../as-staff.ts';
import { nearnessOf } from '../nearness.ts';
import { carryOutDesk } from './carry-out.ts';
import { noteOnTicket } from './note-ticket.ts';
import { openPapers, type Papers, sealPapers } from './papers.ts';

/** A case at the counter, with everything it touches locked. `desk` is absent when no member of staff acts. */
export type CaseHeld = {
  readonly held: Held;
  readonly desk: DeskHeld | undefined;
  kept: DeskCase;
  papers: Papers;
  /** Why, as one of a closed list: it stands in the log. */
  readonly reason?: string;
};

/** Whatever a decision on a case comes to, for the page that shows it. */
export type Decided = {
  readonly refusal?: CaseRefusal;
  readonly kept: DeskCase;
  /** What the account used up for its contacts, this event counted. */
  readonly standing: Standing;
};

/** An event without its instant, which is the one of the locked rows. */
export type DeskFact = DeskEvent extends infer E ? (E extends DeskEvent ? Omit<E, 'at'> : never) : never;

/** Agents reach the cases of their own office; supervisors those of all; nobody else any. */
export const mayReach = ({ session: { shift } }: OnShift, { office }: Pick<DeskCase, 'office'>): boolean =>
  shift.role === 'supervisor' || (shift.role === 'agent' && shift.office === office);

/**
 * Holds a case for an act of staff: the member first, then the number, its contacts, the account, and the case last. Nothing when
 * the member may not act any more, or there is no such case for them.
 */
export async function holdingCase<T>(
  world: World,
  staff: OnShift,
  id: string,
  work: (on: CaseHeld) => Promise<T>,
): Promise<T | undefined> {
  const done = await asStaff(world, staff, async (desk) => {
    const seen = await deskCaseById(desk.tx, id);
    const account = seen && mayReach(desk.staff, seen) && (await accountById(desk.tx, seen.accountId));
    if (!account) return undefined;
    return holdingIn(world, desk.tx, account, (held) => withCase(world, held, desk, id, work));
  });
  if (done?.told) world.wakeWorker();
  return done?.result;
}

/** The same for whoever is no member of staff: the person's own page, the link of a notice, time. */
export async function holdingCaseFor<T>(
  world: World,
  seen: Pick<DeskCase, 'id' | 'accountId'>,
  work: (on: CaseHeld) => Promise<T>,
): Promise<T | undefined> {
  return holding(world, seen.accountId, (held) => withCase(world, held, undefined, seen.id, work));
}

async function withCase<T>(
  world: World,
  held: Held,
  desk: DeskHeld | undefined,
  id: string,
  work: (on: CaseHeld) => Promise<T>,
): Promise<T | undefined> {
  const kept = await lockDeskCase(held.tx, id);
  if (kept?.accountId !== held.account.id) return undefined;
  return work({ held, desk, kept, papers: openPapers(world, kept) });
}

/** The member who acts as the rules see them: facts of locked rows, never what a form says. */
export async function handOf(
  world: World,
  { staff, tx }: { readonly staff: OnShift; readonly tx: Runner },
  held: Pick<Held, 'account' | 'personal'>,
): Promise<Hand> {
  const { shift, browser } = staff.session;
  const near = await nearnessOf(world, tx, staff, held);
  return { id: staff.id, role: shift.role, device: browser.toString('hex'), near };
}

/** Judges an event on a held case: nothing is kept yet. */
export function judgeCase(
  { institution }: World,
  { held, kept }: CaseHeld,
  fact: DeskFact,
): { event: DeskEvent; decided: DeskOutcome } {
  // Sound: a fact is an event without the field added here.
  const event = { ...fact, at: held.at } as DeskEvent;
  const state = { ...stateOf(kept), standing: held.standing };
  return { event, decided: decideDeskCase(state, event, { policy: institution.policy }) };
}

/**
 * One event on one case: decided, noted, carried out, saved. A refusal is kept too, so that a wrong try counts; but `papers`, what
 * the act would write into the case, only when it was not refused: nobody changes what a second person already reads.
 */
export async function applyToCase(
  world: World,
  on: CaseHeld,
  fact: DeskFact,
  papers = on.papers,
): Promise<Decided> {
  const { held, kept } = on;
  const { policy } = world.institution;
  const { event, decided } = judgeCase(world, on, fact);
  held.standing = decided.state.standing;
  await noteCase(world, { ...on, papers }, event, decided);
  const { stage, hands, version } = decided.state;
  on.kept = { ...kept, stage, hands, version };
  if (!decided.refusal) {
    on.papers = papers;
    if (stage.kind === 'awaiting') on.kept = sentBy(on);
    for (const effect of decided.effects) await carryOutDesk(world, on, effect);
    await noteOnTicket(world, on);
  }
  const decision = decisionOf(on, event, decided);
  await saveDeskCase(held.tx, {
    ...on.kept,
    sealed: sealPapers(world, kept.id, on.papers),
    due: deskDueAt(stage, { policy }),
    ...(decision && { decided: decision }),
  });
  return { kept: on.kept, standing: held.standing, ...(decided.refusal && { refusal: decided.refusal }) };
}

const sentBy = ({ kept, held, desk }: CaseHeld): DeskCase => ({
  ...kept,
  submittedAt: held.at,
  submittedBy: desk?.staff.id ?? kept.submittedBy,
  seenAt: null,
});

/** Who decided, when a second person ended it. */
function decisionOf({ desk, held }: CaseHeld, { kind }: DeskEvent, { refusal }: DeskOutcome) {
  if (refusal || !desk || (kind !== 'approved' && kind !== 'refused')) return undefined;
  return { at: held.at, by: desk.staff.id };
}

const nameOf = (kind: DeskEvent['kind']): string => (kind === 'opened' ? 'desk-case-opened' : `desk-${kind}`);

const nameOfStage = ({ stage }: Pick<DeskCase, 'stage'>): string =>
  stage.kind === 'closed' ? `closed:${stage.because}` : stage.kind;

/** The audit line of an event: what the checklist came to is its evidence; a decision nobody could have read is marked. */
async function noteCase(world: World, on: CaseHeld, event: DeskEvent, decided: DeskOutcome): Promise<void> {
  const { held, kept, desk } = on;
  const quick = event.kind === 'approved' && !decided.refusal && isQuick(world, on);
  const line = {
    event: nameOf(event.kind),
    subject: held.account.nameHash,
    caseId: kept.id,
    before: nameOfStage(kept),
    after: nameOfStage(decided.state),
    ...(decided.refusal && { refusal: decided.refusal }),
    ...(event.kind === 'approved' && !decided.refusal && { evidence: 'office' }),
    ...(on.reason !== undefined && { reason: on.reason }),
    ...(quick && { note: 'quick-decision' as const }),
  };
  if (desk) return noteDesk(world, desk, { ...line, ...(await detailsOf(world, on, event, decided)) });
  const actor = event.kind === 'time-passed' ? 'system' : 'other';
  const policyVersion = world.institution.policy.version;
  return appendAudit(held.tx, { ...line, at: held.at, actor, office: kept.office, policyVersion });
}

/** What is asked for and why, with the line of whoever asks and whoever decides: sealed, so that it can be erased (AU-08). */
async function detailsOf(
  world: World,
  { held, papers }: CaseHeld,
  { kind }: DeskEvent,
  { refusal }: DeskOutcome,
): Promise<{ personal?: Buffer }> {
  if (refusal || (kind !== 'submitted' && kind !== 'approved')) return {};
  const { to, note } = papers;
  const details: CaseDetails = { ...(to && { contact: masked(to) }), ...(note && { note }) };
  return { personal: await sealForAudit(world, held.tx, held.account.nameHash, details) };
}

/** Whether a decision came sooner than anybody reads (policy, HD-06). */
function isQuick(world: World, { held, kept }: CaseHeld): boolean {
  const since = kept.seenAt ?? held.at;
  return held.at.getTime() - since.getTime() < world.institution.policy.desk.quickSeconds * 1000;
}
