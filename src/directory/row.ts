import { judgeAddress } from '../lib/contact/email.ts';
import { e164 } from '../lib/contact/phone.ts';
import { judgeBranch, judgeNumber } from '../rules/identifiers.ts';
import type { IdentityNumber } from '../rules/identity.ts';
import type { IdentifierKind, Institution, Language } from '../rules/policy.ts';
import type { Cells, Column } from './columns.ts';
import type { Person } from './person.ts';

/**
 * A cell that cannot be taken, said by column and never by content: the report of an import is no place for
 * people.
 */
class BadCell extends Error {}

const cell = (cells: Cells, column: Column): string | undefined => cells[column] || undefined;

const kinds: readonly IdentifierKind[] = ['ec.ci', 'ec.ruc', 'fund-code', 'passport'];

function oneOf<const Value extends string>(
  cells: Cells,
  column: Column,
  values: readonly Value[],
  usual: Value,
) {
  const text = cell(cells, column);
  if (text === undefined) return usual;
  const value = values.find((candidate) => candidate === text);
  if (value === undefined) throw new BadCell(`${column} is none of: ${values.join(', ')}`);
  return value;
}

function numberIn(
  typed: string,
  kind: IdentifierKind,
  column: Column,
  institution: Institution,
): IdentityNumber {
  const rule = institution.identifiers[kind];
  if (!rule) throw new BadCell(`${column}: this institution does not know ${kind}`);
  const verdict = judgeNumber(kind, typed, rule);
  if (!verdict.ok) throw new BadCell(`${column} is not a number of kind ${kind}: ${verdict.fault.kind}`);
  return verdict.identity;
}

function identityOf(cells: Cells, institution: Institution): IdentityNumber {
  const named = cell(cells, 'identifier');
  const kind = kinds.find((candidate) => candidate === named);
  if (!kind) throw new BadCell(`identifier is none of: ${kinds.join(', ')}`);
  return numberIn(cells.number ?? '', kind, 'number', institution);
}

/** `representative` is a number of the kind in front of it ("passport:AB12345"), or an identity card. */
function representativeOf(cells: Cells, institution: Institution): IdentityNumber {
  const text = cell(cells, 'representative');
  if (text === undefined) throw new BadCell('representative is missing: a company needs one');
  const kind = kinds.find((candidate) => text.startsWith(`${candidate}:`));
  const typed = kind ? text.slice(kind.length + 1) : text;
  return numberIn(typed, kind ?? 'ec.ci', 'representative', institution);
}

/** What only companies have; in a person's row it is a mistake worth naming. */
function companyOf(cells: Cells, identity: IdentityNumber, institution: Institution) {
  if (identity.kind !== 'ec.ruc') {
    const stray = (['branch', 'representative'] as const).find((column) => cell(cells, column));
    if (stray) throw new BadCell(`${stray} belongs to companies only`);
    return { subject: 'person' } as const;
  }
  const branch = judgeBranch(cells.branch ?? '0000');
  if (!branch.ok) throw new BadCell(`branch is not up to four digits: ${branch.fault.kind}`);
  const representative = representativeOf(cells, institution);
  return { subject: 'company', branch: branch.branch, representative } as const;
}

function addressIn(cells: Cells, column: Column): string | undefined {
  const typed = cell(cells, column);
  if (typed === undefined) return undefined;
  const verdict = judgeAddress(typed);
  if (!verdict.ok) throw new BadCell(`${column} is not one plain address: ${verdict.fault}`);
  return verdict.address;
}

function phoneIn(cells: Cells, institution: Institution): string | undefined {
  const typed = cell(cells, 'phone');
  const phone = typed === undefined ? undefined : e164(typed, institution.country);
  if (typed !== undefined && phone === undefined) throw new BadCell('phone is not a phone number');
  return phone;
}

