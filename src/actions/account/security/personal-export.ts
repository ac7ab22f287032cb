import { deskDueAt } from '../../../rules/desk/decide-case.ts';
import { contactChangesOf } from '../../../store/account/contact-changes.ts';
import { holdingsOf } from '../../../store/account/holdings.ts';
import { breakGlassOf } from '../../../store/desk/break-glass.ts';
import { deskCasesOf } from '../../../store/desk/cases.ts';
import { type CaseDetails, openFromAudit } from '../../audit/personal.ts';
import { contactStanding } from '../../contact/hold.ts';
import { openContacts } from '../../contact/sealed.ts';
import { openWish } from '../../desk/break-glass.ts';
import { openPapers } from '../../desk/case/papers.ts';
import { mailHealthOf, refusing } from '../../mail/health.ts';
import type { World } from '../../world.ts';
import type { Owner } from '../owner.ts';
import { ownActivity } from './activity.ts';

/** Enough for a life; what is older than this many lines is asked for at an office. */
const mostLines = 10_000;

/** Changes of contacts, with what stood before (once that was replaced) and what was to stand after. */
async function changesOf(world: World, { account }: Owner) {
  return (await contactChangesOf(world.db, account.id)).map((change) => {
    const { slot, stage, askedAt, due, closedAt, shared } = change;
    const { from, to } = openContacts(world, change);
    return { slot, from, to, stage: stage.kind, askedAt, due, closedAt, shared };
  });
}

/** Cases at the counter, with what was shown there and what staff wrote about it. The link that cancels is in a message only. */
async function casesOf(world: World, { account }: Owner) {
  const { policy } = world.institution;
  return (await deskCasesOf(world.db, account.id, mostLines)).map((kept) => {
    const { words, errand, office, stage, version, openedAt, submittedAt, seenAt } = kept;
    const { to, checklist, note, question } = openPapers(world, kept);
    return {
      ...{ words, errand, office, openedAt, submittedAt, to, checklist, note, question },
      stage: stage.kind === 'closed' ? stage.because : stage.kind,
      timesSent: version,
      readAt: seenAt,
      due: deskDueAt(stage, { policy }) ?? null,
      closedAt: stage.kind === 'closed' ? stage.at : null,
    };
  });
}

/** Changes asked for from the command line of the house. */
const breakGlassesOf = async (world: World, { account }: Owner) =>
  (await breakGlassOf(world.db, account.id)).map((kept) => {
    const { askedAt, until, closedAt, confirmed, failures } = kept;
    return { ...openWish(world, kept), askedAt, until, closedAt, confirmations: confirmed.length, failures };
  });

/** What happened, each with what the log has sealed of it under the person's own key. */
async function activityInFull(world: World, owner: Owner) {
  const all = await ownActivity(world, owner, { limit: mostLines });
  return Promise.all(
    all.map(async ({ line: { personal, ...line }, ...one }) => {
      const { nameHash } = owner.account;
      const details = personal && (await openFromAudit<CaseDetails>(world, world.db, nameHash, personal));
      return { ...one, line: { ...line, ...(details && { details }) } };
    }),
  );
}

/**
 * Everything that is held on a person, for that person (LP-04): what is sealed about them and what was noted. No hash, no code
 * and no link is in it, since who takes this file along may lose it.
 */
export async function personalExport(world: World, owner: Owner) {
  const { account, personal } = owner;
  const { id, nameHash, status, lock } = account;
  const contacts = contactStanding(world, nameHash);
  const { bouncing: _recorded, claim: identity, ...known } = personal;
  return {
    identity,
    ...known,
    mailReturned: (await refusing(world, personal)).length > 0,
    returnedMail: await mailHealthOf(world, personal),
    status,
    lock,
    ...(await holdingsOf(world.db, { id, nameHash, contacts })),
    deskCases: await casesOf(world, owner),
    askedByTheHouse: await breakGlassesOf(world, owner),
    contactChanges: await changesOf(world, owner),
    activity: await activityInFull(world, owner),
  };
}

export type PersonalExport = Awaited<ReturnType<typeof personalExport>>;
