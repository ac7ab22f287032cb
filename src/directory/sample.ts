/** The invented people of the demo: each tells one story the service must get right. */
import type { IdentityNumber } from '../rules/identity.ts';
import type { Localized } from '../rules/policy.ts';
import { type Column, columns } from './columns.ts';
import type { Person } from './person.ts';
import {
  card,
  companyNumber,
  enrolledAnswers,
  firstNames,
  lastNames,
  pick,
  sampleKey,
  workHistory,
} from './sample-crowd.ts';

/** One story of the printed table. Without `person` nobody has that number: the walk must look the same. */
export type Sample = {
  readonly id: SampleId;
  readonly story: Localized;
  readonly identity: IdentityNumber;
  readonly person?: Person;
};

export type SampleId = keyof typeof stories;

const stories = {
  'all-is-well': { es: 'Todo en orden', en: 'All is well' },
  'unknown-number': { es: 'Número que nadie tiene', en: 'A number nobody has' },
  locked: { es: 'Bloqueada por claves equivocadas', en: 'Locked by wrong keys' },
  'no-email': { es: 'Sin correo registrado', en: 'No e-mail on file' },
  'bouncing-mailbox': { es: 'Su buzón devuelve los mensajes', en: 'The mailbox returns its messages' },
  suspended: { es: 'Cuenta suspendida', en: 'Suspended account' },
  deceased: { es: 'Persona fallecida', en: 'Deceased' },
  'shared-mailbox-one': {
    es: 'Comparte el buzón con otra persona',
    en: 'Shares a mailbox with another person',
  },
  'shared-mailbox-two': { es: 'La otra persona de ese buzón', en: 'The other person of that mailbox' },
  'employer-main': { es: 'Empleador, sucursal 0001', en: 'Employer, branch 0001' },
  'employer-branch': { es: 'El mismo RUC, sucursal 0002', en: 'The same RUC, branch 0002' },
  pensioner: { es: 'Pensionista', en: 'Pensioner' },
  'never-had-a-key': { es: 'Nunca tuvo clave', en: 'Never had a key' },
  'administrative-lock': { es: 'Bloqueo administrativo', en: 'Administrative lock' },
  foreigner: { es: 'Extranjero con código del Fondo', en: 'Foreigner with a fund code' },
  'more-contacts': { es: 'Con segundo correo y celular', en: 'With a second e-mail and a mobile' },
} as const satisfies Record<string, Localized>;

/** An ordinary person; a story changes what it tells of. Places keep numbers, keys and histories apart. */
function someone(place: number, names: readonly [string, string], email: string): Person {
  return {
    subject: 'person',
    identity: card(1_234_500 + place * 7),
    firstName: names[0],
    lastName: names[1],
    status: 'active',
    email,
    bouncing: false,
    birth: { day: (place % 28) + 1, month: (place % 12) + 1, year: 1950 + ((place * 7) % 50) },
    work: workHistory(place),
    answers: enrolledAnswers(place),
    key: sampleKey(place),
    language: 'es',
  };
}

const ruc: IdentityNumber = { kind: 'ec.ruc', number: companyNumber(123_456) };

/** Companies have no birth, no history and no questions: the representative is what is compared. */
function company(place: number, branch: string, email: string): Person {
  const { birth: _birth, ...person } = someone(place, ['Comercial Tres Palmas', ''], email);
  const representative = card(1_234_500 + 7);
  return { ...person, subject: 'company', identity: ruc, branch, representative, work: [], answers: {} };
}

function without(person: Person, fact: 'email' | 'key'): Person {
  const { [fact]: _fact, ...rest } = person;
  return rest;
}