/** Year, month and day (ISO 8601), and a day that the calendar has. */
function birthIn(cells: Cells): Person['birth'] | undefined {
  const text = cell(cells, 'birth');
  if (text === undefined) return undefined;
  const [, year = 0, month = 0, day = 0] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []).map(Number);
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  if (year < 1880 || month < 1 || month > 12 || day < 1 || day > lastDay) {
    throw new BadCell('birth is not a date written year-month-day');
  }
  return { day, month, year };
}

/** "2015: Molinos del Farol; 2016: ..." */
function workIn(cells: Cells): Person['work'] {
  return pairsIn(cells, 'work', /^(\d{4})\s*:\s*(\S.*)$/).map(([year, employer]) => ({
    year: Number(year),
    employer,
  }));
}

const answersIn = (cells: Cells): Person['answers'] =>
  Object.fromEntries(pairsIn(cells, 'answers', /^([a-z][a-z0-9-]*)\s*=\s*(\S.*)$/));

function pairsIn(cells: Cells, column: Column, shape: RegExp): [string, string][] {
  const text = cell(cells, column);
  if (text === undefined) return [];
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => {
      const [, name, value] = shape.exec(part) ?? [];
      if (name === undefined || value === undefined)
        throw new BadCell(`${column} is not a list apart by ";"`);
      return [name, value];
    });
}

/** "Calle del Cangrejo 12; Boca del Mangle": the lines of an envelope, six at most so that they fit its window. */
function postalIn(cells: Cells): readonly string[] | undefined {
  const text = cell(cells, 'postal');
  if (text === undefined) return undefined;
  const lines = text.split(';').map((line) => line.trim());
  const written = lines.filter((line) => line !== '');
  if (written.length > 6 || written.some((line) => line.length > 60 || /\p{Cc}/u.test(line)))
    throw new BadCell('postal is more than six lines apart by ";", or a line is over 60 characters');
  return written.length === 0 ? undefined : written;
}

/** Keys in clear are for invented people: a real institution's file that holds them should not exist. */
function keyIn(cells: Cells, institution: Institution): string | undefined {
  const key = cell(cells, 'key');
  if (key !== undefined && !institution.fictional)
    throw new BadCell('key: keys in clear are for sample people only');
  return key;
}

/** Only what is known: an absent fact is an absent property. */
const known = <Facts extends object>(facts: Facts): { [Name in keyof Facts]?: NonNullable<Facts[Name]> } =>
  // Sound: every undefined value is left out, and nothing else changes.
  Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined)) as {
    [Name in keyof Facts]?: NonNullable<Facts[Name]>;
  };

function read(cells: Cells, institution: Institution): Person {
  const identity = identityOf(cells, institution);
  const lock = oneOf(cells, 'lock', ['none', 'attempts', 'administrative', 'fraud'], 'none');
  const names = { firstName: cell(cells, 'first_name'), lastName: cell(cells, 'last_name') };
  if (names.firstName === undefined) throw new BadCell('first_name is missing');
  const languages: readonly Language[] = institution.languages;
  return {
    ...companyOf(cells, identity, institution),
    identity,
    firstName: names.firstName,
    lastName: names.lastName ?? '',
    status: oneOf(cells, 'status', ['active', 'suspended', 'deceased'], 'active'),
    bouncing: oneOf(cells, 'bouncing', ['no', 'yes'], 'no') === 'yes',
    work: workIn(cells),
    answers: answersIn(cells),
    language: oneOf(cells, 'language', ['es', 'en'], languages[0] ?? 'es'),
    ...known({
      lock: lock === 'none' ? undefined : lock,
      email: addressIn(cells, 'email'),
      secondEmail: addressIn(cells, 'second_email'),
      phone: phoneIn(cells, institution),
      birth: birthIn(cells),
      key: keyIn(cells, institution),
      postal: postalIn(cells),
    }),
  };
}

/** One row as a person, or what is wrong with it in words that name the column and never repeat the cell. */
export function personOf(cells: Cells, institution: Institution): Person | string {
  try {
    return read(cells, institution);
  } catch (error) {
    if (error instanceof BadCell) return error.message;
    throw error;
  }
}
