import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { readInstitution } from '../../src/config/institution.ts';
import { readPeople } from '../../src/directory/csv.ts';
import type { Person } from '../../src/directory/person.ts';
import { samplePeople, samplePeopleCsv } from '../../src/directory/sample.ts';
import { companies } from '../../src/directory/sample-crowd.ts';
import { judgeNumber } from '../../src/rules/identifiers.ts';
import { accountName } from '../../src/rules/identity.ts';
import { questionIds } from '../../src/words/questions.ts';

const reading = readInstitution(
  readFileSync(join(import.meta.dirname, '../../institutions/ceibo.yaml'), 'utf8'),
  'ceibo',
);
if (!reading.ok) throw new Error(inspect(reading.mistakes));
const { institution } = reading;

async function onFile(): Promise<Person[]> {
  const rows = await Array.fromAsync(readPeople(Readable.from([samplePeopleCsv()]), institution));
  return rows.map((row) => ('person' in row ? row.person : assert.fail(`${row.line}: ${row.fault}`)));
}

const nameOf = ({ identity, branch = '', representative }: Person): string =>
  accountName(
    representative
      ? { subject: 'company', identity, branch, representative }
      : { subject: 'person', identity },
  );

test('the file reads back as exactly the people of the stories, and nobody twice', async () => {
  const people = await onFile();
  const byName = new Map(people.map((person) => [nameOf(person), person]));
  assert.equal(byName.size, people.length);
  for (const { id, person } of samplePeople()) {
    if (person) assert.deepEqual(byName.get(nameOf(person)), person, id);
  }
  assert.ok(people.length >= 50);
});

test('every number is right, invented, and the unknown one is on no file', async () => {
  const people = await onFile();
  for (const { id, identity, person } of samplePeople()) {
    const rule = institution.identifiers[identity.kind];
    assert.ok(rule);
    assert.deepEqual(
      judgeNumber(identity.kind, identity.number, rule),
      { ok: true, identity, doubtful: false },
      id,
    );
    assert.match(identity.number, /^F?99/);
    assert.equal(person === undefined, id === 'unknown-number');
    if (!person) assert.ok(people.every((known) => known.identity.number !== identity.number));
  }
  for (const { email = '', secondEmail = '' } of people) assert.match(email + secondEmail, /^$|\.example$/);
});

test('each story is told by its person', () => {
  const stories = new Map(samplePeople().map(({ id, person }) => [id, person]));
  assert.equal(stories.get('locked')?.lock, 'attempts');
  assert.equal(stories.get('administrative-lock')?.lock, 'administrative');
  assert.equal('email' in (stories.get('no-email') ?? { email: '' }), false);
  assert.equal('key' in (stories.get('never-had-a-key') ?? { key: '' }), false);
  assert.equal(stories.get('bouncing-mailbox')?.bouncing, true);
  assert.equal(stories.get('suspended')?.status, 'suspended');
  assert.equal(stories.get('deceased')?.status, 'deceased');
  assert.equal(stories.get('shared-mailbox-one')?.email, stories.get('shared-mailbox-two')?.email);
  const [main, branch] = [stories.get('employer-main'), stories.get('employer-branch')];
  assert.deepEqual(main?.identity, branch?.identity);
  assert.deepEqual([main?.branch, branch?.branch], ['0001', '0002']);
  assert.notEqual(main?.email, branch?.email);
  assert.equal(main?.representative?.kind, 'ec.ci');
  assert.equal(stories.get('foreigner')?.identity.kind, 'fund-code');
  assert.ok(stories.get('more-contacts')?.secondEmail && stories.get('more-contacts')?.phone);
});

test('everybody has history, answers of the catalogue and a key as the policy asks', async () => {
  const { key, questions } = institution.policy;
  const keys = new Set<string>();
  const employers = new Set<string>();
  for (const person of await onFile()) {
    if (person.key !== undefined) {
      assert.match(person.key, /^[A-Za-z0-9]+$/);
      assert.ok(person.key.length >= key.min && person.key.length <= key.max);
      for (const word of key.contextWords) assert.ok(!person.key.toLowerCase().includes(word), person.key);
      assert.ok(!keys.has(person.key), person.key);
      keys.add(person.key);
    }
    if (person.subject === 'company') continue;
    assert.ok(person.birth);
    assert.deepEqual(
      person.work.map(({ year }) => year),
      [2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024],
    );
    for (const { employer } of person.work) employers.add(employer);
    const answered = Object.keys(person.answers);
    assert.ok(answered.length >= questions.enrolled);
    for (const id of answered)
      assert.ok(
        questionIds.some((known) => known === id),
        id,
      );
  }
  assert.ok(new Set(companies).size >= 40 && employers.size >= 30, `${employers.size} employers are used`);
});

test('the same people every time', () => {
  assert.equal(samplePeopleCsv(), samplePeopleCsv());
});