const people: Readonly<Record<Exclude<SampleId, 'unknown-number'>, Person>> = {
  'all-is-well': someone(1, ['Ana', 'Torres Vela'], 'ana.torres@correo.example'),
  locked: { ...someone(2, ['Luis', 'Paredes Cano'], 'luis.paredes@correo.example'), lock: 'attempts' },
  'no-email': {
    ...without(someone(3, ['Rosa', 'Chávez Mina'], ''), 'email'),
    postal: ['Calle del Cangrejo 12 y Malecón', 'Boca del Mangle, Esteros'],
  },
  'bouncing-mailbox': { ...someone(4, ['Jorge', 'Salinas Rey'], 'jorge@rebota.example'), bouncing: true },
  suspended: { ...someone(5, ['Marta', 'Vélez Pino'], 'marta.velez@correo.example'), status: 'suspended' },
  deceased: { ...someone(6, ['Arturo', 'Molina Haro'], 'arturo.molina@correo.example'), status: 'deceased' },
  'shared-mailbox-one': someone(7, ['Elena', 'Ríos Costa'], 'familia.rios@casa.example'),
  'shared-mailbox-two': someone(8, ['Tomás', 'Ríos Costa'], 'familia.rios@casa.example'),
  'employer-main': company(9, '0001', 'gerencia@trespalmas.example'),
  'employer-branch': company(10, '0002', 'sucursal@trespalmas.example'),
  pensioner: {
    ...someone(11, ['Blanca', 'Andrade Sol'], 'blanca.andrade@correo.example'),
    birth: { day: 27, month: 3, year: 1946 },
  },
  'never-had-a-key': without(someone(12, ['Diego', 'Cueva Lima'], 'diego.cueva@correo.example'), 'key'),
  'administrative-lock': {
    ...someone(13, ['Silvia', 'Benítez Oña'], 'silvia.benitez@correo.example'),
    lock: 'administrative',
  },
  foreigner: {
    ...someone(14, ['Emma', 'Lindqvist'], 'emma.lindqvist@correo.example'),
    identity: { kind: 'fund-code', number: 'F99000141' },
    language: 'en',
  },
  'more-contacts': {
    ...someone(15, ['Carla', 'Yépez Roldán'], 'carla.yepez@correo.example'),
    secondEmail: 'carla@taller.example',
    phone: '+593990000015',
  },
};

const isPerson = (id: string): id is keyof typeof people => Object.hasOwn(people, id);

/** The stories in the order they are best tried. */
export function samplePeople(): readonly Sample[] {
  // Sound: the keys of `stories` are its ids.
  const ids = Object.keys(stories) as SampleId[];
  return ids.map((id) => {
    if (!isPerson(id)) return { id, story: stories[id], identity: card(6_999_000) };
    return { id, story: stories[id], identity: people[id].identity, person: people[id] };
  });
}

/** Sixty-four more without a story, so that companies and answers of strangers are many and plausible. */
const crowd = (): Person[] =>
  Array.from({ length: 64 }, (_, index) => {
    const place = 100 + index;
    const names = [pick(firstNames, place), pick(lastNames, place * 3)] as const;
    return someone(place, names, `persona${place}@correo.example`);
  });

const two = (number: number): string => String(number).padStart(2, '0');

/** One person as the cells of a people file; the reader of such files gives the same person back. */
function cellsOf(person: Person): Record<Column, string> {
  const { identity, representative, birth } = person;
  return {
    identifier: identity.kind,
    number: identity.number,
    first_name: person.firstName,
    last_name: person.lastName,
    branch: person.branch ?? '',
    representative: representative ? `${representative.kind}:${representative.number}` : '',
    status: person.status,
    lock: person.lock ?? '',
    email: person.email ?? '',
    second_email: person.secondEmail ?? '',
    phone: person.phone ?? '',
    bouncing: person.bouncing ? 'yes' : 'no',
    birth: birth ? `${birth.year}-${two(birth.month)}-${two(birth.day)}` : '',
    work: person.work.map(({ year, employer }) => `${year}: ${employer}`).join('; '),
    answers: Object.entries(person.answers)
      .map(([question, answer]) => `${question}=${answer}`)
      .join('; '),
    key: person.key ?? '',
    language: person.language,
    postal: person.postal?.join('; ') ?? '',
  };
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** Everybody who is on file, as the CSV an institution would bring. */
export function samplePeopleCsv(): string {
  const rows = [...Object.values(people), ...crowd()].map((person) => {
    const cells = cellsOf(person);
    return columns.map((column) => quoted(cells[column])).join(',');
  });
  return `${[columns.join(','), ...rows].join('\n')}\n`;
}
