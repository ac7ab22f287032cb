import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { inspect } from 'node:util';
import { readInstitution } from '../../src/config/institution.ts';
import { type PeopleRow, readPeople } from '../../src/directory/csv.ts';
import type { Institution } from '../../src/rules/policy.ts';

function institution(name: string): Institution {
  const file = join(import.meta.dirname, `../../institutions/${name}.yaml`);
  const reading = readInstitution(readFileSync(file, 'utf8'), name);
  if (!reading.ok) assert.fail(inspect(reading.mistakes));
  return reading.institution;
}

const ceibo = institution('ceibo');

/** Reads bytes a few at a time, so that no character or row arrives whole. */
async function read(text: string | Buffer, at = ceibo): Promise<PeopleRow[]> {
  const bytes = Buffer.from(text);
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, n) =>
    bytes.subarray(n * 7, n * 7 + 7),
  );
  return Array.fromAsync(readPeople(Readable.from(pieces), at));
}

const header = 'identifier,number,first_name,last_name,email,birth,work,answers';
const ana =
  'ec.ci,9912345676,Ana,Torres,ana@correo.example,1980-03-27,2019: Molinos; 2020: Café,first-pet=Canela';
const anaRead = {
  subject: 'person',
  identity: { kind: 'ec.ci', number: '9912345676' },
  firstName: 'Ana',
  lastName: 'Torres',
  status: 'active',
  bouncing: false,
  work: [
    { year: 2019, employer: 'Molinos' },
    { year: 2020, employer: 'Café' },
  ],
  answers: { 'first-pet': 'Canela' },
  language: 'es',
  email: 'ana@correo.example',
  birth: { day: 27, month: 3, year: 1980 },
};

test('a byte order mark, CRLF, quotes and a last line without an end are all the same file', async () => {
  const quoted = ana
    .split(',')
    .map((cell) => `"${cell}"`)
    .join(',');
  for (const text of [
    `${header}\n${ana}\n`,
    `\ufeff${header}\r\n${ana}\r\n`,
    `${header}\r\n${ana}`,
    `${header}\n${quoted}\n`,
    `${header.toUpperCase()}\n\n${ana.replaceAll(',', ' , ')}\n\n`,
  ]) {
    const [row, ...more] = await read(text);
    assert.ok(row && 'person' in row, inspect(row));
    assert.deepEqual(row.person, anaRead);
    assert.deepEqual(more, []);
  }
});

test('bad rows are named by line and column, good ones are kept, and no content is repeated', async () => {
  const bad = [
    ['ec.ci,9912345678,Eva,Hush,,,,', /number is not .* check-digit/],
    ['ec.xx,9912345676,Eva,Hush,,,,', /identifier is none of/],
    ['ec.ci,9912345676,,Hush,,,,', /first_name is missing/],
    ['ec.ci,9912345676,Eva,Hush,hush@@x,,,', /email is not one plain address: malformed/],
    ['ec.ci,9912345676,Eva,Hush,,1980-02-30,,', /birth is not a date/],
    ['ec.ci,9912345676,Eva,Hush,,,hush,', /work is not a list/],
    ['ec.ci,9912345676,Eva,Hush,,,,hush', /answers is not a list/],
    ['ec.ruc,9991234560001,Hush,,,,,', /representative is missing/],
    ['ec.ci,9912345676,Eva', /3 cells instead of 8/],
    ['ec.ci,9912345676,E"v"a,Hush,,,,', /torn row/],
  ] as const;
  for (const [row, fault] of bad) {
    const rows = await read(`${header}\n${ana}\n${row}\n${ana}\n`);
    assert.deepEqual(
      rows.map((read) => [read.line, 'person' in read]),
      [
        [2, true],
        [3, false],
        [4, true],
      ],
      row,
    );
    const told = rows[1];
    assert.ok(told && 'fault' in told);
    assert.match(told.fault, fault);
    assert.doesNotMatch(told.fault, /hush/i);
  }
});

