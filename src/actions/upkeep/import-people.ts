import type { Person } from '../../directory/person.ts';
import { hashKey } from '../../lib/keys/key-hash.ts';
import { canonicalAnswer } from '../../rules/answers.ts';
import type { Claim } from '../../rules/identity.ts';
import { lockAccountByName } from '../../store/account/contacts.ts';
import { importAccount, importAnswer } from '../../store/accounts.ts';
import { appendAudit } from '../../store/audit.ts';
import { endChallengesOfNumber } from '../../store/challenges.ts';
import { importCompany } from '../../store/companies.ts';
import { nameContacts } from '../contact/shared.ts';
import { contactOf, nameHashOf, openPersonal, type Personal, sealPersonal } from '../personal.ts';
import type { World } from '../world.ts';
import { endOvertaken } from './overtaken.ts';

/** One row as a directory gives it: a person, or why it is none. */
type Row =
  | { readonly line: number; readonly person: Person }
  | { readonly line: number; readonly fault: string };

export type Imported = {
  readonly people: number;
  /** Rows that were refused, by line. The others are in. */
  readonly faults: readonly { readonly line: number; readonly fault: string }[];
};

/**
 * Brings people from an institution's records: new ones are added, known ones updated. A key in the records is taken for a new
 * account only: nobody's key is ever changed by an import. A changed contact ends the messages sent to the former one (H12).
 */
export async function importPeople(world: World, rows: AsyncIterable<Row>): Promise<Imported> {
  const faults: { line: number; fault: string }[] = [];
  let people = 0;
  for await (const row of rows) {
    if ('fault' in row) faults.push(row);
    else {
      await importPerson(world, row.person);
      people++;
    }
  }
  return { people, faults };
}

function claimOf(person: Person): Claim {
  const { identity, branch, representative } = person;
  if (person.subject === 'person') return { subject: 'person', identity };
  if (branch === undefined || !representative)
    throw new TypeError('A company without branch or representative');
  return { subject: 'company', identity, branch, representative };
}

const personalOf = (person: Person, claim: Claim): Personal => ({
  claim,
  firstName: person.firstName,
  lastName: person.lastName,
  bouncing: person.bouncing,
  work: person.work,
  language: person.language,
  ...(person.email && { email: person.email }),
  ...(person.secondEmail && { secondEmail: person.secondEmail }),
  ...(person.phone && { phone: person.phone }),
  ...(person.birth && { birth: person.birth }),
  ...(person.postal && { postal: person.postal }),
});

async function importPerson(world: World, person: Person): Promise<void> {
  const claim = claimOf(person);
  const nameHash = nameHashOf(world, claim);
  const brought = personalOf(person, claim);
  const { hash } = world.institution.policy.key;
  const { pepper } = world.keys;
  const hashes = await hashedAnswers(world, person);
  const keyHash = person.key ? await hashKey(person.key, hash, pepper) : null;
  await world.db.transaction(async (tx) => {
    const at = world.clock.now();
    await endOvertaken(world, tx, nameHash, { status: person.status, claim });
    // Locked before it is read: a grant at this very moment must not be overwritten by what stood here before it.
    const account = await lockAccountByName(tx, nameHash);
    const before = account && openPersonal(world, account);
    const personal = before ? keepOwn(brought, before) : brought;
    const renewed = !before || moved(before, personal);
    if (before && renewed) await endChallengesOfNumber(tx, nameHash, at);
    const made = {
      nameHash,
      subject: person.subject,
      status: person.status,
      lock: person.lock ?? null,
      personal: sealPersonal(world, nameHash, personal),
      keyHash,
    };
    const id = await importAccount(tx, { ...made, renewed }, at);
    const shared = await nameContacts(world, tx, { accountId: id, personal, at });
    for (const [question, answerHash] of hashes) await importAnswer(tx, id, question, answerHash);
    for (const { employer } of person.work) await importCompany(tx, employer);
    await appendAudit(tx, {
      at,
      actor: 'operator',
      event: 'account-imported',
      subject: nameHash,
      ...(shared && { note: 'shared-contact' }),
      policyVersion: world.institution.policy.version,
    });
  });
}

/** Enrolled answers as they are kept, by question. */
const hashedAnswers = ({ institution, keys }: World, { answers }: Person) =>
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
const moved = (before: Personal, next: Personal): boolean =>
  before.email !== next.email || before.secondEmail !== next.secondEmail || before.phone !== next.phone;
