import type { Person } from '../../../directory/person.ts';
import type { Claim } from '../../../rules/identity.ts';
import { CopyRows, type ImportRow } from '../../../store/import/copy-rows.ts';
import { contactHash } from '../../contact/shared.ts';
import { contactOf, nameHashOf, type Personal, sealPersonal } from '../../personal.ts';
import { allChannels } from '../../tell.ts';
import type { World } from '../../world.ts';

/** What is hashed slowly, if at all, and never leaves the process: by the turn of the row in its batch. */
export type Slow = {
  readonly place: number;
  readonly key?: string;
  readonly answers: Person['answers'];
};

/** A batch sealed and ready to be kept. It can be handed from one thread to another. */
export type Prepared = {
  readonly people: number;
  /** As COPY reads them. */
  readonly rows: Uint8Array;
  readonly slow: readonly Slow[];
  /** Employers that were not in a batch before. */
  readonly employers: readonly string[];
};

/** Employers remembered, so that the same few are not brought again with every batch. */
const mostEmployers = 50_000;

function claimOf(person: Person): Claim {
  const { identity, branch, representative } = person;
  if (person.subject === 'person') return { subject: 'person', identity };
  if (branch === undefined || !representative)
    throw new TypeError('A company without branch or representative');
  return { subject: 'company', identity, branch, representative };
}

const personalOf = (person: Person): Personal => ({
  claim: claimOf(person),
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

type Keyed = Pick<World, 'keys'>;

/** The keyed hashes of the contacts a person is reached by, each once. */
function holdersOf(world: Keyed, personal: Personal): Buffer[] {
  const hashes: Buffer[] = [];
  for (const channel of allChannels) {
    const contact = contactOf(personal, channel);
    const hash = contact === undefined ? undefined : contactHash(world, contact);
    if (hash && !hashes.some((other) => other.equals(hash))) hashes.push(hash);
  }
  return hashes;
}

/**
 * What the records say of a person, as one keyed hash. Keys and answers are left out: those are hashed slowly, and a fast hash
 * of them would be the one to guess at.
 */
const digestOf = ({ keys }: Keyed, { status, lock }: Person, nameHash: Buffer, personal: Personal): Buffer =>
  keys.find(`records ${nameHash.toString('hex')} ${JSON.stringify([status, lock ?? null, personal])}`);

function rowOf(world: Keyed, person: Person, place: number, seen: Set<string>): ImportRow {
  const personal = personalOf(person);
  const nameHash = nameHashOf(world, personal.claim);
  const name = nameHash.toString('latin1');
  const answered = Object.keys(person.answers).length > 0;
  const twice = seen.has(name);
  seen.add(name);
  return {
    place,
    nameHash,
    subject: person.subject,
    status: person.status,
    lock: person.lock ?? null,
    personal: sealPersonal(world, nameHash, personal),
    digest: digestOf(world, person, nameHash, personal),
    holders: holdersOf(world, personal),
    careful: answered || person.key !== undefined || twice,
    // What an earlier row of the batch left is not what the database says before it.
    answered: answered && !twice,
  };
}

/**
 * Gives what seals batches, one after another. It touches no database: any thread may do it. People are taken as they come, and
 * forgotten once they are sealed.
 */
export function preparer(world: Keyed): (people: Iterable<Person>) => Prepared {
  const known = new Set<string>();
  return (people) => {
    const seen = new Set<string>();
    const rows = new CopyRows();
    const slow: Slow[] = [];
    const employers = new Set<string>();
    let place = 0;
    for (const person of people) {
      const row = rowOf(world, person, place, seen);
      rows.add(row);
      const { key, answers, work } = person;
      if (row.careful) slow.push({ place, answers, ...(key !== undefined && { key }) });
      for (const { employer } of work) if (!known.has(employer)) employers.add(employer);
      place++;
    }
    if (known.size > mostEmployers) known.clear();
    for (const employer of employers) known.add(employer);
    return { people: place, rows: rows.written(), slow, employers: [...employers] };
  };
}
