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
  /** What is on file of somebody. */
  recordOf(number: string): Person | undefined;
};

/** One of the sample people with a story. */
export function storyOf(id: SampleId): Someone {
  const { identity, person } = samplePeople().find((one) => one.id === id) ?? {};
  return { number: identity?.number ?? '', email: person?.email ?? '', key: person?.key ?? '' };
}

/** Reads people from a file as an institution brings them, or takes the sample crowd; those with a story are left out. */
export async function peopleOf(institutionText: string, file?: string): Promise<People> {
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
  let at = 0;
  return {
    next() {
      const someone = found[at++];
      if (!someone) throw new Lacking('people: all of them were used');
      return someone;
    },
    recordOf: (number) => records.get(number),
  };
}

function usable({ identity, email, key, status, lock }: Person): Someone[] {
  const well = status === 'active' && lock === undefined && email !== undefined && key !== undefined;
  return well ? [{ number: identity.number, email, key }] : [];
}
