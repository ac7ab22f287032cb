/** Whom attacks are tried on: each gets people nobody else touches, so that the limits of one do not blind another. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { readInstitution } from '../../src/config/institution.ts';
import { readPeople } from '../../src/directory/csv.ts';
import type { Person } from '../../src/directory/person.ts';
import { type SampleId, samplePeople, samplePeopleCsv } from '../../src/directory/sample.ts';
import { Lacking } from '../attack.ts';

/** Somebody with a mailbox and a key. */
export type Someone = { readonly number: string; readonly email: string; readonly key: string };

export type People = {
  next(): Someone;
  /** One of the sample people with a story. */
  story(id: SampleId): Someone;
  /** How many were taken so far, those an earlier run took among them. */
  taken(): number;
  /** What is on file of somebody. */
  recordOf(number: string): Person | undefined;
};

/** One of the sample people with a story. */
function storyOf(id: SampleId): Someone {
  const { identity, person } = samplePeople().find((one) => one.id === id) ?? {};
  return { number: identity?.number ?? '', email: person?.email ?? '', key: person?.key ?? '' };
}

/**
 * Reads people from a file as an institution brings them, or takes the sample crowd; those with a story are kept apart. `skip` leaves
 * out as many as earlier runs took, and with them the stories, which each run uses up.
 */
export async function peopleOf(
  institutionText: string,
  file: string | undefined,
  skip: number,
): Promise<People> {
  const reading = readInstitution(institutionText, 'the institution');
  if (!reading.ok) throw new Lacking('an institution’s file that can be read');
  const stream = file === undefined ? Readable.from([samplePeopleCsv()]) : createReadStream(file);
  const stories = new Set(samplePeople().map(({ identity }) => identity.number));
  const found: Someone[] = [];
  const records = new Map<string, Person>();
  for await (const row of readPeople(stream, reading.institution))
    if ('person' in row) {
      records.set(row.person.identity.number, row.person);
      if (!stories.has(row.person.identity.number)) found.push(...usable(row.person));
    }
  let at = skip;
  return {
    next() {
      const someone = found[at++];
      if (!someone) throw new Lacking(`people: all ${found.length} were used`);
      return someone;
    },
    story(id) {
      const someone = storyOf(id);
      if (skip > 0) throw new Lacking('the sample people with a story: an earlier run used them up');
      if (!records.has(someone.number))
        throw new Lacking('the sample people with a story: the people file does not have them');
      return someone;
    },
    taken: () => at,
    recordOf: (number) => records.get(number),
  };
}

function usable({ identity, email, key, status, lock }: Person): Someone[] {
  const well = status === 'active' && lock === undefined && email !== undefined && key !== undefined;
  return well ? [{ number: identity.number, email, key }] : [];
}