test('a quote that is never closed ends in a fault, not in one endless row', async () => {
  const rows = await read(`${header}\n${ana}\nec.ci,9912345676,"Eva,Hush,,,,\n${`${ana}\n`.repeat(1000)}`);
  assert.ok(
    rows.some((row) => 'fault' in row && row.fault.startsWith('torn row')),
    inspect(rows.slice(0, 5)),
  );
});

test('a file that is not UTF-8, empty, or under another header says so', async () => {
  const latin = Buffer.from(`${header}\nec.ci,9912345676,Ana,Mu\u00f1oz,,,,\n`, 'latin1');
  assert.deepEqual(await read(latin), [{ line: 2, fault: 'not UTF-8: save the file as CSV UTF-8' }]);
  assert.deepEqual(await read(''), [{ line: 1, fault: 'the file is empty' }]);
  const faults = await Promise.all([
    read('identifier,number,first_name\n'),
    read(`${header},mail\n`),
    read(`${header},email\n`),
    read(header.replaceAll(',', ';')),
  ]);
  const told = faults.map(([row]) => (row && 'fault' in row ? row.fault : ''));
  assert.match(told[0] ?? '', /missing columns: last_name/);
  assert.match(told[1] ?? '', /unknown columns: mail; known:/);
  assert.match(told[2] ?? '', /a column stands twice/);
  assert.match(told[3] ?? '', /unknown columns/);
});

test('keys in clear are read for invented institutions only', async () => {
  const text = `identifier,number,first_name,last_name,key\nec.ci,1710034065,Ana,Torres,Tumeko48rila\n`;
  const [sample] = await read(text);
  assert.ok(sample && 'person' in sample && sample.person.key === 'Tumeko48rila');
  const [real] = await read(text, institution('standard'));
  assert.ok(real && 'fault' in real && /sample people only/.test(real.fault));
});

test('spellings are made one on the way in', async () => {
  const text = [
    'identifier,number,branch,representative,first_name,last_name,email,phone,lock,bouncing',
    'ec.ruc,9991234560001,2,991234567-6,Tres Palmas,,Gerencia@TresPalmas.example,099 000 0015,attempts,yes',
    'passport,ecu: ab 12345,,,Emma,L,,,,',
  ].join('\n');
  const rows = await read(text);
  const [company, traveller] = rows.map((row) => ('person' in row ? row.person : undefined));
  assert.equal(company?.subject, 'company');
  assert.equal(company?.branch, '0002');
  assert.deepEqual(company?.representative, { kind: 'ec.ci', number: '9912345676' });
  assert.equal(company?.email, 'Gerencia@trespalmas.example');
  assert.equal(company?.phone, '+593990000015');
  assert.equal(company?.lock, 'attempts');
  assert.equal(company?.bouncing, true);
  assert.equal(traveller?.identity.number, 'ECU:AB12345');
});

test('a stream that breaks breaks the reading', async () => {
  const broken = Readable.from(
    (async function* () {
      yield `${header}\n${ana}\n`;
      throw new Error('disk gone');
    })(),
  );
  await assert.rejects(Array.fromAsync(readPeople(broken, ceibo)), /disk gone/);
});

test('the stream is closed however the reading ends', async () => {
  const endless = Readable.from(
    (function* () {
      yield 'identifier\n';
      for (;;) yield `${ana}\n`;
    })(),
  );
  assert.equal((await Array.fromAsync(readPeople(endless, ceibo))).length, 1);
  assert.equal(endless.destroyed, true);
});

test('a file far larger than memory should hold is read row by row', async () => {
  const many = 50_000;
  const source = Readable.from(
    (function* () {
      yield `${header}\n`;
      for (let n = 0; n < many; n += 1) yield `${ana}\n`;
    })(),
  );
  let count = 0;
  for await (const row of readPeople(source, ceibo)) if ('person' in row) count += 1;
  assert.equal(count, many);
});
