import { hashKey } from '../../../lib/keys/key-hash.ts';
import { canonicalAnswer } from '../../../rules/answers.ts';
import { lockAccountByName } from '../../../store/account/contacts.ts';
import { type Account, accountByName, importAccount, importAnswer } from '../../../store/accounts.ts';
import { appendAudit } from '../../../store/audit.ts';
import { endChallengesOfNumber } from '../../../store/challenges.ts';
import type { Runner } from '../../../store/database.ts';
import { importedAs, keepImportedDigest, type LeftRow } from '../../../store/import/batch.ts';
import { lockStandingOf } from '../../../store/standings.ts';
import { nameContacts } from '../../contact/shared.ts';
import { contactOf, openPersonal, type Personal, sealPersonal } from '../../personal.ts';
import type { World } from '../../world.ts';
import { endOvertaken } from '../overtaken.ts';
import type { Slow } from './prepare.ts';

/** One person of the records, beside what is not sealed with them. */
export type Brought = Omit<LeftRow, 'place' | 'personal'> &
  Omit<Slow, 'place'> & { readonly personal: Personal };

export type Outcome = 'added' | 'changed' | 'unchanged';

/**
 * Brings one person by themselves, with all that may be under way for them. A key and answers in the records are taken where
 * there are none: nobody's own are ever changed by an import. A changed contact ends the messages sent to the former one (H12).
 */
export async function importPerson(
  world: World,
  brought: Brought,
  count: (tx: Runner, outcome: Outcome) => Promise<void>,
): Promise<Outcome> {
  const known = await accountByName(world.db, brought.nameHash);
  const wanted = await stillWanted(world.db, brought, known);
  if (wanted === 'nothing') return 'unchanged';
  const { hash } = world.institution.policy.key;
  const keyHash = brought.key && !known ? await hashKey(brought.key, hash, world.keys.pepper) : null;
  const answers = wanted === 'all' ? await hashedAnswers(world, brought) : [];
  return world.db.transaction(async (tx) => {
    const claim = brought.personal.claim;
    // The number comes first, as everywhere: its owner may be setting answers of their own.
    if (known && answers.length > 0) await lockStandingOf(tx, brought.nameHash, world.clock.now());
    await endOvertaken(world, tx, brought.nameHash, { status: brought.status, claim });
    // Locked before it is read: a grant at this very moment must not be overwritten by what stood here before it.
    const account = await lockAccountByName(tx, brought.nameHash);
    const outcome = account ? 'changed' : 'added';
    await write(world, tx, { brought, account, keyHash, answers });
    await count(tx, outcome);
    return outcome;
  });
}

/** What an account lacks of what the records say: everything, all but answers of its own, or nothing. */
async function stillWanted(
  on: Runner,
  { digest, answers }: Brought,
  known: Account | undefined,
): Promise<'all' | 'record' | 'nothing'> {
  if (!known) return 'all';
  const { same, answered } = await importedAs(on, known, digest);
  if (!answered && Object.keys(answers).length > 0) return 'all';
  return same ? 'nothing' : 'record';
}

type Writing = {
  readonly brought: Brought;
  readonly account: Account | undefined;
  readonly keyHash: string | null;
  readonly answers: readonly (readonly [string, string])[];
};

async function write(world: World, tx: Runner, writing: Writing): Promise<void> {
  const { brought, account, keyHash, answers } = writing;
  const { nameHash, subject, status, lock, digest } = brought;
  const at = world.clock.now();
  const before = account && openPersonal(world, account);
  const personal = before ? keepOwn(brought.personal, before) : brought.personal;
  const renewed = !before || moved(before, personal);
  if (before && renewed) await endChallengesOfNumber(tx, nameHash, at);
  const sealed = sealPersonal(world, nameHash, personal);
  const id = await importAccount(
    tx,
    { nameHash, subject, status, lock, personal: sealed, keyHash, renewed },
    at,
  );
  await keepImportedDigest(tx, id, digest);
  // Asked again under the lock: who set answers of their own while these were hashed keeps them.
  const { answered } = account ? await importedAs(tx, account, digest) : { answered: false };
  const shared = await nameContacts(world, tx, { accountId: id, personal, at });
  for (const [question, answerHash] of answered ? [] : answers)
    await importAnswer(tx, id, question, answerHash);
  await appendAudit(tx, {
    at,
    actor: 'operator',
    event: 'account-imported',
    subject: nameHash,
    ...(shared && { note: 'shared-contact' }),
    policyVersion: world.institution.policy.version,
  });
}

/** Answers as they are kept, by question. */
const hashedAnswers = ({ institution, keys }: World, { answers }: Brought) =>
  Promise.all(
    Object.entries(answers).map(async ([question, answer]) => {
      const hash = await hashKey(canonicalAnswer(answer), institution.policy.key.hash, keys.pepper);
      return [question, hash] as const;
    }),
  );

const fields = { email: 'email', 'second-email': 'secondEmail', phone: 'phone' } as const;

/** Contacts the person confirmed here are theirs: the records do not overwrite them. */
function keepOwn(brought: Personal, before: Personal): Personal {
  const { own = [] } = before;
  if (own.length === 0) return brought;
  const kept: Record<string, string> = {};
  const { ...others } = brought;
  for (const slot of own) {
    delete others[fields[slot]];
    const theirs = contactOf(before, slot);
    if (theirs !== undefined) kept[fields[slot]] = theirs;
  }
  return { ...others, ...kept, ...(own.includes('email') && { bouncing: before.bouncing }), own };
}

/** A changed contact ends the messages sent to the former one. */
export const moved = (before: Personal, next: Personal): boolean =>
  before.email !== next.email || before.secondEmail !== next.secondEmail || before.phone !== next.phone;
