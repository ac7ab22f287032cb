import { minutesAfter } from '../../../lib/clock.ts';
import { pairsTooOften } from '../../../rules/desk/four-eyes.ts';
import { type Signal, signalDays, signalsOf } from '../../../rules/desk/signals.ts';
import { type Account, accountById } from '../../../store/accounts.ts';
import { countApprovedSince } from '../../../store/desk/case-changes.ts';
import type { DeskCase } from '../../../store/desk/cases.ts';
import { type Around, aroundCases, type Unconfirmed, unconfirmedSince } from '../../../store/desk/queue.ts';
import { contactOf, openPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import type { OnShift } from '../as-staff.ts';
import { startOfDay } from '../find.ts';
import { openPapers } from './papers.ts';
import { casesToDecide } from './view-case.ts';

/** A case in the queue: nothing of the person is in it. */
export type Queued = {
  readonly id: string;
  readonly words: string;
  readonly office: string;
  readonly errand: DeskCase['errand'];
  /** Code of who sent it. */
  readonly agent: string;
  readonly waited: number;
  readonly signals: readonly Signal[];
};

/** The cases a supervisor may decide, the longest wait first. */
export async function reviewQueue(world: World, staff: OnShift): Promise<Queued[]> {
  const cases = await casesToDecide(world, staff);
  const around = await aroundCases(world.db, cases, sinceFor(world));
  const queued: Queued[] = [];
  for (const kept of cases) {
    const account = await accountById(world.db, kept.accountId);
    const facts = around.get(kept.id);
    if (!account || !facts) continue;
    const { id, words, office, errand, submittedAt } = kept;
    const waited = minutesSince(world, submittedAt ?? kept.openedAt);
    const found = await signalsFor(world, staff, { kept, account, facts });
    queued.push({ id, words, office, errand, agent: facts.agent, waited, signals: found });
  }
  return queued;
}

/** Whose identity was not confirmed today: what a supervisor is told to look at. */
export const unconfirmedToday = (world: World): Promise<Unconfirmed[]> =>
  unconfirmedSince(world.db, startOfDay(world, world.clock.now()));

/** The signals of one case, for its own page. */
export async function signalsOfCase(
  world: World,
  staff: OnShift,
  kept: DeskCase,
  account: Account,
): Promise<Signal[]> {
  const facts = (await aroundCases(world.db, [kept], sinceFor(world))).get(kept.id);
  return facts ? signalsFor(world, staff, { kept, account, facts }) : [];
}

const minutesSince = ({ clock }: World, at: Date): number =>
  Math.floor((clock.now().getTime() - at.getTime()) / 60_000);

const sinceFor = ({ clock }: World): Date => minutesAfter(clock.now(), -signalDays * 24 * 60);

const domainOf = (contact: string | undefined): string | undefined =>
  contact?.includes('@') ? contact.slice(contact.lastIndexOf('@') + 1).toLowerCase() : undefined;

type Asked = { readonly kept: DeskCase; readonly account: Account; readonly facts: Around };

async function signalsFor(world: World, staff: OnShift, asked: Asked): Promise<Signal[]> {
  const { kept, account, facts } = asked;
  const { errand, openedAt } = kept;
  const personal = openPersonal(world, account);
  const slot = errand.kind === 'change-contact' ? errand.slot : 'email';
  // A second mailbox beside none is held against the first.
  const fromDomain = domainOf(contactOf(personal, slot) ?? personal.email);
  const toDomain = domainOf(openPapers(world, kept).to);
  const today = startOfDay(world, world.clock.now());
  // A case nobody has sent yet makes no pair with anybody.
  const { all, forAgent } =
    kept.submittedBy === null
      ? { all: 0, forAgent: 0 }
      : await countApprovedSince(world.db, staff.id, today, kept.submittedBy);
  const { policy } = world.institution;
  return signalsOf({
    ...(fromDomain !== undefined && { fromDomain }),
    ...(toDomain !== undefined && { toDomain }),
    changes: facts.changes,
    sameWindow: facts.sameWindow,
    pairLimit: pairsTooOften({ decided: all, forThisAgent: forAgent }, { policy }),
    openedAt,
    submittedAt: kept.submittedAt ?? openedAt,
  });
}
